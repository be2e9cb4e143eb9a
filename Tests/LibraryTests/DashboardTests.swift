import Display
import Engine
import Language
import Testing
import Views

@testable import Library

private let river = """
    train, test = split(window(scale(load("nile").flow_1e8_m3, first = 0.8), length = 5), 0.8)
    net = gru(4, dropout = 0.1) |> dropout(0.2) |> dense(1)
    """
private let asked = "validation = test, epochs = 40, optimizer = adam(0.02), batch_size = 16, seed = 3"

extension Language.Progress {
    /// The dashboard of the fit that reports.
    var training: TrainingState? {
        if case .object(let object) = picture { (object as? any HasTraining)?.training } else { nil }
    }
}

extension Bench {
    /// Runs `source` while a screen does what each of the steps says, one after the other, each at the next report.
    fileprivate mutating func run(_ source: String, steps: [(TrainingState, FitControl) -> Void]) -> String {
        var rest = steps[...]
        host.onReport = { progress in
            guard let training = progress.training, let control = training.control, let step = rest.popFirst() else {
                return
            }
            step(training, control)
        }
        defer { host.onReport = nil }
        let text = text(source)
        #expect(rest.isEmpty, "the fit was over before all steps were done")
        return text
    }

    mutating func object<T>(_ source: String, as type: T.Type) throws -> T {
        let result = run(source).result
        guard case .object(let object) = result else { throw Missing() }
        return try #require(object as? T)
    }

    private struct Missing: Error {}
}

private func bits(_ run: RunObject) -> [UInt32] {
    run.model.weights.flatMap { $0.tensor.values.map(\.bitPattern) }
}

// MARK: pausing

@Test("a fit that was paused and looked into ends bit for bit as one that was not")
func aFitThatWasPausedEndsBitForBit() throws {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(river)
    let plain = try bench.object("fit(net, train, \(asked))", as: RunObject.self)
    var places: [FitControl.Place?] = []
    var findings: [FitControl.Finding?] = []
    _ = bench.run(
        "paused = fit(net, train, \(asked))",
        steps: [
            { _, control in control.pause(true) },
            { _, control in
                places.append(control.pausedAt)
                control.seekWorst()
            },
            { _, control in
                findings.append(control.takeFinding())
                control.pause(false)
            },
            { _, control in control.pause(true) }, { _, control in places.append(control.pausedAt) },
            { _, control in control.pause(false) },
        ])
    let paused = try bench.object("paused", as: RunObject.self)
    #expect(bits(plain) == bits(paused) && bits(plain).count > 50)
    #expect(plain.history == paused.history)
    #expect(paused.forks.isEmpty)
    #expect(bench.text("paused") == plain.summary)
    #expect(places.first??.epoch == 1 && places.first??.batch == 1)
    #expect(places.allSatisfy { $0 != nil })
    let finding = try #require(findings.first ?? nil)
    #expect(finding.words.contains("> worst of ") && finding.words.hasSuffix(" at epoch 1, batch 1"))
    #expect(finding.source is TraceObject)
}

@Test("the worst example is the one with the largest loss, seen with the weights of the moment")
func theWorstExampleIsTheOneWithTheLargestLoss() throws {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(river)
    let run = try bench.object("run = fit(net, train, \(asked))", as: RunObject.self)
    let search = try #require(run.training.search)
    let finding = search()
    let trace = try #require(finding.source as? TraceObject).trace
    let errors = try bench.object("(predict(run, test) - targets(test)) ^ 2", as: TensorObject.self)
    let largest = try #require(errors.tensor.values.max())
    #expect(abs((trace.loss ?? 0) - largest) < 1e-5)
    let place = (errors.tensor.values.firstIndex(of: largest) ?? 0) + 1
    #expect(finding.words == "example \(place) > worst of \(errors.tensor.count) at epoch 40")
    #expect(WorstExample.largest([0.5, nil, .nan, 7]) == 2)
    #expect(WorstExample.largest([nil, nil]) == nil)
}

@Test("a paused fit ends when it is stopped, and keeps what is finished") func aPausedFitEndsWhenItIsStopped() throws {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(river)
    let host = bench.host
    let text = bench.run(
        "run = fit(net, train, \(asked))",
        steps: [{ _, control in control.pause(true) }, { _, _ in host.isStopped = true }])
    #expect(text.hasPrefix("run: not trained") || text.hasSuffix("; stopped"))
    host.isStopped = false
    #expect(bench.text("run.ending") == "stopped")
    #expect(bench.text("run.epochs") == "0")
}

@Test("a paused fit says so, and its clock stands still") func aPausedFitSaysSo() throws {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(river)
    _ = bench.run(
        "fit(net, train, \(asked))",
        steps: [
            { _, control in control.pause(true) }, { _, _ in }, { _, control in control.pause(false) },
        ])
    let paused = bench.host.reports.filter { $0.line.hasPrefix("paused, epoch 1/40") }
    #expect(paused.count >= 2)
    #expect(paused.allSatisfy { $0.secondsLeft == nil })
    #expect(Set(paused.map { $0.training?.speed ?? 0 }).count == 1)
}

// MARK: forks

@Test("what was changed by hand is told, and the run before it goes on as if it had not been")
func whatWasChangedByHandIsTold() throws {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(river)
    let short = asked.replacing("epochs = 40", with: "epochs = 4")
    _ = bench.run("first = fit(net, train, \(short))")
    let plain = try bench.object("fit(first, train, \(short))", as: RunObject.self)
    let text = bench.run(
        "run = fit(first, train, \(short))",
        steps: [
            { _, control in
                control.setRate(0.001)
                control.setClipNorm(0.5)
            }
        ])
    #expect(text.hasPrefix("run: 8 epochs, loss "))
    #expect(
        text.hasSuffix(
            "; changed at epoch 5, batch 1: learning rate 0.02 → 0.001, limit of the gradients none → 0.5"))
    let run = try bench.object("run", as: RunObject.self)
    #expect(bits(run) != bits(plain))
    #expect(run.history[7].rate == 0.001)
    let table = try bench.object("run.forks", as: TableObject.self).table
    #expect(table.csv == "epoch,batch,what,from,to\n5,1,learning rate,0.02,0.001\n5,1,limit of the gradients,0,0.5\n")
    #expect(bench.text("run.history.changed") == "series changed: 8 values, 0 0 0 0 1 0 0 0")
    // The state before, and the way not taken.
    #expect(bench.text("run.before_fork.epochs") == "4")
    #expect(bench.text("run.before_fork.before_fork") == "")
    let other = try bench.object("fit(run.before_fork, train, \(short))", as: RunObject.self)
    #expect(bits(other) == bits(plain) && other.history == plain.history && other.forks.isEmpty)
    // A run that is trained on remembers.
    #expect(bench.text("fit(run, train, \(short))").hasSuffix("limit of the gradients none → 0.5"))
    #expect(bench.text("plot(run)").contains("! changed by hand"))
    #expect(bench.text("dashboard(run)").contains("! epoch 5, batch 1: learning rate 0.02 -> 0.001"))
    #expect(bench.text("first.forks.epoch").hasPrefix("series epoch: 0 values"))
}

@Test("several changes at one place are one fork, and what is changed back is none")
func severalChangesAtOnePlaceAreOneFork() throws {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(river)
    let plain = try bench.object("fit(net, train, \(asked))", as: RunObject.self)
    _ = bench.run(
        "run = fit(net, train, \(asked))",
        steps: [
            { _, control in control.pause(true) }, { _, control in control.setRate(0.5) },
            { training, control in
                #expect(training.rate == 0.5 && training.changes.map(\.words) == ["learning rate 0.02 → 0.5"])
                control.setRate(0.02)
            },
            { _, control in control.pause(false) },
        ])
    let run = try bench.object("run", as: RunObject.self)
    #expect(run.forks.isEmpty && bits(run) == bits(plain))
}

@Test("a change in an epoch that was never finished is no fork") func aChangeInAnUnfinishedEpochIsNoFork() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(river)
    let host = bench.host
    _ = bench.run(
        "run = fit(net, train, \(asked))",
        steps: [
            { _, control in
                control.setRate(0.5)
                host.isStopped = true
            }
        ])
    host.isStopped = false
    #expect(bench.text("count(run.forks.epoch)") == "0")
}

// MARK: what is shown

@Test("a dashboard shows the run's own numbers, and the same ones each time") func aDashboardShowsTheRunsNumbers()
    throws
{
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(river + "\nrun = fit(net, train, \(asked))\nold = fit(simple_rnn(2) |> dense(1), train, \(asked))")
    let text = bench.text("dashboard(run, compare = [old])")
    let run = try bench.object("run", as: RunObject.self)
    let last = try #require(run.history.last)
    #expect(text.contains("now   t \(Messages.loss(last.loss))   v \(Messages.loss(last.validation?.loss ?? 0))"))
    #expect(text.contains("lr    0.02 adam"))
    for gate in last.gates[0].gates {
        #expect(text.contains("\(gate.symbol) \(Numbers.fixed(gate.mean, 2))"))
        #expect(text.contains("\(gate.symbol) \(Numbers.percent(gate.saturated))"))
    }
    #expect(text.contains("dead units 0/4") && text.contains(" gradient gru, log10  t1 "))
    #expect(text.contains("1 run 1 "))
    #expect(!text.contains("seq/s"), "a clock would make the text another one each time")
    #expect(bench.text("dashboard(fit(net, train, \(asked)), compare = [old])") == text)
    // The samples are those of the test part, in the river's own unit, and their last column is what is predicted now.
    let predicted = try bench.object("predict(run, test, original = true)", as: TensorObject.self).tensor.values
    #expect(last.samples.count == 5)
    #expect(run.samples?.write(last.samples[0]) == Numbers.significant(Double(predicted[0]), 3))
    let truth = try bench.object("targets(test, original = true)", as: TensorObject.self).tensor.values
    #expect(run.training.samples[0] == .init("ex 1", Numbers.significant(Double(truth[0]), 3)))
}

@Test("samples of a task are questions and answers as one reads them") func samplesOfATaskAreQuestionsAndAnswers()
    throws
{
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run("d = addition_task(digits = 2, count = 200, seed = 1)")
    let run = try bench.object(
        "fit(gru(8) |> repeat_vector(3) |> gru(8, return_sequences = true) |> dense(12, \"softmax\"), d, epochs = 2, seed = 1)",
        as: RunObject.self)
    for sample in run.training.samples {
        let numbers = sample.question.split(separator: "+").compactMap { Int($0) }
        #expect(numbers.count == 2 && "\(numbers.reduce(0, +))" == sample.truth, "\(sample)")
    }
    let said = try #require(run.history.last?.samples.first)
    #expect(said.positions == 3 && said.right != nil)
}

@Test("without watching nothing is measured, and the weights are the same") func withoutWatchingNothingIsMeasured()
    throws
{
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(river)
    let watched = try bench.object("fit(net, train, \(asked))", as: RunObject.self)
    let run = try bench.object("run = fit(net, train, \(asked), watch = false)", as: RunObject.self)
    #expect(run.history.allSatisfy { $0.gates.isEmpty && $0.samples.isEmpty })
    #expect(bits(run) == bits(watched) && run.training.samples.isEmpty)
    let text = bench.text("dashboard(run)")
    #expect(text.contains("validation rmse") && !text.contains("saturated"))
}

@Test(
    "a dashboard of what is none is refused",
    arguments: [
        ("dashboard(set_weights(dense(1), [[[2], [3]], [1]], input = [2]))", "this run has no history"),
        ("dashboard(run, compare = [1])", "`compare` must be a list of runs that were trained"),
        ("dashboard(run, compare = [other])", "run 1 was trained for mae, this one for mse"),
        ("dashboard(3)", "`run` must be a run"),
    ])
func aDashboardOfWhatIsNoneIsRefused(_ source: String, _ words: String) {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(
        "w = window(range(20), length = 4)\nrun = fit(gru(2) |> dense(1), w, epochs = 1)\nother = fit(gru(2) |> dense(1), w, epochs = 1, loss = \"mae\")"
    )
    #expect(bench.text(source).contains(words), "\(bench.text(source))")
}

@Test("a network without recurrent layers, and a loss that is no number, have dashboards too")
func oddRunsHaveDashboards() {
    var bench = Bench()
    defer { bench.close() }
    let flat = bench.text(
        "dashboard(fit(dense(1), examples([[1, 2], [3, 4], [5, 6]], [0, 1, 0], vectors = true), epochs = 2))")
    #expect(flat.contains("epoch 2; loss ") && !flat.contains("gates"))
    let broken = bench.text(
        "w = window(load(\"nile\").flow_1e8_m3, length = 5)\nrun = fit(simple_rnn(4, activation = \"relu\") |> dense(1), w, epochs = 50, optimizer = sgd(0.0000001))\ndashboard(run)"
    )
    #expect(broken.contains("watch"))
    let one = bench.text(
        "dashboard(fit(gru(1) |> dense(1), window([1, 2, 3], length = 1), epochs = 1, batch_size = 1))")
    #expect(one.contains("dead units") == false || one.contains("/1"))
}
