/// A stretch of a notebook file: prose, or a cell with its output region. Its bytes are the file's.
package struct Block: Sendable, Hashable, Identifiable {
    package var id: CellID
    package var kind: NotebookCell.Kind
    /// Blank lines in front.
    var lead: [UInt8] = []
    /// Code: the line of the fence. Prose: nothing.
    var opening: [UInt8] = []
    var body: [UInt8]
    /// Code: the line of the closing fence. Prose: nothing.
    var closing: [UInt8] = []
    /// Code: what was computed when the file was written.
    var region: Region?
    /// The body as text: lines separated by "\n", none at the end, without the fence's indentation.
    package private(set) var source: String
    var options = CellOptions()
    /// Git's marks of two versions in a cell's source.
    package private(set) var hasConflict = false

    var bytes: [UInt8] { lead + content }
    var content: [UInt8] { opening + body + closing + (region.map { $0.lead + $0.bytes } ?? []) }
}

extension Array where Element: Identifiable, Element.ID == CellID {
    /// Where a cell is. Ids count from 0 in the order of the file, so that it is looked for at its number first, and then
    /// farther and farther away from there.
    func place(of id: CellID) -> Int? {
        let start = Swift.min(Swift.max(id.number, 0), Swift.max(count - 1, 0))
        for distance in 0..<count {
            if start - distance >= 0, self[start - distance].id == id { return start - distance }
            if start + distance < count, self[start + distance].id == id { return start + distance }
        }
        return nil
    }
}

/// The lines that git leaves where two versions met.
enum Conflict {
    static func begins(_ line: some Sequence<UInt8>) -> Bool { isMark(line, UInt8(ascii: "<")) }
    static func ends(_ line: some Sequence<UInt8>) -> Bool { isMark(line, UInt8(ascii: ">")) }

    /// Seven of them, alone or before a blank.
    private static func isMark(_ line: some Sequence<UInt8>, _ mark: UInt8) -> Bool {
        var count = 0
        for byte in line {
            if count == 7 { return byte == UInt8(ascii: " ") }
            if byte != mark { return false }
            count += 1
        }
        return count == 7
    }

    static func isOpenOrClosed(in lines: some Sequence<Line>) -> Bool {
        lines.contains { begins($0.content) || ends($0.content) }
    }

    /// Begun minus ended.
    static func depth(of lines: some Sequence<Line>) -> Int {
        lines.reduce(0) { $0 + (begins($1.content) ? 1 : 0) - (ends($1.content) ? 1 : 0) }
    }
}

extension Block {
    /// A cell that stood in a file as these lines, the fences among them.
    init(id: CellID, cell lines: ArraySlice<Line>, fence: Fence) {
        self.id = id
        kind = .code
        let inner = lines.dropFirst().dropLast()
        opening = lines.prefix(1).joined
        body = inner.joined
        closing = lines.suffix(1).joined
        source = inner.map { $0.text(indentedBy: fence.indent) }.joined(separator: "\n")
        options = CellOptions(Words(fence.info))
        hasConflict = Conflict.isOpenOrClosed(in: inner)
    }

    init(id: CellID, prose lines: ArraySlice<Line>) {
        self.id = id
        kind = .prose
        body = lines.joined
        source = lines.map(\.text).joined(separator: "\n")
    }

    /// A cell that is not in a file yet.
    init(id: CellID, new kind: NotebookCell.Kind, source: String, eol: [UInt8]) {
        self.id = id
        self.kind = kind
        self.source = ""
        body = []
        if kind == .code {
            opening = Array("```unroll".utf8) + eol
            closing = Array("```".utf8) + eol
        }
        write(source, eol: eol)
    }

    var fence: Fence? { Line.split(opening).first.flatMap(Fence.init) }

    /// Gives it another source. Lines that stay keep their bytes; the fences grow where the new text needs it.
    mutating func write(_ text: String, eol: [UInt8]) {
        let text = text.withPlainLineEnds
        let change = LineChange(from: source, lines: Line.count(in: body), to: text)
        let ending = Line.split(opening).first.map { Array($0.terminator) } ?? eol
        let written = change.written(indentedBy: fence?.indent ?? 0, ending: ending)
        var kept = Array(body[..<Line.offset(of: change.kept.first, in: body)])
        if kept.last.map({ $0 != 0x0A && $0 != 0x0D }) == true, change.hasMore { kept += ending }
        let end = body[Line.offset(of: change.oldCount - change.kept.last, in: body)...]
        body = kept + written + end
        source = text
        // Lines that stay have no marks that were not found before.
        hasConflict = kind == .code && Conflict.isOpenOrClosed(in: Line.split(hasConflict ? body : written))
        lengthenFence(enclosing: change.newLines)
    }

    private mutating func lengthenFence(enclosing lines: [String]) {
        guard let fence, let first = Line.split(opening).first, let last = Line.split(closing).first else { return }
        let longer = fence.enclosing(lines)
        guard longer.length > fence.length else { return }
        opening = Array(longer.opening.utf8) + first.terminator
        closing = Array(longer.closing.utf8) + last.terminator
    }

    /// Writes the id into the fence, where something is going to refer to it.
    mutating func writeID() {
        guard let id = options.id, var fence, let line = Line.split(opening).first else { return }
        var words = Words(fence.info)
        guard words["id"] != id else { return }
        words["id"] = id
        fence.info = words.text
        opening = Array(fence.opening.utf8) + line.terminator
    }
}

extension Line {
    /// The content without the first spaces, at most `columns`.
    func text(indentedBy columns: Int) -> String {
        let blanks = content.prefix { $0 == UInt8(ascii: " ") }.count
        return String(decoding: content.dropFirst(min(columns, blanks)), as: UTF8.self)
    }
}
