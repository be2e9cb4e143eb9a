import Language
import Testing

@testable import Library

private let twoAnswers = """
    x = input(3, 1)
    h = x |> gru(4)
    net = model(x, [h |> dense(1), h |> dense(2, activation = "softmax")])
    a = examples([[[1], [2], [3]], [[3], [2], [1]], [[0], [1], [0]]], [4, 0, 1])
    b = examples([[[0]], [[0]], [[0]]], [1, 0, 0])
    """

@Test("a network with two answers is trained on both") func aNetworkWithTwoAnswersIsTrainedOnBoth() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(twoAnswers)
    #expect(bench.text("net").contains("87 weights"))
    let mistake = bench.text("fit(net, a, epochs = 2)")
    #expect(mistake.contains("the network gives 2 answers, but there is 1 for it"))
    #expect(bench.text("fit(net, join(a, b), epochs = 2)").contains("the network takes 1 input, but 2 are given"))
    let losses = bench.text("fit(net, a, epochs = 2, loss = [\"mse\", \"mae\", \"mse\"])")
    #expect(losses.contains("the network gives 2 answers, but there are 3 losses"))
}

@Test("examples of several parts are split and taken together") func examplesOfSeveralPartsAreTakenTogether() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(
        "a = examples([[1], [2], [3]], vectors = true)\nb = examples([[4, 5], [6, 7], [8, 9]], [0, 1, 0], vectors = true)"
    )
    #expect(bench.text("join(a, b)") == "windows: 3 examples, x [1], x [2] → y [1]")
    #expect(bench.text("train, test = split(join(a, b), 0.7)\ntest") == "windows: 1 example, x [1], x [2] → y [1]")
    #expect(bench.text("join(a, b)[2]") == "windows: 1 example, x [1], x [2] → y [1]")
    #expect(bench.text("join(a, test)").contains("part 2 has 1 example, but the first has 3"))
}

@Test("a model's inputs are inputs, and those that its outputs read") func aModelsInputsAreInputs() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run("a = input(3)\nb = input(2)\nnet = a |> dense(1)")
    #expect(bench.text("model(net, net)").contains("`inputs` must be what input(…) gave"))
    #expect(bench.text("model(b, net)").contains("the outputs read 1 input, and not all of these"))
    #expect(bench.text("model([a, b], net)").contains("the outputs read 1 input, and 2 are given"))
    #expect(bench.text("model(a, net)").hasPrefix("network: 4 weights"))
}

@Test("an input is stated by numbers or by name") func anInputIsStatedByNumbersOrByName() {
    var bench = Bench()
    defer { bench.close() }
    let wanted = "network: 10 weights, [7 × 2] → simple_rnn 2"
    #expect(bench.text("input(7, 2) |> simple_rnn(2)") == wanted)
    #expect(bench.text("input(steps = 7, features = 2) |> simple_rnn(2)") == wanted)
    #expect(bench.text("input(shape = [7, 2])") == bench.text("input(7, 2)"))
    #expect(bench.text("input(steps = 7)").contains("error"))
    #expect(bench.text("input(7, 2, 1)").contains("error"))
    #expect(bench.text("input(0.5)").contains("error"))
}
