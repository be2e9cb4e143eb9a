import Content
import Display
import Notebook

/// A notebook as it is shown elsewhere: its cells with what they gave.
package struct Exhibit: Sendable {
    /// The file's name.
    package let name: String
    package let seed: UInt64
    package let cells: [NotebookCell]

    package init(name: String, seed: UInt64, cells: [NotebookCell]) {
        (self.name, self.seed, self.cells) = (name, seed, cells)
    }

    /// The words of the first heading, or the file's name.
    var title: String {
        let heading = cells.lazy.filter { $0.kind == .prose }.compactMap { Markdown($0.source).heading }.first
        return Text.visible(heading ?? name)
    }

    var codeCount: Int { cells.count { $0.kind == .code } }
}

/// Something below a cell, for people to see.
enum Shown: Sendable {
    /// Words, numbers, and drawings whose numbers are not there to be drawn from: as text they can be copied and searched,
    /// and look as they did.
    case text([String])
    /// What a program remarks on its way.
    case note([String])
    case error([String])
    /// A drawing, and the same in text.
    case figure(Figure, text: [String])
    /// The loss by epoch with its drawing, and the same in text.
    case history(Chart, Figure?, text: [String])
    case record(Record)
}

extension NotebookCell {
    /// What it gave, in order. A history whose chart is not recorded is drawn from its numbers.
    var shown: [Shown] {
        var charts = outputs.count { $0.chart?.isHistory == true }
        return outputs.flatMap { output -> [Shown] in
            guard case .record(let name, let csv) = output else { return [output.shown].compactMap { $0 } }
            let record = Record(name: name, csv: csv)
            guard let history = record.history else { return [.record(record)] }
            charts -= 1
            return charts < 0 ? [history, .record(record)] : [.record(record)]
        }
    }
}

extension Record {
    fileprivate var history: Shown? {
        guard name == "history" || name.hasPrefix("history-") else { return nil }
        return RecordedNumbers(lines).flatMap { RecordedHistory($0) }.map { history in
            let text = history.chart.text(width: Session.fileWidth, glyphs: .ascii)
            return .history(history.chart, history.chart.figure, text: text.split(separator: "\n").map(String.init))
        }
    }
}

extension Output {
    /// nil for what has no line.
    fileprivate var shown: Shown? {
        let lines = lines(width: Session.fileWidth, glyphs: .ascii)
        if lines.isEmpty { return nil }
        if isError { return .error(lines) }
        if case .diagnostic = self { return .note(lines) }
        let figure = content?.figure
        if let chart, chart.isHistory { return .history(chart, figure, text: lines) }
        return figure.map { .figure($0, text: lines) } ?? .text(lines)
    }
}
