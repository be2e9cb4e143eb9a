import Content
import Display
import Exporting
import Foundation
import FoundationXML
import Language
import Library
import Notebook

/// What is made of a notebook that nobody has run.
extension FuzzTarget {
    /// A replay has a picture at every time, and its text is plain.
    static let replay = FuzzTarget(name: "replay", limit: 3000) { bytes in
        let session = session(bytes)
        let recording = Recording(session) { path, _ in .failure(RecordFault(sentence: path)) }
        let lines = recording.text(of: session, width: 20, glyphs: .ascii)
        let timeline = Timeline(recording)
        let times = [0, 0.5, 1, 2].map { $0 * timeline.length } + [-1, 1e308, .nan, .infinity]
        let cells = times.compactMap { timeline.moment(at: $0)?.cell }
        let drawn = recording.cells.flatMap(\.histories).flatMap { $0.drawn(epochs: [0, 1, .max]) }
        return firstBroken(
            (lines.count > recording.cells.count && drawn.allSatisfy(isPlain), "a replay with control codes"),
            (cells.allSatisfy(recording.cells.indices.contains), "a cell that is none"),
            (cells.count == times.count || recording.cells.isEmpty, "a time without a picture"))
    }

    /// What is exported is read by those who it is for: JSON, XML, a line of JSON for each event.
    static let exports = FuzzTarget(name: "exports", limit: 3000) { bytes in
        let session = session(bytes)
        let exhibit = Exhibit(
            name: "a \"b\" <c> & \u{1B}]0;x\u{7}.md", seed: session.document.seed, cells: session.cells)
        let cast = Asciicast(exhibit, width: 20 + bytes.count % 100, height: 8 + bytes.count % 30).text
        return firstBroken(
            (isJSON(JupyterNotebook(exhibit).text), "a Jupyter notebook that is no JSON"),
            (cast.split(separator: "\n").allSatisfy(isJSON), "a recording with a line that is no JSON"),
            (XMLParser(data: Data(HTMLPage(exhibit).text.utf8)).parse(), "a page that is no XML"))
    }

    /// An edit and its undoing give the same bytes, whatever the notebook; what is written is read as the same cells.
    static let edits = FuzzTarget(name: "edits", limit: 2000) { bytes in
        var session = session(Array(bytes.dropFirst()))
        let before = session.draft
        guard !session.cells.isEmpty else { return nil }
        let cell = session.cells[Int(bytes.first ?? 0) % session.cells.count]
        _ = session.apply(.write(cell.id, "x = 9223372036854775807\n\n```\n", joins: false))
        let written = FuzzTarget.session(session.draft)
        let kinds = session.cells.map(\.kind)
        _ = session.apply(.undo)
        return firstBroken(
            (session.draft == before, "undoing a change leaves other bytes"),
            (cell.kind == .prose || written.cells.map(\.kind) == kinds, "a cell that is written is read otherwise"))
    }

    /// Each `NAME=VALUE` is a value or refused in words, and what was taken is taken again as it is printed.
    static let settings = FuzzTarget(name: "settings", limit: 300) { bytes in
        let words = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        guard let overrides = try? Overrides(words) else { return nil }
        let source = Source(name: "cell 1", text: "epochs = 3\nfit(gru(2), [1, 2], epochs = epochs)")
        let program = parse(source, builtins: Library.builtins).program
        do throws(Overrides.Fault) { try overrides.check(against: [program], Library.builtins) } catch {}
        return firstBroken((overrides.names.count <= words.count, "more settings than words"))
    }

    private static func session(_ bytes: [UInt8]) -> Session {
        Session(Document(bytes), path: "n.unroll.md", builtins: Library.builtins, dataFile: { _ in nil })
    }

    private static func isJSON(_ text: some StringProtocol) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil
    }
}

extension Recording.History {
    fileprivate func drawn(epochs: [Int]) -> [String] {
        epochs.map { chart.history(after: $0).text(width: 60) + chart.progress(after: $0) }
    }
}
