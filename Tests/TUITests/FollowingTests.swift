import Display
import Engine
import Language
import Testing
import Views

@testable import Notebook
@testable import TUI

/// A fit at work, as far as a screen knows it.
private struct Fitted: Object, HasTraining {
    static let kind: Kind = "plot"
    let training: TrainingState
    let summary = "a fit"

    init(epochs: Int, loss: Double = 1, control: FitControl? = nil) {
        let records = (0..<epochs).map { index in
            EpochRecord(
                epoch: index + 1, loss: loss / Double(index + 1), gradientNorm: 1, largestGradientNorm: 2,
                clippedBatches: 0, clippedValues: 0, batches: 4)
        }
        var state = TrainingState(network: "gru 4", history: records, lastEpoch: 30, lossName: "mse")
        (state.isLive, state.control, state.rate) = (control != nil, control, 0.01)
        training = state
    }

    var progress: Language.Progress {
        Progress(fraction: 0.1, line: "epoch 1/30  loss 1", picture: .object(self))
    }
}

@Test("a view opened on a running cell follows it, and s there stops the cell") func aViewFollowsItsCell() {
    let bench = Bench(cells: "1", "2", isHeld: true)
    let control = FitControl()
    bench.press("<F5>")
    bench.post(.progressed(0, Fitted(epochs: 2, control: control).progress))
    bench.press("s")
    #expect(bench.lines[0].contains("test.unroll.md > cell 1 > fit > gru 4"))
    #expect(bench.text.contains("now   t 0.5"))
    bench.post(.progressed(0, Fitted(epochs: 4, control: control).progress))
    #expect(bench.text.contains("now   t 0.25"))
    bench.press("<Space>")
    #expect(control.isPauseWanted)
    #expect(bench.say.contains("pausing"))
    bench.press("s")
    #expect(bench.stops == 1)
    #expect(bench.say.contains("Stopping after this batch"))
    // What the cell gave takes the place of what it was at work on.
    let run = Value.object(Fitted(epochs: 5))
    bench.post(.finished(0, CellResult(.stopped, values: [(name: "run", value: run)], seed: 1)))
    #expect(bench.lines[0].contains("> run > gru 4") && bench.say.contains("SAY: epoch 5"))
    bench.press("<Esc>")
    #expect(bench.lines[0].contains("NAV"))
}

@Test("what a view has asked for opens over it when it comes") func whatAViewHasAskedForOpensOverIt() {
    let bench = Bench(cells: "1", isHeld: true)
    let control = FitControl()
    bench.press("<F5>")
    bench.post(.progressed(0, Fitted(epochs: 2, control: control).progress))
    bench.press("s<Space>")
    control.stands(at: .init(epoch: 3, batch: 1, batches: 4))
    bench.send(.frame)
    bench.press("<Enter>")
    #expect(control.takeOrders().seeksWorst)
    #expect(bench.say.contains("Looking for the example"))
    control.found(.init(Traced(trace: Samples.trace), "worst of 9 at epoch 3, batch 1"))
    bench.send(.frame)
    #expect(bench.lines[0].contains("worst of 9 at epoch 3, batch 1 > SimpleRNN(2) > unrolled"))
    bench.press("<Esc>")
    #expect(bench.say.contains("SAY: paused at epoch 3, batch 1 of 4"))
}

@Test("runs of other cells are there to compare with") func runsOfOtherCellsAreThereToCompareWith() {
    let bench = Bench(cells: "1", "2", isHeld: true)
    bench.press("<F5>")
    let old = Value.object(Fitted(epochs: 3, loss: 0.6))
    bench.post(.finished(0, CellResult(.finished, values: [(name: "old", value: old)], seed: 1)))
    bench.press("j<F5>")
    bench.post(.progressed(1, Fitted(epochs: 2, control: FitControl()).progress))
    bench.press("s")
    #expect(bench.text.contains(" runs  this 0.5@2  1 old 0.2@3"))
}
