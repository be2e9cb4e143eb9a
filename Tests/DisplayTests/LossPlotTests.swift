import Content
import Testing

@testable import Display

@Suite struct LossPlotTests {
    private let losses = (1...40).map { epoch in
        Chart.Loss(epoch, 1 / Double(epoch), validation: 0.1 + 1 / Double(epoch))
    }
    private let baselines = [Chart.Baseline("last value", 0.0208), .init("linear, 24 rows of 3 columns", 1.2)]

    /// The numbers beside and below the axes, and where they stand.
    private func axes(_ plot: Chart) -> [String] {
        plot.text(width: 60, glyphs: .ascii).split(separator: "\n").map { line in
            String(line.prefix(6)) + (line.drop { $0 == " " }.hasPrefix("+") ? String(line) : "")
        }
    }

    @Test("a plot whose axes reach further stands still while its lines grow") func axesStandStill() {
        let whole = Chart.losses("mse", losses)
        for count in [1, 2, 20, 39] {
            var part = Chart.losses("mse", Array(losses.prefix(count)), epochs: 40)
            if count < 3 { #expect(axes(part) != axes(whole)) }
            part.yReach = 0.025...1.1
            #expect(axes(part) == axes(whole), "after \(count) epochs")
        }
    }

    @Test("the text of a loss plot tells the loss and the lines to beat", arguments: [Glyphs.ascii, .blocks])
    func theTextOfALossPlot(_ glyphs: Glyphs) throws {
        let plot = Chart.losses("mse", losses, baselines: baselines)
        let lines = plot.text(width: 80, glyphs: glyphs).split(separator: "\n", omittingEmptySubsequences: false)
        let told = try #require(LossPlotText(lines.map(String.init)))
        #expect(told.name == "mse")
        #expect(told.baselines.map(\.value) == [1.2, 0.0208])
        #expect(told.baselines.map(\.name)[1] == "last value")
        #expect(told.baselines[0].name.hasPrefix("linear, 24"))
    }

    @Test(
        "other texts are not taken for a loss plot",
        arguments: ["", "loss: 0.5", "the loss (mse) by epoch", "loss (mse)"])
    func otherTexts(_ text: String) {
        #expect(LossPlotText([text]) == nil)
    }

    @Test("a loss plot that is cut off after its title has no lines to beat") func aPlotThatIsCutOff() {
        #expect(LossPlotText(["loss (mse) by epoch", "0.5 +*"])?.baselines == [])
    }
}
