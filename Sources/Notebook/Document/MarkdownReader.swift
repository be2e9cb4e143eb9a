import CMarkdown

/// Reads a notebook's bytes into blocks. The Markdown parser is asked for line numbers only: its text is normalised,
/// the file's is kept.
struct MarkdownReader {
    private let lines: [Line]
    private(set) var blocks: [Block] = []
    /// Blank lines at the end.
    private(set) var tail: [UInt8] = []
    private var nextID: Int
    /// The line, from 1, that opens a cell which is never closed.
    private(set) var unclosedCell: Int?
    /// The line, from 1, from which on all is prose because too much would have to be read again and again.
    private(set) var givenUp: Int?
    /// Bytes that may still be given to the parser: what stands behind each region with git's marks is read anew.
    private var patience: Int
    private static let mostRereading = 16 << 20
    /// Bytes that are given to the parser, which needs a multiple of them and ends the program without it.
    static let mostParsed = 32 << 20
    /// The next line that belongs to no block yet.
    private var at = 0

    /// Reads from byte `start` on; cells are numbered from `firstID`.
    init(_ bytes: [UInt8], from start: Int, firstID: Int = 0) {
        lines = Line.split(bytes, from: start)
        nextID = firstID
        patience = bytes.count - start + MarkdownReader.mostRereading
        while at < lines.count, spend(), readOn() {}
        addProse(upTo: lines.count)
        tail = lines[at...].joined
    }

    /// Reads the rest with one run of the parser. A region with git's marks may hold half a fence, and any region a
    /// piece of HTML that goes on behind it; the parser then sees the rest otherwise than it would if the output were
    /// replaced. True if reading has to start anew behind such a region.
    private mutating func readOn() -> Bool {
        let fences = TopLevelFences(lines[at...])
        for cell in fences.closed {
            guard cell.lowerBound >= at, isCell(cell.lowerBound), let fence = Fence(lines[cell.lowerBound]) else {
                continue
            }
            addProse(upTo: cell.lowerBound)
            var block = Block(id: newID(), cell: lines[cell], fence: fence)
            block.lead = lines[at..<cell.lowerBound].joined
            at = cell.upperBound
            let region = regionRange(fences)
            if let region, Conflict.depth(of: lines[cell]) == 0 {
                block.region = Region(lead: lines[at..<region.lowerBound].joined, lines: lines[region])
                at = region.upperBound
            }
            blocks.append(block)
            if let region, block.region != nil {
                if block.region?.hasConflict == true || fences.isOpen(behind: region.upperBound - 1) { return true }
            }
        }
        if let line = fences.unclosed, line >= at, isCell(line) { unclosedCell = line + 1 }
        return false
    }

    /// Whether the rest may be read once more.
    private mutating func spend() -> Bool {
        patience -= lines[at...].reduce(0) { $0 + $1.bytes.count }
        if patience < 0 { givenUp = at + 1 }
        return patience >= 0
    }

    private mutating func newID() -> CellID {
        defer { nextID += 1 }
        return CellID(nextID)
    }

    /// Adds the lines up to `end` as prose. Blank lines after it are left to what follows.
    private mutating func addProse(upTo end: Int) {
        guard let first = lines[at..<end].firstIndex(where: { !$0.isBlank }),
            let last = lines[at..<end].lastIndex(where: { !$0.isBlank })
        else { return }
        var block = Block(id: newID(), prose: lines[first...last])
        block.lead = lines[at..<first].joined
        blocks.append(block)
        at = last + 1
    }

    /// The lines of the region that follows, if one does.
    private func regionRange(_ fences: TopLevelFences) -> Range<Int>? {
        guard let first = lines[at...].firstIndex(where: { !$0.isBlank }) else { return nil }
        let isConflict = Conflict.begins(lines[first].content)
        guard isConflict ? opensBehindMark(first) : Region.opening(lines[first]) != nil else { return nil }
        var depth = 0
        var isClosed = false
        var hasMarks = isConflict
        for index in first..<lines.count {
            depth += Conflict.depth(of: CollectionOfOne(lines[index]))
            hasMarks = hasMarks || depth != 0
            let isOutside = hasMarks || !fences.covers(index)
            if isOutside, isCell(index) { return nil }
            if isOutside, Region.isClosing(lines[index]) { isClosed = true }
            if isClosed, depth <= 0 { return first..<(index + 1) }
        }
        return nil
    }

    private func isCell(_ line: Int) -> Bool {
        Fence(lines[line]).map { $0.info.trimmingBlanks().prefix { $0 != " " && $0 != "\t" } == "unroll" } ?? false
    }

    /// Whether a region begins on one side of the conflict that begins on this line.
    private func opensBehindMark(_ line: Int) -> Bool {
        lines[(line + 1)...]
            .first { !$0.isBlank && !$0.text.hasPrefix("=======") && !$0.text.hasPrefix("|||||||") }
            .map { Region.opening($0) != nil } ?? false
    }
}

/// The fenced blocks that are direct children of the document, as ranges of lines with both fences.
private struct TopLevelFences {
    var closed: [Range<Int>] = []
    /// The line that opens a block which nothing closes.
    var unclosed: Int?
    /// For each line whether it stands in a fenced block, behind its first line.
    private var isInside: [Bool]
    /// For each line whether it belongs to a block of HTML that goes on below it.
    private var isOpenHTML: [Bool]
    private let start: Int

    /// `lines` keep their indices.
    init(_ lines: ArraySlice<Line>) {
        start = lines.startIndex
        isInside = Array(repeating: false, count: lines.count)
        isOpenHTML = isInside
        guard lines.reduce(0, { $0 + $1.bytes.count }) <= MarkdownReader.mostParsed else {
            findFences(lines)
            return
        }
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return }
        defer { cmark_parser_free(parser) }
        for line in lines {
            line.bytes.withUnsafeBytes { bytes in
                cmark_parser_feed(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
            }
        }
        let document = cmark_parser_finish(parser)
        defer { cmark_node_free(document) }
        var node = cmark_node_first_child(document)
        while let block = node {
            node = cmark_node_next(block)
            let (first, last) = (Int(cmark_node_get_start_line(block)), Int(cmark_node_get_end_line(block)))
            if cmark_node_get_type(block) == CMARK_NODE_HTML_BLOCK, first < last {
                for line in (first - 1)..<min(last - 1, isOpenHTML.count) { isOpenHTML[line] = true }
            }
            guard cmark_node_get_type(block) == CMARK_NODE_CODE_BLOCK, isFenced(block) else { continue }
            add(lines, from: first, to: last)
        }
    }

    /// Of a longer text only the lines of fences are looked at: what is nested in lists, quotes and HTML is not known.
    private mutating func findFences(_ lines: ArraySlice<Line>) {
        var open: (fence: Fence, line: Int)?
        for line in lines.indices {
            if let (fence, first) = open {
                guard fence.isClosed(by: lines[line]) else { continue }
                add(lines, from: first - start + 1, to: line - start + 1)
                open = nil
            } else {
                open = Fence(lines[line]).map { ($0, line) }
            }
        }
        if let (_, first) = open { add(lines, from: first - start + 1, to: lines.endIndex - start) }
    }

    private func isFenced(_ block: OpaquePointer) -> Bool {
        var (length, offset, mark) = (Int32(0), Int32(0), CChar(0))
        return cmark_node_get_fenced(block, &length, &offset, &mark) != 0
    }

    /// Lines count from 1 here. An unclosed block ends with its last line of text.
    private mutating func add(_ lines: ArraySlice<Line>, from first: Int, to last: Int) {
        let range = (start + first - 1)..<min(start + last, lines.endIndex)
        for line in range.dropFirst() { isInside[line - start] = true }
        guard let fence = Fence(lines[range.lowerBound]) else { return }
        if range.count >= 2, fence.isClosed(by: lines[range.upperBound - 1]) {
            closed.append(range)
        } else {
            unclosed = range.lowerBound
        }
    }

    func covers(_ line: Int) -> Bool { isInside[line - start] }
    func isOpen(behind line: Int) -> Bool { isOpenHTML[line - start] }
}
