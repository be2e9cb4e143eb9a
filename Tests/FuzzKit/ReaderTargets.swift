import Content
import Datasets
import Display
import Experiments
import Language
import Library
import Notebook

extension FuzzTarget {
    /// A notebook is read and written back as it was, and its cells are what they were.
    static let notebook = FuzzTarget(name: "notebook", limit: 2000) { bytes in
        let document = Document(bytes)
        let session = Session(document, builtins: Library.builtins, dataFile: { _ in nil })
        return firstBroken(
            (document.bytes == bytes, "other bytes are written than were read"),
            (session.draft == bytes, "opening has changed the notebook"),
            (document.notes.allSatisfy(isPlain), "a note with control codes"))
    }

    /// Prose on the screen keeps to its width.
    static let markdown = FuzzTarget(name: "markdown", limit: 2000) { bytes in
        let width = 8 + Int(bytes.first ?? 0) % 100
        let lines = Markdown(String(decoding: bytes.dropFirst(), as: UTF8.self)).lines(width: width)
        return firstBroken(
            (lines.allSatisfy { $0.width <= max(width, 1) }, "a line is wider than \(width)"))
    }

    /// Columns of one length under names that differ, and the same again when the table is written and read.
    static let csv = FuzzTarget(name: "csv", limit: 2000) { bytes in
        guard let reading = try? CSV.read(bytes) else { return nil }
        let table = reading.table
        let numbers = table.columns.compactMap(\.numbers)
        let drawn = numbers.flatMap { column -> [String] in
            let bars = Bars("", column.prefix(5).map { ("b", $0) })
            return [
                Histogram("h", column).text(width: 40), Chart(series: [.init("l", values: column)]).text(width: 60),
                bars.text(width: 40, glyphs: .ascii), Sparkline(column).text(width: 20),
                Chart(series: [.init("l", values: column)], isYLogarithmic: true).text(width: 30),
            ]
        }
        return firstBroken(
            (drawn.allSatisfy(isPlain), "a drawing with control codes"),
            (table.columns.allSatisfy { $0.count == table.rowCount }, "columns of different lengths"),
            (Set(table.columns.map(\.name)).count == table.columns.count, "a name twice"))
    }

    /// A swap file holds a notebook of somebody's: what is read from it is written back the same.
    static let swap = FuzzTarget(name: "swap", limit: 600) { bytes in
        guard let swap = Swap(bytes) else { return nil }
        return firstBroken((Swap(swap.bytes) == swap, "what was kept is read otherwise"))
    }

    /// Each tensor has the numbers that its shape promises.
    static let safetensors = FuzzTarget(name: "safetensors", limit: 1000) { bytes in
        guard let contents = try? Safetensors.contents(bytes) else { return nil }
        let tensors = contents.entries.compactMap { try? Safetensors.tensor($0, in: bytes) }
        return firstBroken(
            (tensors.allSatisfy { $0.values.count == $0.shape.reduce(1, *) }, "a tensor of another size"))
    }

    /// A log of runs from elsewhere is refused, or gives runs with numbers that a run can have.
    static let log = FuzzTarget(name: "log", limit: 20_000) { bytes in
        guard let copy = try? LogCopy(bytes), let runs = try? copy.runs() else { return nil }
        for run in runs.prefix(3) { _ = try? copy.curves(of: run.number) }
        return firstBroken((runs.allSatisfy { $0.number > 0 }, "a run without a number"))
    }

    /// What stands in an output, or is printed, never tells a terminal to do anything.
    static let output = FuzzTarget(name: "output", limit: 1000) { bytes in
        let lines = PlainText.lines(String(decoding: bytes, as: UTF8.self))
        return firstBroken(
            (lines.allSatisfy { isPlain($0) && !$0.contains("\n") && !$0.contains("\t") }, "a control code is left"),
            (PlainText.lines(lines.joined(separator: "\n")) == lines, "cleaning twice gives something else"))
    }

    /// Keys come out the same however the bytes arrive in pieces.
    static let keys = FuzzTarget(name: "keys", limit: 400) { bytes in
        var (whole, pieces) = (KeyDecoder(), KeyDecoder())
        let events = whole.feed(bytes)
        let others = bytes.flatMap { pieces.feed([$0]) }
        return firstBroken((events == others, "pieces give other keys than the whole"))
    }
}
