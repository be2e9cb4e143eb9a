import Language
import Testing

@testable import Notebook

/// Notebooks of more cells, names and prose than anybody writes.
@Suite struct LargeNotebookTests {
    @Test("a text that is too long for the Markdown parser still has its cells, and says so") func longProse() {
        let prose = String(repeating: "Some prose.\n", count: 3_000_000)
        let text =
            prose + "\n~~~\n```unroll\nno cell\n```\n~~~\n\n```unroll\na = 1\n```\n\nmore\n\n```unroll id=b\na\n```\n"
        let document = Document(text)
        #expect(document.numbered.map(\.block.source) == ["a = 1", "a"])
        #expect(document.bytes == Array(text.utf8))
        #expect(
            document.notes == [
                "the file has 36 MB, too many for the Markdown parser: cells are found by their fences alone"
            ])
    }

    @Test("a cell is found by its id wherever it was moved to") func places() {
        var document = Document("a\n\n```unroll\n1\n```\n\nb\n\n```unroll\n2\n```\n\nc\n")
        let ids = document.blocks.map(\.id)
        _ = document.move(ids[0], to: 4)
        _ = document.insert(.code, at: 0, source: "3")
        #expect(document.blocks.map { document.index(of: $0.id) } == [0, 1, 2, 3, 4, 5])
        #expect(document.index(of: CellID(99)) == nil)
        #expect(document.index(of: CellID(-1)) == nil)
        #expect(Document().index(of: 0) == nil)
    }

    @Test("cells wait in order, and are taken in order") func theQueue() {
        var queue = CellQueue([3, 1, 4])
        #expect(queue.popFirst() == 3)
        #expect(!queue.contains(3))
        #expect(queue.contains(4))
        queue.removeAll { $0 == 1 }
        #expect(queue.cells == [4])
        #expect(queue.popFirst() == 4)
        #expect(queue.popFirst() == nil)
        #expect(queue.isEmpty)
    }

    @Test("a cell gets the values of the names that stand in it, and all of them where one is missing")
    func theNamesOfACell() throws {
        var session = Session("a = 1", "b = 2", "c = 3")
        session.perform(.runAll)
        let ids = session.cells.map(\.id)
        _ = session.apply(.insert(.code, after: ids[1], source: "a"))
        let cell = try #require(session.inserted)
        #expect(names(session.apply(.run(cell))) == ["a"])
        _ = session.apply(.finished(cell, CellResult(.finished)))
        _ = session.apply(.write(cell, "a + d"))
        let evaluation = try #require(firstEvaluation(session.apply(.run(cell))))
        #expect(evaluation.environment.names.keys.sorted() == ["a", "b"])
        #expect(evaluation.environment.definedLater == ["c": "cell 4"])
    }

    @Test("a chain of ten thousand cells that need each other is queued") func aLongChain() throws {
        let cells = (0..<10_000).map { "```unroll\nx\($0) = \($0 == 0 ? "1" : "x\($0 - 1)")\n```\n" }
        var session = Session(Document(cells.joined(separator: "\n")), builtins: Builtins([]))
        let last = try #require(session.cells.last)
        #expect(firstEvaluation(session.apply(.run(last.id)))?.source.text == "x0 = 1")
        #expect(session.queue.count == 9999)
    }

    private func firstEvaluation(_ effects: [Effect]) -> Evaluation? {
        effects.lazy.compactMap { if case .evaluate(let evaluation) = $0 { evaluation } else { nil } }.first
    }

    private func names(_ effects: [Effect]) -> [String]? { firstEvaluation(effects)?.environment.names.keys.sorted() }
}

@Suite struct HiddenCharacterTests {
    @Test(
        "a cell with characters that are not seen is reported when the notebook is read",
        arguments: [
            ("x = 1 # \u{202E}b", "1 invisible character (U+202E)"),
            ("us\u{200D}er = 2", "1 invisible character (U+200D)"),
            (
                "\"\u{E0041}\u{E0042}\u{E0043}\u{E0044}\"",
                "4 invisible characters (U+E0041, U+E0042, U+E0043, …)"
            ),
        ])
    func isReported(source: String, words: String) {
        let document = Document("Prose.\n\n```unroll\n1\n```\n\n```unroll\n\(source)\n```\n")
        #expect(document.notes == ["cell 2 has \(words), shown as ·: it may not do what it seems to"])
    }

    @Test(
        "joined letters and emoji are nothing to report",
        arguments: ["\"می\u{200C}خواهم\"", "\"👩\u{200D}🚀 ❤\u{FE0F}\""])
    func isNotReported(source: String) {
        #expect(Document("```unroll\n\(source)\n```\n").notes == [])
    }

    @Test("a time in a swap file that is none counts as 1970", arguments: ["-1e308", "1e308", "nan", "inf", "-1"])
    func aTimeThatIsNone(word: String) {
        let text = "unroll swap 1\nprocess 7 8 host\nopened \(word)\nbase -\nkept \(word)\n\nwork"
        let swap = Swap(Array(text.utf8))
        #expect(swap?.work?.kept == 0)
        #expect(swap?.holder.opened == 0)
        #expect(swap?.work?.bytes == Array("work".utf8))
    }
}
