import Display
import Testing

@testable import Notebook

@Suite struct RecordingTests {
    private func standings(_ cells: RecordedCell...) -> [Recording.Standing] {
        Recording(Session(prose: "", recorded: cells)).cells.map(\.standing)
    }

    @Test("how outputs stand to their cells") func howOutputsStand() {
        #expect(
            standings(
                .text("a = 1", "1"), .init(source: "a", items: [.text(["0"])], isStale: true), .init(source: "a"),
                .init(source: "a", words: "skip"), .init(source: "b = 2", items: []),
                .init(source: "<<<<<<< ours\nc\n=======\nd\n>>>>>>> theirs")
            ) == [.recorded, .stale, .notRecorded, .skipped, .recorded, .conflict])
    }

    @Test("a record in a file of its own is read; one that is missing or another is told") func recordFiles() {
        let cell = RecordedCell(
            source: "fit", items: [.file(path: "n.unroll.d/fit.history.csv", sha: "ab12", name: "history")],
            words: "id=fit")
        let session = Session(prose: "", recorded: [cell])
        var asked: [String] = []
        let there = Recording(session) { path, sha in
            asked += [path, sha]
            return .success(["epoch,loss", "1,0.5"])
        }
        #expect(asked == ["n.unroll.d/fit.history.csv", "ab12"])
        #expect(there.cells[0].histories[0].chart.series.map(\.points.count) == [1])
        let gone = Recording(session) { _, _ in .failure(.init(sentence: "there is no such file")) }
        #expect(gone.cells[0].histories.isEmpty)
        #expect(gone.cells[0].faults == ["its record history is left out: there is no such file"])
    }

    @Test("a file is read from below the notebook's folder only, and only with the digits of the notebook")
    func whichFilesAreRead() {
        let outside = RecordFault(sentence: "../other.csv is not below the notebook's folder; it was not read")
        #expect(Files.record("../other.csv", "00", beside: "n.unroll.md") == .failure(outside))
        // What looks like a path from the root starts at the notebook too.
        let absolute = RecordFault(sentence: "cannot open /etc/passwd: there is no such file")
        #expect(Files.record("/etc/passwd", "00", beside: "n.unroll.md") == .failure(absolute))
        let fault = RecordFault(sentence: "cannot open nowhere/x.csv: there is no such file")
        #expect(Files.record("nowhere/x.csv", "00", beside: "n.unroll.md") == .failure(fault))
    }

    @Test("what this session has computed takes the place of what the file has") func computedOutputs() {
        var session = Session(recorded: [.text("1 + 1", "3")])
        session.perform(.run(session.cells[1].id))
        let cell = Recording(session).cells[1]
        #expect(cell.standing == .recorded)
        #expect(cell.outputs.flatMap { $0.lines(width: 80, glyphs: .ascii) } == ["2"])
    }

    @Test("rows that are no numbers, too short or too long are read as far as they go") func oddRows() throws {
        let numbers = try #require(RecordedNumbers(["epoch,loss,validation", "1,nan,inf", "2", "x,0.5,0.25,9"]))
        #expect(
            numbers.rows.map { $0.map { $0.isFinite ? $0 : -1 } } == [[1, -1, -1], [2, -1, -1], [-1, 0.5, 0.25]])
        let history = try #require(RecordedHistory(numbers))
        #expect(history.losses.map(\.epoch) == [1, 2, 3])
        #expect(history.losses[2] == .init(3, 0.5, validation: 0.25))
        #expect(RecordedNumbers(["epoch,loss"]) == nil && RecordedNumbers([]) == nil)
    }

    @Test("a history without any loss is told and left out") func aHistoryWithoutLoss() {
        let cell = RecordedCell(source: "fit", items: [.record(name: "history", csv: ["epoch,accuracy", "1,0.5"])])
        let recorded = Recording(Session(prose: "", recorded: [cell])).cells[0]
        #expect(recorded.histories.isEmpty)
        #expect(recorded.faults == ["its record history is left out: it holds no numbers to show"])
    }

    @Test("the steps of a trace with a number to be guessed are not shown") func aNumberToBeGuessed() {
        let record = Region.Item.record(name: "steps", csv: ["t,h1", "1,0.5"])
        let cell = RecordedCell(source: "step", items: [.text([" >h u1   +0.29     *?*       ."]), record])
        let guessed = Recording(Session(prose: "", recorded: [cell])).cells[0]
        #expect(guessed.steps.isEmpty)
        #expect(guessed.faults == ["its steps are not shown: a number among them is to be guessed"])
        let shown = RecordedCell(source: "step", items: [.text(["why? because"]), record])
        #expect(Recording(Session(prose: "", recorded: [shown])).cells[0].steps.count == 1)
    }

    @Test("epochs count on where the history of a run begins later") func laterEpochs() {
        let numbers = RecordedNumbers(["epoch,loss,changed", "31,0.5,0", "32,0.4,1"])
        let history = numbers.flatMap { RecordedHistory($0) }
        #expect(history?.losses.map(\.epoch) == [31, 32] && history?.changed == [32])
    }

    @Test("the plain text has everything, in words too") func thePlainText() {
        let session = Session(recorded: [
            .init(source: "a = 1\n\na", items: [.text(["1", "", "2"]), .record(name: "history", csv: .history(2))]),
            .init(source: "a", items: [.error(["error: no"])], isStale: true), .init(source: "b"),
            .init(source: "secret", items: [.text(["shown"])], words: "hide"),
            .init(source: "c", words: "skip id=late"),
        ])
        #expect(
            Recording(session).text(of: session, width: 40, glyphs: .ascii) == [
                "test.unroll.md: 5 cells, seed 1", "", "# Title", "", "words", "",
                "-- cell 1 " + String(repeating: "-", count: 30), "> a = 1", ">", "> a", "  1", "", "  2",
                "  record history: 2 rows", "",
                "-- cell 2 " + String(repeating: "-", count: 30), "> a", "  error: no",
                "  ~ stale: recorded before it or what it reads was changed", "",
                "-- cell 3 " + String(repeating: "-", count: 30), "> b", "  not recorded", "",
                "-- cell 4 " + String(repeating: "-", count: 30), "  shown", "",
                "-- cell 5 late " + String(repeating: "-", count: 25), "> c", "  skipped: shown, not run",
            ])
        let last = Recording(session).text(of: session, from: 5, width: 40, glyphs: .ascii)
        #expect(last.dropFirst(2).first?.hasPrefix("-- cell 5") == true)
    }
}
