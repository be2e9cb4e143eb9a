import Content
import Testing

@testable import Notebook

/// Charts that a file has as a picture and as numbers.
@Suite struct RecordedChartTests {
    private let picture = ["loss (mse) by epoch", "1 +*", "  +---"]

    private func region(_ items: Region.Item...) -> Session {
        Session(prose: "", recorded: [.init(source: "fit", items: items)])
    }

    @Test func `the record of a chart belongs to the text before it`() throws {
        let session = region(.text(picture), .lossChart("mse", epochs: 3), .text(["run: 3 epochs"]))
        let outputs = session.cells[0].outputs
        #expect(outputs.map(\.chart?.title) == ["loss (mse) by epoch", nil])
        #expect(outputs[0].lines(width: 80, glyphs: .ascii) == picture)
    }

    @Test func `a recorded chart has words without being run`() {
        let session = region(.text(["a picture"]), .lossChart("mse", epochs: 2))
        #expect(
            session.cells[0].outputs[0].spoken() == [
                "plot of loss (mse) by epoch", "train: 1 at epoch 1, 0.5 at epoch 2",
                "validation: 1.1 at epoch 1, 0.6 at epoch 2",
            ])
    }

    @Test func `a record that is none of a chart stays a record`() {
        let session = region(.text(["a"]), .record(name: "chart", csv: ["x,y", "1,2"]))
        #expect(session.cells[0].outputs.map { $0.lines(width: 80, glyphs: .ascii) } == [["a"], []])
    }

    @Test func `what was read from a file is written again as it was`() {
        let items: [Region.Item] = [.text(picture), .lossChart("mse", epochs: 3), .text(["run: 3 epochs"])]
        #expect(Output.all(in: items).flatMap(\.items) == items)
    }

    @Test func `a file with the record of a chart and one without it are checked alike`() {
        let (old, new): ([Region.Item], [Region.Item]) = ([.text(picture)], [.text(picture), .lossChart("mse")])
        for (recorded, now) in [(old, new), (new, old), (new, [.text(picture), .lossChart("mse", epochs: 9)])] {
            #expect(Comparison(recorded, now, tolerance: Tolerance()).differences.isEmpty)
            #expect(Comparison(kindsOf: recorded, now).differences.isEmpty)
        }
        var (one, other) = (ResultDigest(), ResultDigest())
        one.add(cell: "a", old, Tolerance())
        other.add(cell: "a", new, Tolerance())
        #expect(one.code == other.code)
    }

    @Test func `a history without a chart is drawn from its numbers`() {
        let session = region(.text(["old"]), .record(name: "history", csv: .history(4)))
        let history = Recording(session).cells[0].histories[0]
        #expect(history.chart.title == "loss by epoch" && !history.isShown)
        #expect(history.chart.epochs == [1, 2, 3, 4])
    }
}
