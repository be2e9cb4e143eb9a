import Testing

@testable import Library

/// A network that has learnt to go round a, b, c.
private let round = """
    t = characters("abcabcabcabcabcabcabcabcabcabcabcabc")
    w = window(t, length = 6, targets = "all")
    net = embedding(4, 4) |> gru(8, return_sequences = true) |> dense(4, activation = "softmax")
    run = fit(net, w, epochs = 40, optimizer = adam(0.03), seed = 1, verbose = false)
    """

@Test("a network goes on with what it has learnt") func aNetworkGoesOnWithWhatItHasLearnt() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(round)
    #expect(bench.text("generate(run, \"b\", length = 5, method = \"greedy\")") == "bcabca")
    #expect(bench.text("generate(run, \"ca\", length = 4, beam = 3)") == "cabcab")
    #expect(bench.text("generate(run, \"a\", length = 30, until = \"c\", temperature = 0.1)") == "ab")
    // Numbers in, text out, since the run knows its tokens.
    #expect(bench.text("generate(run, [1, 2], length = 2, method = \"greedy\")") == "abca")
    #expect(bench.text("vocabulary(run).size") == "4")
}

@Test("the same seed writes the same text, another seed another one")
func theSameSeedWritesTheSameTextAnotherSeedAnother() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(round)
    let first = bench.text("generate(run, \"a\", length = 60, temperature = 5, seed = 3)")
    #expect(bench.text("generate(run, \"a\", length = 60, temperature = 5, seed = 3)") == first)
    #expect(bench.text("generate(run, \"a\", length = 60, temperature = 5, seed = 4)") != first)
    #expect(first.count == 61)
    _ = bench.run("seed(3)")
    #expect(bench.text("generate(run, \"a\", length = 60, temperature = 5)") == first)
}

@Test("a network on token numbers without a text goes on with numbers")
func aNetworkOnTokenNumbersWithoutATextGoesOnWithNumbers() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(
        """
        w = window([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], length = 6, targets = "all")
        net = embedding(3, 4) |> lstm(8, return_sequences = true) |> dense(3, activation = "softmax")
        run = fit(net, w, epochs = 80, optimizer = adam(0.03), seed = 1)
        """)
    #expect(bench.text("generate(run, [0, 1], length = 4, method = \"greedy\")") == "[2, 0, 1, 2]")
}

@Test("a forecast goes on in the original unit") func aForecastGoesOnInTheOriginalUnit() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(
        """
        s = scale(load("air_passengers").passengers_thousands)
        train, test = split(window(s, length = 12), 0.8)
        run = fit(gru(8) |> dense(1), train, epochs = 5, seed = 1)
        free = generate(run, test[1], length = 3)
        """)
    // The first forecast is the prediction; the second reads the first one.
    let first = bench.text("check(free[1], predict(run, test[1], original = true)[1][1], tolerance = 1e-3)")
    #expect(first.hasPrefix("same"), "\(first)")
    _ = bench.run("raw = generate(run, test[1], length = 3, original = false)")
    #expect(bench.text("check(free, unscale(raw, like = s), tolerance = 1e-9)").hasPrefix("same"))
    #expect(bench.text("free").hasPrefix("series passengers_thousands: 3 values"))
}

@Test("a text file is a text with one kind of line end") func aTextFileIsATextWithOneKindOfLineEnd() {
    var bench = Bench(files: ["a.txt": "\u{FEFF}one\r\ntwo\rthree\n", "empty.txt": ""])
    defer { bench.close() }
    #expect(bench.text("load(\"a.txt\")") == "one\ntwo\nthree\n")
    #expect(bench.text("load(\"empty.txt\")").hasPrefix("error: \"empty.txt\" is empty"))
}

@Test("rows are shuffled together") func rowsAreShuffledTogether() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run("t = load(\"nile\")\ns = shuffle(t, seed = 1)")
    #expect(bench.text("s.year[1] == t.year[1]") == "false")
    #expect(bench.text("mean(s.year) == mean(t.year)") == "true")
    // Each flow is still in the row of its year.
    let same = bench.text("check(sum(s.year * s.flow_1e8_m3), sum(t.year * t.flow_1e8_m3), tolerance = 1e-5)")
    #expect(same.hasPrefix("same"), "\(same)")
}

@Test("rows with a single 1 serve in the place of an embedding") func rowsWithASingleOneServeInThePlaceOfAnEmbedding() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(
        """
        w = characters("abcabcabcabcabcabcabcabcabcabcabcabc") |> window(length = 6, targets = "all") |> one_hot()
        net = lstm(8, return_sequences = true) |> dense(4, activation = "softmax")
        run = fit(net, w, epochs = 60, optimizer = adam(0.03), seed = 1, verbose = false)
        """)
    #expect(bench.text("generate(run, \"b\", length = 5, method = \"greedy\")") == "bcabca")
}
