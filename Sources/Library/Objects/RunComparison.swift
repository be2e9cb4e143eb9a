import Content
import Display
import Experiments
import Language

/// Several runs in one plot, with what differs between them and how far each came.
struct RunComparison: Object, Described, Drawable {
    static let kind: Kind = PlotObject.kind

    /// Which curves are drawn.
    enum Shown: String { case loss, validation, both }

    struct Entry {
        let name: String
        let run: LoggedRun
        let isOfLog: Bool
    }

    /// More than so many cannot be told apart.
    static let most = Marks.all.count

    private let entries: [Entry]
    private let shown: Shown
    private let isLogarithmic: Bool
    private let rows: Int

    init(_ entries: [Entry], _ shown: Shown?, isLogarithmic: Bool, rows: Int) {
        self.entries = entries
        let haveValidation = entries.contains { $0.run["validation"] != nil }
        let fit = entries.count * 2 <= Self.most ? Shown.both : .validation
        self.shown = haveValidation ? shown ?? fit : .loss
        (self.isLogarithmic, self.rows) = (isLogarithmic, rows)
    }

    var summary: String { "comparison of " + entries.map(\.name).joined(separator: ", ") }

    // MARK: the plot

    /// The curves of one run that are drawn, each with its mark.
    private func curves(_ place: Int) -> [(name: String, mark: Unicode.Scalar)] {
        switch shown {
        case .both: [("loss", Marks.all[2 * place]), ("validation", Marks.all[2 * place + 1])]
        case .loss, .validation: [(shown.rawValue, Marks.all[place])]
        }
    }

    private var plot: Chart {
        var lines: [Chart.Series] = []
        for (place, entry) in entries.enumerated() {
            for (name, mark) in curves(place) {
                guard let curve = entry.run[name] else { continue }
                let isSecond = shown == .both && name == "validation"
                lines.append(
                    .init(
                        entry.name + (isSecond ? " validation" : ""),
                        zip(curve.epochs, curve.values).map { (x: Double($0), y: $1) }, mark: mark,
                        role: .member(place)))
            }
        }
        let last = entries.map(\.run.epochs).max() ?? 2
        let title = "\(shown == .validation ? "validation loss" : "loss") (\(entries[0].run.lossFunction)) by epoch"
        return Chart(
            title, series: lines, xLabel: "epoch", isXWhole: true, isYLogarithmic: isLogarithmic,
            xRange: 1...Double(max(last, 2)), rows: rows)
    }

    // MARK: the tables

    private var figures: TextTable {
        let runs = entries.map(\.run)
        var columns: [TextTable.Column] = [
            .text("", entries.indices.map { place in curves(place).map { String($0.mark) }.joined(separator: " ") }),
            .text("run", entries.map(\.name)), .numbers("epochs", runs.map { Double($0.epochs) }),
            .init("loss", .right, runs.map { Self.figure($0.loss) }),
        ]
        if runs.contains(where: { $0.validation != nil }) {
            columns.append(.init("validation", .right, runs.map { Self.figure($0.validation) }))
        }
        columns += [
            .init("best", .right, runs.map { Self.figure($0.best) }),
            .numbers("at epoch", runs.map { $0.bestEpoch.map(Double.init) }), .text("ending", runs.map(\.ending)),
        ]
        return TextTable(columns)
    }

    private static func figure(_ number: Double?) -> String { number.map(Messages.loss) ?? "" }

    /// What differs, in a table with a row for each run, and in lines where it is too long for a column; and what does
    /// not, in words.
    private var settings: (different: TextTable, long: [String], same: String) {
        let all = entries.map { Self.settings($0.run) }
        var different: [TextTable.Column] = [.text("run", entries.map(\.name))]
        var long: [String] = []
        var same: [String] = []
        for (index, setting) in all[0].enumerated() {
            let values = all.map { $0[index].value }
            if Set(values).count == 1 {
                if !setting.isDetail, !setting.value.isEmpty { same.append("\(setting.name) \(setting.value)") }
            } else if !setting.isDetail || Set(all.map { $0[index - 1].value }).count == 1 {
                let shown = values.map { $0.isEmpty ? "-" : $0 }
                if shown.allSatisfy({ $0.count <= TextTable.widest }) {
                    different.append(.text(setting.name, shown))
                } else {
                    long += zip(entries, shown).map { "\(setting.name) of \($0.name): \($1)" }
                }
            }
        }
        return (TextTable(different), long, same.joined(separator: ", "))
    }

    /// `isDetail`: told only where the setting before it is the same for all and this one is not.
    private typealias Setting = (name: String, value: String, isDetail: Bool)

    private static func settings(_ run: LoggedRun) -> [Setting] {
        [
            ("network", run.network, false), ("layers", run.layers, true), ("weights", String(run.weights), false),
            ("optimizer", run.optimiser, false), ("rate", Messages.short(run.rate), false),
            ("batch_size", String(run.batchSize), false), ("loss", run.lossFunction, false),
            ("options", run.options, false), ("seed", String(run.seed), false), ("data", run.data, false),
            ("data_digest", run.dataDigest, true),
        ]
    }

    // MARK: drawing

    var content: Content {
        let (different, long, same) = settings
        let isTable = different.columns.count > 1
        return Content(
            summary,
            [
                .chart(plot), .table(figures),
                .lines([isTable || !long.isEmpty ? "what differs" : "nothing that was asked for differs"]),
            ] + (isTable ? [.table(different)] : [])
                + [.paragraphs(long + ["the same for all: " + same], indent: 0)])
    }

    private func below(_ width: Int, _ glyphs: Glyphs) -> [String] {
        let (different, long, same) = settings
        let isTable = different.columns.count > 1
        return [""] + lines(figures, width, glyphs) + [""]
            + [isTable || !long.isEmpty ? "what differs" : "nothing that was asked for differs"]
            + (isTable ? lines(different, width, glyphs) : [])
            + (long + ["the same for all: " + same]).flatMap { Text.wrap($0, to: width) }
    }

    private func lines(_ table: TextTable, _ width: Int, _ glyphs: Glyphs) -> [String] {
        let text = table.text(width: width, glyphs: glyphs)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        let plot = plot.height(width: width, limit: limit, glyphs: glyphs)
        return min(limit, plot + below(width, glyphs).count)
    }

    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        let lines = below(area.width, glyphs)
        let plot = plot
        let wanted = plot.height(width: area.width, limit: area.height, glyphs: glyphs)
        let (top, rest) = area.split(top: max(min(wanted, area.height - lines.count), min(wanted, area.height * 3 / 5)))
        plot.draw(into: &grid, area: top, glyphs: glyphs)
        Lines(lines).draw(into: &grid, area: rest, glyphs: glyphs)
    }
}

extension RunComparison: Passing {
    var kept: Value {
        entries.contains(where: \.isOfLog) ? .text(Messages.comparisonWithLog) : .object(self)
    }
}
