import Content
import Display
import Notebook

/// The loss by epoch, from the numbers that a notebook keeps beside a fit.
struct HistoryPlot: Sendable {
    private var columns: [String: [Double]] = [:]
    private let title: String
    private let baselines: [Chart.Baseline]
    let epochs: Int

    /// `text` is the same plot as the notebook has it in characters: its title and the lines to beat stand nowhere
    /// else.
    init?(_ record: Record, text: [String]) {
        let rows = record.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        guard let names = rows.first, rows.count > 1 else { return nil }
        for (index, name) in names.enumerated() {
            columns[String(name)] = rows.dropFirst().map { index < $0.count ? Double($0[index]) ?? .nan : .nan }
        }
        epochs = rows.count - 1
        title = Self.title(of: text) ?? "loss by epoch"
        baselines = Self.baselines(in: text)
        guard columns["epoch"] != nil, columns["loss"]?.contains(where: \.isFinite) == true else { return nil }
    }

    /// Whether these lines are such a plot.
    static func isOne(_ lines: [String]) -> Bool { title(of: lines) != nil && lines.count > 3 }

    /// The plot of the first epochs, on axes that have room for all of them.
    func plot(upTo count: Int? = nil) -> Chart {
        let count = min(count ?? epochs, epochs)
        var lines = [Chart.Series("train", points("loss", count), mark: "*", role: .training)]
        if columns["validation"] != nil {
            lines.append(Chart.Series("validation", points("validation", count), mark: "o", role: .validation))
        }
        let changed = points("loss", count).enumerated().filter { (columns["changed"]?[$0.offset] ?? 0) > 0 }
        if !changed.isEmpty {
            lines.append(
                Chart.Series("changed by hand", changed.map(\.element), shape: .points, mark: "!", role: .intervention))
        }
        let known = columns["epoch", default: []].filter(\.isFinite)
        let first = known.min() ?? 1
        return Chart(
            title, series: lines, baselines: baselines, xLabel: "epoch", isXWhole: true,
            xRange: first...max(known.max() ?? 1, first + 1), yRange: yRange, rows: 10)
    }

    /// In characters, as a file has it.
    var text: [String] {
        plot().text(width: Session.fileWidth, glyphs: .ascii).split(separator: "\n").map(String.init)
    }

    /// `epoch 23/60  loss 0.0193  validation 0.0212`
    func say(_ count: Int) -> String {
        let figures = ["loss", "validation"].compactMap { name in
            columns[name].map { "\(name) \(Numbers.significant($0[min(count, epochs) - 1], 4))" }
        }
        return (["epoch \(count)/\(epochs)"] + figures).joined(separator: "  ")
    }

    private func points(_ name: String, _ count: Int) -> [(x: Double, y: Double)] {
        zip(columns["epoch", default: []], columns[name, default: []]).prefix(count).map { (x: $0, y: $1) }
    }

    /// Of all that the plot will show, with round numbers at its ends.
    private var yRange: ClosedRange<Double>? {
        let all = ["loss", "validation"].flatMap { columns[$0] ?? [] } + baselines.map(\.value)
        let known = all.filter(\.isFinite)
        guard let low = known.min(), let high = known.max(), low < high else { return nil }
        return Ticks.widened(low...high, atMost: 6).range
    }
}

/// Reading the plot in characters.
extension HistoryPlot {
    /// `loss (mse) by epoch`
    private static func title(of lines: [String]) -> String? {
        guard let head = lines.first, head.hasPrefix("loss ("), let end = head.firstRange(of: ") by epoch") else {
            return nil
        }
        return String(head[..<end.upperBound])
    }

    /// The labels at the right of the frame, which ends where the axis below it does: ` 0.0208 last value`.
    private static func baselines(in lines: [String]) -> [Chart.Baseline] {
        guard let axis = lines.last(where: { $0.contains("+--") && $0.allSatisfy { " +-".contains($0) } }) else {
            return []
        }
        return lines.dropFirst().compactMap { line -> Chart.Baseline? in
            let label = line.dropFirst(axis.count)
            guard label.first == " ", let space = label.dropFirst().firstIndex(of: " "),
                let value = Double(label.dropFirst().prefix(upTo: space)), value.isFinite
            else { return nil }
            return Chart.Baseline(String(label[space...].dropFirst()).replacing("~", with: "…"), value)
        }
    }
}
