import Foundation
import Language
import TestKit
import Testing

@testable import Library

/// Each file in Tests/Golden/library is one session: `=== name` and the lines of a file beside the notebook, then
/// `>>> cell 3` and a source, `<<<` and what comes of it: warnings, then the message or the value.
private struct Golden {
    var files: [String: String] = [:]
    var cells: [(name: String, source: String, answer: String)] = []

    init(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
        func block(until ends: [String]) -> String {
            var block: [String] = []
            while let line = lines.first, !ends.contains(where: { line.hasPrefix($0) }) {
                block.append(line)
                lines.removeFirst()
            }
            while block.last == "" { block.removeLast() }
            return block.joined(separator: "\n")
        }
        while let line = lines.popFirst() {
            if line.hasPrefix("=== ") {
                files[String(line.dropFirst(4))] = block(until: ["===", ">>>"]) + "\n"
            } else if line.hasPrefix(">>> ") {
                let source = block(until: ["<<<"])
                lines = lines.dropFirst()
                cells.append((String(line.dropFirst(4)), source, block(until: [">>>"])))
            }
        }
    }

    /// The file with the answers of this program.
    func answered() -> Golden {
        var result = self
        var bench = Bench(files: files)
        defer { bench.close() }
        for index in cells.indices {
            bench.host.notes = []
            bench.host.presented = []
            let value = bench.text(cells[index].source, name: cells[index].name)
            let notes = bench.host.notes.map { $0.render().joined(separator: "\n") + "\n" }
            let presented = bench.host.presented.map(\.shown)
            result.cells[index].answer = (notes + presented + [value]).filter { !$0.isEmpty }.joined(separator: "\n")
            while result.cells[index].answer.last?.isNewline == true { result.cells[index].answer.removeLast() }
        }
        return result
    }

    var text: String {
        files.sorted { $0.key < $1.key }.map { "=== \($0.key)\n\($0.value)\n" }.joined()
            + cells.map { ">>> \($0.name)\n\($0.source)\n<<<\n\($0.answer)\n" }.joined(separator: "\n")
    }
}

@Test("sessions say what their golden file says", arguments: GoldenFile.all(in: "library"))
func sessionsSayWhatTheirGoldenFileSays(file: GoldenFile) throws {
    let expected = Golden(try file.text())
    let found = expected.answered()
    #expect(!expected.cells.isEmpty)
    for (found, expected) in zip(found.cells, expected.cells) where !GoldenFile.isWriting {
        #expect(found.answer == expected.answer, "\(expected.source)")
    }
    let text = String(found.text.dropLast())
    #expect(file.expected(insteadOf: text) == text)
}

@Test("there are golden sessions") func thereAreGoldenSessions() {
    #expect(GoldenFile.all(in: "library").count >= 4)
}
