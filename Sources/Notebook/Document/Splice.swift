/// A stretch of blocks replaced by others: what the undo list holds.
struct Splice: Sendable {
    /// Index of the first block of either side.
    var start: Int
    var before: [Block]
    var after: [Block]
    /// What stands around the blocks on either side, where all of the text is replaced.
    var ends: (before: Document.Ends, after: Document.Ends)?

    var inverted: Splice {
        Splice(start: start, before: after, after: before, ends: ends.map { (before: $0.after, after: $0.before) })
    }

    /// The block that comes back, or is another afterwards, or moves; else the first that is left.
    var touched: CellID? {
        let old = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
        let new = after.first { old[$0.id] == nil }
        let changed = after.first { block in
            old[block.id].map { $0.kind != block.kind || $0.source != block.source } ?? false
        }
        let moved = before.count == after.count ? zip(before, after).first { $0.id != $1.id }?.1 : nil
        return (new ?? changed ?? moved ?? after.first)?.id
    }
}

/// Edits of the file: each changes the bytes that it must and no others.
extension Document {
    /// Gives a block another source.
    mutating func write(_ source: String, to id: CellID) -> Splice? {
        guard let index = index(of: id), blocks[index].source != source else { return nil }
        let before = blocks[index]
        blocks[index].write(source, eol: eol)
        return Splice(start: index, before: [before], after: [blocks[index]])
    }

    mutating func insert(_ kind: NotebookCell.Kind, at index: Int, source: String) -> Splice {
        let block = Block(id: newID(), new: kind, source: source, eol: eol)
        return replace(index..<index, with: [block])
    }

    mutating func delete(_ id: CellID) -> Splice? {
        index(of: id).map { replace($0..<($0 + 1), with: []) }
    }

    /// Moves a block so that it stands at `target`.
    mutating func move(_ id: CellID, to target: Int) -> Splice? {
        guard let from = index(of: id) else { return nil }
        let target = min(max(target, 0), blocks.count - 1)
        guard from != target else { return nil }
        let range = min(from, target)..<(max(from, target) + 1)
        var moved = Array(blocks[range])
        let block = moved.remove(at: from - range.lowerBound)
        moved.insert(block, at: target - range.lowerBound)
        return replace(range, with: moved)
    }

    /// Makes a cell of prose, or prose of a cell, which drops its outputs.
    mutating func change(_ id: CellID, to kind: NotebookCell.Kind) -> Splice? {
        guard let index = index(of: id), blocks[index].kind != kind else { return nil }
        var block = Block(id: id, new: kind, source: blocks[index].source, eol: eol)
        block.lead = blocks[index].lead
        return replace(index..<(index + 1), with: [block])
    }

    /// Reads prose again that was written by hand: cells in it become blocks. nil if it is one piece of prose.
    mutating func settle(_ id: CellID) -> Splice? {
        guard let index = index(of: id), blocks[index].kind == .prose else { return nil }
        let block = blocks[index]
        var read = MarkdownReader(block.body, from: 0).blocks
        let isWhole = read.count == 1 && read[0].kind == .prose || read.isEmpty
        guard !isWhole || !isSealed(block, at: index) else { return nil }
        for position in read.indices { read[position].id = position == 0 ? id : newID() }
        if read.isEmpty { read = [block] }
        read[0].lead = block.lead + read[0].lead
        return replace(index..<(index + 1), with: read)
    }

    /// Undoes or redoes. What was computed meanwhile stays with its cell.
    mutating func apply(_ splice: Splice) {
        let regions = Dictionary(blocks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let restored = splice.after.map { block in
            guard let now = regions[block.id], now.kind == block.kind else { return block }
            var block = block
            block.region = now.region
            return block
        }
        blocks.replaceSubrange(splice.start..<(splice.start + splice.before.count), with: restored)
        if let ends = splice.ends { self.ends = ends.after }
    }

    /// Takes over another text whole; none of the blocks stays.
    mutating func replace(with other: Document) -> Splice {
        var splice = Splice(start: 0, before: blocks, after: other.blocks, ends: (before: ends, after: other.ends))
        for index in splice.after.indices { splice.after[index].id = newID() }
        apply(splice)
        notes = other.notes
        return splice
    }

    /// Replaces blocks and sees to it that new neighbours stay apart when the file is read again.
    private mutating func replace(_ range: Range<Int>, with new: [Block]) -> Splice {
        let outer = max(range.lowerBound - 1, 0)..<min(range.upperBound + 1, blocks.count)
        let before = Array(blocks[outer])
        blocks.replaceSubrange(range, with: new)
        for index in range.lowerBound...(range.lowerBound + new.count) where index < blocks.count { separate(index) }
        let end = outer.upperBound + new.count - range.count
        return Splice(start: outer.lowerBound, before: before, after: Array(blocks[outer.lowerBound..<end]))
    }

    /// Puts a blank line between a block and the one before.
    private mutating func separate(_ index: Int) {
        guard index > 0 else {
            let isOpen = head.last.map { $0 != 0x0A && $0 != 0x0D && $0 != 0xBF } ?? false
            if isOpen, blocks[0].lead.isEmpty { blocks[0].lead = eol }
            return
        }
        blocks[index - 1].endLine(eol)
        seal(index - 1)
        if blocks[index].lead.isEmpty { blocks[index].lead = eol }
    }

    private func isSealed(_ block: Block, at index: Int) -> Bool { index == blocks.count - 1 || block.isSealed(by: []) }

    /// Closes what prose has left open, so that it does not swallow the cells below.
    private mutating func seal(_ index: Int) {
        let block = blocks[index]
        guard block.kind == .prose, !block.isSealed(by: []) else { return }
        let fences = Line.split(block.body).compactMap { Fence($0)?.closing }
        let candidates =
            fences.reversed() + ["-->", "?>", "]]>", ">", "</script>", "</pre>", "</style>", "</textarea>"]
        guard let closing = candidates.first(where: { block.isSealed(by: Array($0.utf8) + eol) }) else { return }
        blocks[index].write(block.source + "\n" + closing, eol: eol)
    }
}

extension Block {
    /// Ends the last line, if the file ended without a newline.
    fileprivate mutating func endLine(_ eol: [UInt8]) {
        guard let last = content.last, last != 0x0A, last != 0x0D else { return }
        if region != nil {
            region?.endLine(eol)
        } else if kind == .code {
            closing += eol
        } else {
            body += eol
        }
    }

    /// Whether a cell below this prose, and `closing` after it, is read as a cell.
    fileprivate func isSealed(by closing: [UInt8]) -> Bool {
        let end: [UInt8] = body.last == 0x0A || body.last == 0x0D ? [] : [0x0A]
        let probe = body + end + closing + Array("\n```unroll\n```\n".utf8)
        let last = MarkdownReader(probe, from: 0).blocks.last
        return last?.kind == .code && last?.source == ""
    }
}

/// Outputs.
extension Document {
    /// Replaces the output region of a cell, or removes it.
    package mutating func setOutput(of id: CellID, source: String, items: [Region.Item]?) {
        guard let index = index(of: id), blocks[index].kind == .code else { return }
        guard let items else {
            blocks[index].region = nil
            return
        }
        if items.contains(where: \.isFile) { blocks[index].writeID() }
        let endsInNewline = [0x0A, 0x0D].contains(blocks[index].content.last)
        if blocks[index].region == nil { blocks[index].endLine(eol) }
        let old = blocks[index].region
        let following = index + 1 < blocks.count ? blocks[index + 1].bytes : tail
        let isBlankBelow = Line.split(Array(following.prefix(1024))).first?.isBlank ?? true
        blocks[index].region = Region(
            source: source, items: items, replacing: old, eol: eol, isBeforeText: !isBlankBelow,
            hasFinalNewline: endsInNewline)
    }

    /// The cell's id, made up if it has none, to name a file by.
    mutating func idForFile(of id: CellID) -> String {
        guard let index = index(of: id) else { return "cell" }
        if let name = blocks[index].options.id { return name }
        let taken = Set(blocks.compactMap(\.options.id))
        let number = numbered.first { $0.block.id == id }?.number ?? 0
        let free = (number...).lazy.map { "cell-\($0)" }.first { !taken.contains($0) } ?? "cell"
        blocks[index].options.id = free
        return free
    }
}

extension Region.Item {
    var isFile: Bool { if case .file = self { true } else { false } }
}

extension Region {
    fileprivate mutating func endLine(_ eol: [UInt8]) { bytes += eol }
}
