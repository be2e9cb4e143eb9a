import Base
import Display
import Language
import Testing

@testable import Library

private let data = """
    train, test = split(window(scale(load("nile").flow_1e8_m3, first = 0.8), length = 5), 0.8)
    """

private func drawn(_ value: Value?) -> String { value?.shown ?? "" }

@Test("a fit shows its plot and gives a run with a history") func aFitShowsItsPlotAndGivesARunWithAHistory() throws {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(data)
    let text = bench.text(
        "run = fit(gru(4) |> dense(1), train, validation = test, epochs = 12, optimizer = adam(0.02), seed = 3)")
    #expect(text.hasPrefix("run: 12 epochs, loss 0."))
    #expect(text.contains(", validation 0."))
    #expect(bench.host.shown.count == 1)
    let plot = drawn(bench.host.shown.first)
    for word in ["loss (mse) by epoch", "train", "validation", "last value", "linear AR(5)"] {
        #expect(plot.contains(word), "\(word)\n\(plot)")
    }
    #expect(bench.text("run.epochs") == "12")
    #expect(bench.text("history(run).epoch[12]") == "12")
}

@Test("the last report of a fit is whole and names the epoch")
func theLastReportOfAFitIsWholeAndNamesTheEpoch() throws {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(data)
    _ = bench.run("fit(gru(2) |> dense(1), train, validation = test, epochs = 3)")
    let last = try #require(bench.host.reports.last)
    #expect(last.fraction == 1)
    #expect(last.line.hasPrefix("epoch 3/3  loss ") && last.line.contains("  validation "))
}

@Test("the same seed gives the same run") func theSameSeedGivesTheSameRun() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(data)
    let first = bench.text("fit(lstm(3) |> dropout(0.2) |> dense(1), train, epochs = 3, seed = 5).loss")
    let second = bench.text("fit(lstm(3) |> dropout(0.2) |> dense(1), train, epochs = 3, seed = 5).loss")
    let other = bench.text("fit(lstm(3) |> dropout(0.2) |> dense(1), train, epochs = 3, seed = 6).loss")
    #expect(first == second && first != other)
}

@Test("a run is trained on and the description stays untrained") func aRunIsTrainedOnAndTheDescriptionStaysUntrained() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(data + "\nnet = gru(3) |> dense(1)\nrun = fit(net, train, epochs = 2)")
    #expect(bench.text("more = fit(run, train, epochs = 3)").hasPrefix("run: 5 epochs"))
    #expect(bench.text("history(more).epoch") == "series epoch: 5 values, 1 2 3 4 5")
    #expect(bench.text("run.epochs") == "2")
    #expect(bench.text("fit(net, train, epochs = 2).loss == run.loss") == "true")
}

@Test("a stopped fit keeps the epochs that are finished") func aStoppedFitKeepsTheEpochsThatAreFinished() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(data)
    bench.host.stopsAfter = 2
    let outcome = bench.run("run = fit(gru(8) |> dense(1), train, epochs = 100000, batch_size = 8)")
    #expect(outcome.diagnostics.isEmpty)
    bench.host.isStopped = false
    let epochs = Int(bench.text("run.epochs")) ?? -1
    #expect(epochs >= 0 && epochs < 100_000)
}

@Test("a loss that is no number ends the fit with advice") func aLossThatIsNoNumberEndsTheFitWithAdvice() throws {
    var bench = Bench()
    defer { bench.close() }
    let text = bench.text(
        """
        w = window(load("nile").flow_1e8_m3, length = 5)
        run = fit(simple_rnn(4, activation = "relu") |> dense(1), w, epochs = 50, optimizer = sgd(100))
        """)
    let note = try #require(bench.host.notes.first).render().joined(separator: "\n")
    #expect(note.contains("is no longer a number in epoch"))
    #expect(
        note.contains("try: a smaller learning rate, such as sgd(0.01), or clipnorm = 1, or scale() before window()"))
    #expect(text.hasPrefix("run: "))
}

@Test("a million million units are refused with the memory that they would take")
func aMillionMillionUnitsAreRefusedWithTheMemoryThatTheyWouldTake() {
    var bench = Bench()
    defer { bench.close() }
    let text = bench.text("fit(gru(1000000000000) |> dense(1), window(range(20), length = 7))")
    // 3·(10¹² + 1 + 1)·10¹² weights of 4 bytes.
    #expect(text.hasPrefix("error: this needs 12 YB of memory, but "))
    #expect(text.contains("this layer has 3e+24 weights"))
    let some = bench.text("fit(gru(1000000) |> dense(1), window(range(20), length = 7))")
    #expect(some.contains("B of memory, but ") && some.contains("this layer has "))
}

@Test("evaluation is in the original unit") func evaluationIsInTheOriginalUnit() throws {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(data + "\nrun = fit(gru(4) |> dense(1), train, epochs = 5)\ne = evaluate(run, test)")
    // The errors by hand: predictions and truth brought back to 1e8 m³.
    let byHand = bench.text(
        "mean(abs(predict(run, test, original = true) - targets(test, original = true))) |> round(3)")
    #expect(bench.text("round(e.mae, 3)") == byHand)
    let large = Double(byHand) ?? 0
    #expect(large > 50 && large < 400)
}

@Test("classes are learnt with cross-entropy against guessing") func classesAreLearntWithCrossEntropyAgainstGuessing() {
    var bench = Bench()
    defer { bench.close() }
    let text = bench.text(
        """
        x = [0, 1, 0, 1, 1, 0, 1, 0]
        e = examples(tensor(x, shape = [8, 1, 1]), x)
        run = fit(gru(4) |> dense(2, activation = "softmax"), e, epochs = 200, optimizer = adam(0.05), seed = 1)
        evaluate(run, e).accuracy
        """)
    #expect(text == "1")
    #expect(drawn(bench.host.shown.first).contains("guessing"))
}

@Test("a prediction goes back to the original unit by itself") func aPredictionGoesBackToTheOriginalUnitByItself() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(data + "\nrun = fit(gru(2) |> dense(1), train, epochs = 1)")
    #expect(
        bench.text("check(unscale(predict(run, test)), predict(run, test, original = true), 0.001)").hasPrefix("same"))
    #expect(bench.text("plot(run, test)").contains("prediction"))
}
