import Testing

@testable import Notebook

/// SplitMix64, so that a failing seed can be run again.
private struct Mix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// What a hostile file is made of.
private let pieces: [[UInt8]] =
    [
        "```unroll\n", "```unroll id=a\n", "```\n", "````\n", "~~~unroll\n", "~~~\n", "  ```unroll\n", "```python\n",
        "a = 1\n",
        "a\n", "\n", "\n\n", " \t\n", "<!-- out src=1 -->\n", "<!-- out src=2 k=v -->\n", "<!-- /out -->\n",
        "```text\n",
        "```csv history\n", "<details><summary>x</summary>\n", "</details>\n", "- item\n", "> ```unroll\n", "  ```\n",
        "<!--\n",
        "-->\n", "<div>\n", "<!-- note -->\n", "<<<<<<< HEAD\n", "=======\n", ">>>>>>> b\n", "# Title\n", "words",
        "\r\n", "\r",
        "\t```unroll\n", "    code\n", "[a]: b\n", "<script>\n", "</script>\n", "| a | b |\n|---|---|\n",
        "1. x\n\n   ```unroll\n",
        "<!-- unroll 1 seed=2 -->\n", "\u{FEFF}", "é漢\u{301}\n",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3, 0x0A], [0xE2, 0x82]]

private func randomFile(_ mix: inout Mix) -> [UInt8] {
    var bytes: [UInt8] = []
    let isWhole = Bool.random(using: &mix)
    for _ in 0..<Int.random(in: 0...24, using: &mix) {
        if isWhole, Int.random(in: 0..<3, using: &mix) == 0 { bytes += Array("\n```unroll\nx = 1\n```\n".utf8) }
        bytes += pieces[Int.random(in: 0..<pieces.count, using: &mix)]
    }
    let isWindows = Int.random(in: 0..<4, using: &mix) == 0
    return isWindows ? bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } : bytes
}

private func cells(_ document: Document) -> [String] { document.blocks.filter { $0.kind == .code }.map(\.source) }

private func randomItems(_ mix: inout Mix) -> [Region.Item] {
    (0..<Int.random(in: 0...3, using: &mix)).map { _ in
        let lines = (0..<Int.random(in: 0...3, using: &mix)).map { _ in
            ["```", "````unroll", "<!-- /out -->", "<!-- out src=1 -->", "a", "</details>", "", "~~~", " <<<<<<< a"]
                .randomElement(using: &mix) ?? ""
        }
        switch Int.random(in: 0..<3, using: &mix) {
        case 0: return .record(name: "history", csv: ["epoch,loss", "1,2"])
        case 1: return .error(lines)
        default: return .text(lines)
        }
    }
}

@Test("any file is written back as it was read", arguments: 0..<12)
func anyFileIsWrittenBackAsItWasRead(seed: UInt64) {
    var mix = Mix(state: seed)
    for _ in 0..<40 {
        let bytes = randomFile(&mix)
        #expect(Document(bytes).bytes == bytes)
    }
}

@Test("replacing one output keeps all other bytes, can be repeated and changes no cell", arguments: 0..<12)
func replacingOneOutputKeepsAllOtherBytesCanBeRepeatedAndChangesNoCell(seed: UInt64) throws {
    var mix = Mix(state: seed)
    for _ in 0..<40 {
        let bytes = randomFile(&mix)
        var document = Document(bytes)
        // Behind a cell with half of a merge stands the other half: nothing is computed there.
        guard let block = document.blocks.filter({ $0.kind == .code && !$0.hasConflict }).randomElement(using: &mix)
        else { continue }
        let index = try #require(document.index(of: block.id))
        let (before, after) = (document.blocks[..<index], document.blocks[(index + 1)...])
        let items = randomItems(&mix)
        document.setOutput(of: block.id, source: "12345678", items: items)
        let once = document.bytes
        #expect(once.starts(with: document.head + before.flatMap(\.bytes) + block.lead + block.opening + block.body))
        #expect(
            once.suffix(after.flatMap(\.bytes).count + document.tail.count)
                == (after.flatMap(\.bytes) + document.tail)[...])

        var read = Document(once)
        try #require(
            cells(read) == cells(Document(bytes)), "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        #expect(read.blocks[index].region?.items == items, "\(String(decoding: once, as: UTF8.self).debugDescription)")
        read.setOutput(of: read.blocks[index].id, source: "12345678", items: items)
        #expect(read.bytes == once, "\(String(decoding: once, as: UTF8.self).debugDescription)")
    }
}

@Test("a source that is written is read back, and no other cell changes", arguments: 0..<12)
func aSourceThatIsWrittenIsReadBackAndNoOtherCellChanges(seed: UInt64) {
    var mix = Mix(state: seed)
    for _ in 0..<40 {
        let bytes = randomFile(&mix)
        var document = Document(bytes)
        guard let block = document.blocks.filter({ $0.kind == .code }).randomElement(using: &mix) else { continue }
        let lines = (0..<Int.random(in: 1...4, using: &mix)).map { _ in
            ["a = 1", "```", "  ````", "~~~", "", "\tx", "<!-- /out -->", "é"].randomElement(using: &mix) ?? ""
        }
        let source = lines == [""] ? "" : lines.joined(separator: "\n")
        _ = document.write(source, to: block.id)
        let expected = document.blocks.filter { $0.kind == .code }.map { $0.id == block.id ? source : $0.source }
        #expect(
            cells(Document(document.bytes)) == expected, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
}

@Test("edits of cells are read back, and undoing them all gives the same bytes", arguments: 0..<12)
func editsOfCellsAreReadBackAndUndoingThemAllGivesTheSameBytes(seed: UInt64) {
    var mix = Mix(state: seed)
    for _ in 0..<30 {
        let bytes = randomFile(&mix)
        var document = Document(bytes)
        var splices: [Splice] = []
        for _ in 0..<Int.random(in: 1...6, using: &mix) {
            let block = document.blocks.randomElement(using: &mix)
            let place = Int.random(in: 0...document.blocks.count, using: &mix)
            let splice: Splice? =
                switch Int.random(in: 0..<5, using: &mix) {
                case 0: document.insert(.code, at: place, source: "b = 2")
                case 1: document.insert(.prose, at: place, source: "more words")
                case 2: block.flatMap { document.delete($0.id) }
                case 3: block.flatMap { document.move($0.id, to: place) }
                default: block.flatMap { document.change($0.id, to: $0.kind == .code ? .prose : .code) }
                }
            if let splice { splices.append(splice) }
        }
        for block in document.blocks where block.kind == .prose {
            if let splice = document.settle(block.id) { splices.append(splice) }
        }
        let written = cells(document)
        #expect(
            cells(Document(document.bytes)) == written, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        for splice in splices.reversed() { document.apply(splice.inverted) }
        #expect(document.bytes == bytes)
    }
}
