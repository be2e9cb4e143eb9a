import Display
import Testing

@testable import Notebook

/// What is seen when: a function of the play time alone.
@Suite struct TimelineTests {
    private let recording = Recording(
        Session(recorded: [
            .text("a = 1", "1"),
            .init(
                source: "fit",
                items: [
                    .text(["loss (mse) by epoch", "x"]), .lossChart("mse"), .text(["run: 60 epochs"]),
                    .record(name: "history", csv: .history(60)),
                ]),
            .init(source: "step", items: [.text(["t"]), .record(name: "steps", csv: ["t,h1", "1,0.5", "2,0.75"])]),
            .init(source: "none"),
        ]))

    private var timeline: Timeline { Timeline(recording) }

    /// Looked at every 10 ms: each moment once.
    private func walk() -> [Timeline.Moment] {
        var moments: [Timeline.Moment] = []
        for hundredth in 0...Int(timeline.length * 100 + 100) {
            guard let moment = timeline.moment(at: Double(hundredth) / 100) else { continue }
            if moments.last != moment { moments.append(moment) }
        }
        return moments
    }

    @Test("cells come in order: source, outputs, whole") func cellsComeInOrder() {
        let moments = walk().filter { $0.cell < 2 }
        #expect(
            moments == [
                .init(cell: 0, outputs: 0, isWhole: true), .init(cell: 1, outputs: 0),
                .init(cell: 1, outputs: 1, isWhole: true),
            ])
    }

    @Test("a history grows by whole epochs, each of them seen, before the plot of it") func aHistoryGrows() {
        let moments = walk().filter { $0.cell == 2 }
        let epochs = (1...60).map { Timeline.Moment(cell: 2, outputs: 0, scene: .history(0, epochs: $0)) }
        #expect(
            moments == [.init(cell: 2, outputs: 0)] + epochs
                + [.init(cell: 2, outputs: 1), .init(cell: 2, outputs: 2, isWhole: true)])
    }

    @Test("the steps of a trace come after the outputs, and the last one stays") func theStepsOfATrace() {
        #expect(
            walk().filter { $0.cell == 3 } == [
                .init(cell: 3, outputs: 0), .init(cell: 3, outputs: 1),
                .init(cell: 3, outputs: 1, scene: .steps(0, step: 1)),
                .init(cell: 3, outputs: 1, scene: .steps(0, step: 2)),
                .init(cell: 3, outputs: 1, scene: .steps(0, step: 2), isWhole: true),
            ])
    }

    @Test("a cell without outputs is whole at once, and is the end") func aCellWithoutOutputs() {
        #expect(timeline.moment(at: timeline.length) == .init(cell: 4, outputs: 0, isWhole: true))
        #expect(timeline.moment(at: 1e9) == timeline.moment(at: timeline.length))
        #expect(timeline.moment(at: -5) == .init(cell: 0, outputs: 0, isWhole: true))
        #expect(timeline.length == timeline.start(of: 4))
    }

    @Test("a step on finishes what plays, then goes to the next cell; a step back goes the same way")
    func aStepOnAndBack() {
        var (time, there) = (0.0, [0.0])
        while timeline.next(after: time) != time {
            time = timeline.next(after: time)
            there.append(time)
        }
        let ends = (1...3).flatMap { [timeline.start(of: $0), timeline.end(of: $0)] }
        #expect(there == [0] + ends + [timeline.start(of: 4)])
        var back = [time]
        while timeline.previous(before: time) != time {
            time = timeline.previous(before: time)
            back.append(time)
        }
        #expect(back == there.reversed())
        // From the middle of a history.
        let middle = timeline.start(of: 2) + 2
        #expect(timeline.next(after: middle) == timeline.end(of: 2))
        #expect(timeline.previous(before: middle) == timeline.start(of: 2))
    }

    @Test("several histories play one after the other, each before its plot") func severalHistories() {
        let cell = RecordedCell(
            source: "two",
            items: [
                .text(["before"]), .text(["x"]), .lossChart("mse", epochs: 2), .text(["y"]),
                .lossChart("mae", epochs: 3),
                .record(name: "history", csv: .history(2)), .record(name: "history-other", csv: .history(3)),
            ])
        let recording = Recording(Session(prose: "", recorded: [cell]))
        #expect(recording.cells[0].histories.map(\.output) == [1, 2])
        #expect(recording.cells[0].histories.map(\.chart.title) == ["loss (mse) by epoch", "loss (mae) by epoch"])
        #expect(recording.cells[0].histories.map(\.variable) == [nil, "other"])
        let timeline = Timeline(recording)
        var scenes: [Timeline.Scene] = []
        for tenth in 0...Int(timeline.length * 10) {
            guard let moment = timeline.moment(at: Double(tenth) / 10), moment.scene != .still else { continue }
            if scenes.last != moment.scene { scenes.append(moment.scene) }
        }
        #expect(
            scenes == [
                .history(0, epochs: 1), .history(0, epochs: 2), .history(1, epochs: 1), .history(1, epochs: 2),
                .history(1, epochs: 3),
            ])
    }

    @Test("a notebook without cells has no moments") func aNotebookWithoutCells() {
        let timeline = Timeline(Recording(Session(Document(""), builtins: Fake.builtins)))
        #expect(timeline.length == 0 && timeline.moment(at: 0) == nil)
        #expect(timeline.next(after: 0) == 0 && timeline.previous(before: 0) == 0)
    }

    @Test("a thousand cells and five thousand epochs are laid out") func aThousandCells() {
        var cells = (1...1000).map { RecordedCell.text("x\($0) = \($0)", "\($0)") }
        cells.append(.init(source: "fit", items: [.record(name: "history", csv: .history(5000))]))
        let recording = Recording(Session(recorded: cells))
        let timeline = Timeline(recording)
        #expect(timeline.moment(at: timeline.start(of: 1000))?.cell == 1000)
        #expect(timeline.moment(at: timeline.start(of: 1001) + 8.7)?.scene == .still)
        #expect(recording.cells[1001].histories[0].chart.epochs.count == 5000)
    }
}
