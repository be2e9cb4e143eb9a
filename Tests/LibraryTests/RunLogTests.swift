import Base
import Display
import Experiments
import Foundation
import Language
import Sandbox
import Testing

@testable import Library

/// Fits that are logged, and runs next to each other.
struct RunLogTests {
    static let data = """
        train, test = split(window(scale(load("nile").flow_1e8_m3), length = 5), 0.8)
        """

    private func bench(logs: Bool = true) -> Bench {
        var bench = Bench()
        if logs { bench.host.services = [RunLog(in: bench.host.folder + "/log", version: "test")] }
        _ = bench.run(Self.data)
        return bench
    }

    private func log(_ bench: Bench) -> RunLog { RunLog(in: bench.host.folder + "/log", version: "test") }
    private func logged(_ bench: Bench) throws -> [LoggedRun] { try log(bench).list() }

    // MARK: what is logged

    @Test("a fit is logged with where it stands, what it was asked for and how it went") func aFitIsLogged() throws {
        var bench = bench()
        defer { bench.close() }
        bench.host.cellID = "fit"
        let source =
            "net = gru(2) |> dense(1)\nrun = fit(net, train, validation = test, epochs = 3, batch_size = 16, "
            + "optimizer = adam(0.01), seed = 7, clipnorm = 1, patience = 9, verbose = 0)"
        _ = bench.run(source)
        let run = try #require(try logged(bench).first)
        #expect((run.number, run.name, run.cell, run.cellID, run.source) == (1, "run", "cell 2", "fit", source))
        #expect((run.network, run.layers, run.weights) == ("gru 2 → dense 1", "gru(2) |> dense(1)", 27))
        #expect((run.optimiser, run.rate, run.batchSize, run.epochsAsked, run.seed) == ("adam", 0.01, 16, 3, 7))
        #expect((run.lossFunction, run.ending) == ("mse", "finished"))
        #expect(run.options == "each gradient cut to length 1, patience 9")
        #expect(run.data == "76 examples, x [5 × 1] → y [1], 19 to validate on")
        #expect(run.dataDigest.wholeMatch(of: /[0-9a-f]{8}/) != nil)
        let live = try bench.object("run", as: RunObject.self)
        let curves = try log(bench).curves(of: 1)
        #expect(curves.map(\.name) == ["loss", "validation", "shortened"])
        #expect(curves[0].values == live.history.map(\.loss) && curves[0].epochs == [1, 2, 3])
        #expect(curves[1].values == live.history.map { $0.validation?.loss })
    }

    @Test("a fit that goes on has the whole curve; a fit without a variable has no name; a twin is a fit")
    func whatElseIsLogged() throws {
        var bench = bench()
        defer { bench.close() }
        _ = bench.run(
            "run = fit(gru(2) |> dense(1), train, epochs = 2, verbose = 0)\n"
                + "more = run |> fit(train, epochs = 3, verbose = 0)\nother = twin(run, \"lstm\")\n"
                + "fit(dense(1), examples([[1, 2]], [1], vectors = true), epochs = 1, verbose = 0)")
        let runs = try logged(bench)
        #expect(runs.map(\.name) == ["run", "more", "other", nil])
        #expect(runs.map(\.epochs) == [2, 5, 2, 1])
        #expect(runs.map(\.epochsAsked) == [2, 3, 2, 1])
        #expect(runs.map(\.options) == ["", "on from epoch 2", "", ""])
        #expect(runs[2].network == "lstm 2 → dense 1")
        #expect(Set(runs.map(\.dataDigest)).count == 2)
    }

    @Test("a stopped fit is logged with its finished epochs, a refused one is not") func aStoppedFit() throws {
        var bench = bench()
        defer { bench.close() }
        _ = bench.run("fit(gru(2) |> dense(1), train, epochs = 3, loss_weights = [1, 2])")
        bench.host.onReport = { [host = bench.host] progress in
            if (progress.training?.history.count ?? 0) >= 2 { host.isStopped = true }
        }
        _ = bench.run("run = fit(gru(2) |> dense(1), train, epochs = 100000, verbose = 0)")
        let runs = try logged(bench)
        #expect(runs.map(\.ending) == ["stopped"])
        #expect(runs[0].epochs >= 2 && runs[0].epochs < 100_000 && runs[0].epochsAsked == 100_000)
    }

    @Test("a log that cannot be written is said once, in a note that the file does not keep, and the fit goes on")
    func aLogThatCannotBeWritten() throws {
        var bench = bench()
        defer { bench.close() }
        mkdir(bench.host.folder + "/log", 0o700)
        mkdir(bench.host.folder + "/log/runs.sqlite", 0o700)
        let fit = "run = fit(gru(2) |> dense(1), train, epochs = 1, verbose = 0)"
        for _ in 1...2 { #expect(bench.text(fit).hasPrefix("run: 1 epoch")) }
        #expect(bench.host.shown.map(\.text).map { $0.contains("it is not a private file of yours") } == [true])
        guard case .object(let note as any Passing)? = bench.host.shown.first, case .none = note.kept else {
            Issue.record("the note would be kept")
            return
        }
        #expect(bench.text("count(runs().run)") == "2")
    }

    @Test("where nothing is trained, nothing is logged") func whereNothingIsTrained() throws {
        let folder = Bench().host.folder
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let text = Self.data + "\nrun = fit(gru(2) |> dense(1), train)\ncompare(run)\nruns()"
        let cell = Source(name: "cell 1", text: text)
        #expect(try Recipes.all(of: [cell], access: FileAccess(folder: folder), seed: 1).map(\.name) == ["run"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }

    // MARK: runs()

    @Test("runs() lists them, newest last, and can be narrowed down") func runsListsThem() {
        var bench = bench()
        defer { bench.close() }
        _ = bench.run(
            "a = fit(gru(2) |> dense(1), train, epochs = 1, verbose = 0)\n"
                + "b = fit(gru(3) |> dense(1), train, epochs = 2, verbose = 0)\n"
                + "a = fit(gru(4) |> dense(1), train, epochs = 3, verbose = 0)")
        #expect(bench.text("[runs().name[1], runs().name[3]]") == "[\"a\", \"a\"]")
        #expect(bench.text("runs(name = \"a\").run") == "series run: 2 values, 1 3")
        #expect(bench.text("runs(last = 2).epochs") == "series epochs: 2 values, 2 3")
        #expect(bench.text("runs(name = \"a\", last = 1).network[1]") == "gru 4 → dense 1")
        #expect(
            bench.text("columns(runs(), \"run\", \"name\", \"epochs\")") == """
                table: 3 rows, 3 columns
                run  name  epochs
                  1  a          1
                  2  b          2
                  3  a          3
                """)
    }

    @Test(
        "what runs() lists is not kept in the file, nor are its rows, columns and comparisons",
        arguments: [
            "runs()", "runs(last = 1)", "head(runs(), 1)", "runs()[1]", "rows(runs(), 1)", "columns(runs(), \"run\")",
            "compare(1)", "compare(a, 1)", "compare(runs())", "compare([a, [1]])", "compare(runs()[2], a)",
        ])
    func whatIsNotKept(source: String) throws {
        for logs in [true, false] {
            var bench = bench(logs: logs)
            defer { bench.close() }
            let fits = "a = fit(gru(2) |> dense(1), train, epochs = 1, verbose = 0)\n"
            _ = bench.run(fits + fits)
            // Without a log there are no rows to point at.
            if !logs, source.contains("[") || source.contains("rows(") { continue }
            let value = try #require(bench.run(source).result, "\(bench.text(source))")
            guard case .object(let object as any Passing) = value else {
                Issue.record("\(source) is kept")
                continue
            }
            let words = source.contains("compare") ? Messages.comparisonWithLog : Messages.tableOfLog
            #expect(object.kept.text == words)
        }
    }

    // MARK: compare

    @Test("live runs are overlaid under their names, with what differs and what is the same") func liveRuns() {
        var bench = bench(logs: false)
        defer { bench.close() }
        _ = bench.run(
            """
            quick = adam(0.01)
            small = fit(gru(2) |> dense(1), train, validation = test, epochs = 4, seed = 1, verbose = 0)
            large = fit(gru(8) |> dense(1), train, test, epochs = 6, seed = 1, optimizer = quick, verbose = 0)
            """)
        let text = bench.text("compare(small, large)")
        #expect(text == bench.text("small |> compare(large)"))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.first == "loss (mse) by epoch     * small  o small validation  + large  x large validation")
        #expect(lines.contains { $0.hasSuffix("                              epoch") })
        let below = lines.drop { !$0.hasPrefix("     run") }
        #expect(
            below.map { $0.replacing(/\s+[01]\.\d+/, with: "  #") }.joined(separator: "\n") == """
                     run    epochs    loss  validation    best  at epoch  ending
                * o  small       4  #  #  #         4  finished
                + x  large       6  #  #  #         3  finished

                what differs
                run    network          weights  rate
                small  gru 2 → dense 1  27  #
                large  gru 8 → dense 1  249  #
                the same for all: optimizer adam, batch_size 32, loss mse, seed 1, data 76
                examples, x [5 × 1] → y [1], 19 to validate on
                """)
        #expect(text.contains("0.001\n") && text.contains("0.01\n"))
    }

    @Test("the figures of a comparison are those of the runs") func theFigures() throws {
        var bench = bench(logs: false)
        defer { bench.close() }
        _ = bench.run("a = fit(gru(2) |> dense(1), train, validation = test, epochs = 4, seed = 1, verbose = 0)")
        let run = try bench.object("a", as: RunObject.self)
        let losses = run.history.compactMap { $0.validation?.loss }
        let best = try #require(losses.min())
        let text = bench.text("compare(a)")
        #expect(text.contains(Messages.loss(run.history[3].loss)) && text.contains(Messages.loss(best)))
        #expect(text.contains("nothing that was asked for differs"))
    }

    @Test("more than four runs show one curve each, and all marks differ") func manyRuns() {
        var bench = bench()
        defer { bench.close() }
        for seed in 1...8 {
            _ = bench.run(
                "fit(gru(2) |> dense(1), train, validation = test, epochs = 2, seed = \(seed), verbose = 0)")
        }
        let text = bench.text("compare(runs())")
        #expect(text.hasPrefix("validation loss (mse) by epoch            * 1  o 2  + 3  x 4  # 5  @ 6  % 7  & 8\n"))
        #expect(bench.text("compare(runs(last = 4))").hasPrefix("loss (mse) by epoch\n* 5  o 5 validation  + 6"))
        #expect(bench.text("compare(runs(last = 4), show = \"loss\")").hasPrefix("loss (mse) by epoch"))
        #expect(bench.text("compare(runs(last = 2), names = [\"p\", \"q\"])").contains("* p  o p validation  + q"))
        #expect(bench.text("compare(runs(), show = \"both\")").contains("\"both\" is for at most 4 runs"))
        _ = bench.run("fit(gru(2) |> dense(1), train, epochs = 1, verbose = 0)")
        #expect(bench.text("compare(runs())").contains("9 runs are more than one plot can tell apart"))
    }

    @Test("layers that their one line does not tell apart are told as they are written") func layersThatLookAlike() {
        var bench = bench(logs: false)
        defer { bench.close() }
        _ = bench.run(
            "a = fit(gru(2) |> dense(1), train, epochs = 1, verbose = 0)\n"
                + "b = fit(gru(2,\n  recurrent_dropout = 0.2) |> dense(1), train, epochs = 1, verbose = 0)")
        #expect(
            bench.text("compare(a, b)").contains(
                """
                what differs
                layers of a: gru(2) |> dense(1)
                layers of b: gru(2, recurrent_dropout = 0.2) |> dense(1)
                the same for all: network gru 2 → dense 1,
                """))
    }

    @Test(
        "what cannot be compared is told where it stands",
        arguments: [
            ("compare([])", "there is nothing to compare"),
            ("compare(a, \"b\")", "`compare` needs runs, but number 2 is text"),
            ("compare(a, b)", "`a` was trained for mse, `b` for mae"),
            ("compare(7)", "there is no run 7 in the log"), ("compare(1.5)", "there is no run 1.5 in the log"),
            ("compare(load(\"nile\"))", "`compare` needs runs, but number 1 is table"),
            ("compare(set_weights(dense(1), [[[2], [3]], [1]], input = [2]))", "this run has no history"),
            ("compare(a, names = [1])", "`names` must be a list of texts"),
        ])
    func whatCannotBeCompared(source: String, words: String) {
        var bench = bench()
        defer { bench.close() }
        _ = bench.run(
            "a = fit(gru(2) |> dense(1), train, epochs = 1, verbose = 0)\n"
                + "b = fit(gru(2) |> dense(1), train, epochs = 1, loss = \"mae\", verbose = 0)")
        #expect(bench.text(source).contains(words), "\(bench.text(source))")
    }
}
