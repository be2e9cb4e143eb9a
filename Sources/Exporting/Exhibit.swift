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
    case history(HistoryPlot, Figure?, text: [String])
    case record(Record)
}

extension NotebookCell {
    /// What it gave, in order. A history is drawn in the place of its plot in text, or before its numbers if there is
    /// none.
    var shown: [Shown] {
        let texts = outputs.map { output -> [String] in
            if case .record = output { [] } else { output.lines(width: Session.fileWidth, glyphs: .ascii) }
        }
        var places = texts.indices.filter { HistoryPlot.isOne(texts[$0]) }[...]
        var drawn: [Int: Shown] = [:]
        for (index, record) in histories {
            let place = places.popFirst()
            guard let plot = HistoryPlot(record, text: place.map { texts[$0] } ?? []) else { continue }
            // A value that was computed just now knows more than its numbers and its text.
            let figure = place.flatMap { outputs[$0].figure } ?? plot.plot().figure
            drawn[place ?? index] = .history(plot, figure, text: place.map { texts[$0] } ?? plot.text)
        }
        return outputs.indices.flatMap { index -> [Shown] in
            if case .record(let name, let csv) = outputs[index] {
                return [drawn[index], .record(Record(name: name, csv: csv))].compactMap { $0 }
            }
            return drawn[index].map { [$0] } ?? (texts[index].isEmpty ? [] : [outputs[index].shown(as: texts[index])])
        }
    }

    /// Of each fit, by the place of its numbers.
    private var histories: [(index: Int, record: Record)] {
        outputs.enumerated().compactMap { index, output in
            guard case .record(let name, let csv) = output, name == "history" || name.hasPrefix("history-") else {
                return nil
            }
            return (index, Record(name: name, csv: csv))
        }
    }
}

extension Output {
    fileprivate var figure: Figure? { (drawable as? any Figured)?.figure }

    fileprivate func shown(as lines: [String]) -> Shown {
        if isError { return .error(lines) }
        if case .diagnostic = self { return .note(lines) }
        return figure.map { .figure($0, text: lines) } ?? .text(lines)
    }
}
