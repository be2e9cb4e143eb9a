import Base
import Display

/// A notebook file as text with cells: bytes in, the same bytes out.
///
/// The bytes are kept in pieces, in order: the head, each block, the tail. An edit replaces a piece; all others stay
/// byte for byte.
package struct Document: Sendable {
    /// A byte order mark and the comment `<!-- unroll 1 seed=1 -->`, as far as they are there.
    private(set) var head: [UInt8] = []
    package internal(set) var blocks: [Block] = []
    /// Blank lines at the end.
    private(set) var tail: [UInt8] = []
    /// What was found on reading that a user should know: one sentence each.
    package internal(set) var notes: [String] = []
    /// What new lines end with: "\n" or "\r\n", as the first one found.
    private(set) var eol: [UInt8]
    private var nextID = 0

    /// What stands around the blocks.
    struct Ends: Sendable { var head, tail, eol: [UInt8] }
    var ends: Ends {
        get { Ends(head: head, tail: tail, eol: eol) }
        set { (head, tail, eol) = (newValue.head, newValue.tail, newValue.eol) }
    }

    package var bytes: [UInt8] { head + blocks.flatMap(\.bytes) + tail }
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The number that all randomness in the notebook starts from.
    package var seed: UInt64 { header?["seed"].flatMap { UInt64($0) } ?? 1 }

    /// False for a notebook that is kept without outputs, `<!-- unroll 1 outputs=none -->`: a check only runs it.
    package var keepsOutputs: Bool { header?["outputs"] != "none" }

    private var header: Words? {
        let line = Line.split(head, from: Document.markLength(head)).first
        return line.flatMap { Words(comment: $0) }
    }

    /// A new notebook.
    package init() { self.init("<!-- unroll 1 seed=1 -->\n") }

    package init(_ text: String) { self.init(Array(text.utf8)) }

    /// Reads a file. Anything is a notebook; whatever is odd about it is told in `notes`.
    package init(_ bytes: [UInt8]) {
        var start = Document.markLength(bytes)
        let first = Line.split(Array(bytes[start...].prefix(4096))).first
        if let first, let words = Words(comment: first), words.all.first?.raw == "unroll" {
            start += first.bytes.count
        }
        head = Array(bytes[..<start])
        let reader = MarkdownReader(bytes, from: start)
        blocks = reader.blocks
        tail = reader.tail
        nextID = blocks.count
        let ending = Line.split(Array(bytes.prefix(65_536))).first { $0.terminator.contains(0x0A) }?.terminator
        eol = ending.map { Array($0) } ?? [0x0A]
        notes = findings(in: bytes)
        if bytes.count > MarkdownReader.mostParsed { notes.append(Messages.tooLongToParse(bytes.count)) }
        if let line = reader.unclosedCell {
            notes.append(Messages.unclosedCell(line: line + Line.split(head).count))
        }
        if let line = reader.givenUp { notes.append(Messages.givenUp(line: line + Line.split(head).count)) }
        nameDuplicates()
        notes = notes.map(Text.visible)
    }

    private static func markLength(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    mutating func newID() -> CellID {
        defer { nextID += 1 }
        return CellID(nextID)
    }

    func index(of id: CellID) -> Int? { blocks.place(of: id) }

    package subscript(id: CellID) -> Block? { index(of: id).map { blocks[$0] } }
}

/// What reading finds out.
extension Document {
    private func findings(in bytes: [UInt8]) -> [String] {
        var notes: [String] = []
        if let version = header?.all.dropFirst().first?.raw, version != "1" { notes.append(Messages.newer(version)) }
        if String(validating: bytes, as: UTF8.self) == nil {
            let line = Line.split(bytes).firstIndex { String(validating: $0.content, as: UTF8.self) == nil }
            notes.append(Messages.brokenText(line: (line ?? 0) + 1))
        }
        for (number, block) in numbered {
            if block.hasConflict { notes.append(Messages.conflict(cell: number)) }
            let hidden = block.source.hiddenScalars
            if !hidden.isEmpty { notes.append(Messages.hidden(hidden, cell: number)) }
            for word in block.options.misread { notes.append(Messages.misread(word, cell: number)) }
        }
        return notes
    }

    /// Gives a cell whose id another one has a free one. It is written when something refers to the cell.
    private mutating func nameDuplicates() {
        var owners: [String: Int] = [:]
        /// The number that the next copy of an id tries first.
        var next: [String: Int] = [:]
        let all = Set(blocks.compactMap(\.options.id))
        var number = 0
        for index in blocks.indices where blocks[index].kind == .code {
            number += 1
            guard let id = blocks[index].options.id else { continue }
            guard let owner = owners[id] else {
                owners[id] = number
                continue
            }
            var copy = next[id] ?? 2
            while all.contains("\(id)-\(copy)") || owners["\(id)-\(copy)"] != nil { copy += 1 }
            next[id] = copy + 1
            let free = "\(id)-\(copy)"
            owners[free] = number
            blocks[index].options.id = free
            notes.append(Messages.duplicate(id, owner: owner, cell: number, renamed: free))
        }
    }

    /// The code cells with their numbers from 1.
    package var numbered: [(number: Int, block: Block)] {
        Array(zip(1..., blocks.filter { $0.kind == .code })).map { (number: $0, block: $1) }
    }
}
