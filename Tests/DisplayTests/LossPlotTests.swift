import Content
import Testing

@testable import Display

@Suite struct LossPlotTests {
    private let losses = (1...40).map { epoch in
        Chart.Loss(epoch, 1 / Double(epoch), validation: 0.1 + 1 / Double(epoch))
    }

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
}
