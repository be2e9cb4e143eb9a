import Display
import Language
import Notebook

/// A text that is looked for in all cells, and where it stands.
struct Search {
    private(set) var pattern: Pattern?
    /// In the order of the notebook; of each cell first what stands in its text, then what stands in its outputs.
    private(set) var finds: [Find] = []
    var current: Int?
    /// The outputs of cells as text; they are drawn once, until a cell gives others.
    private var outputs: [CellID: [String]] = [:]

    struct Find: Hashable {
        let cell: CellID
        let index: Int
        /// Counted within the cell.
        let ordinal: Int
        /// Where it stands in the text of the cell; nil in an output.
        let source: Range<Int>?
    }

    /// Looks through the notebook as it is now.
    mutating func look(for pattern: Pattern?, in session: Session) {
        self.pattern = pattern
        let old = current.map { finds[$0] }
        finds = []
        current = nil
        guard let pattern else { return }
        for (index, cell) in session.cells.enumerated() {
            let inText = pattern.ranges(in: cell.source)
            let inOutputs = lines(of: cell).reduce(0) { $0 + pattern.ranges(in: $1).count }
            finds += inText.enumerated().map { Find(cell: cell.id, index: index, ordinal: $0, source: $1) }
            finds += (0..<inOutputs).map {
                Find(cell: cell.id, index: index, ordinal: inText.count + $0, source: nil)
            }
        }
        current = old.flatMap { old in finds.firstIndex { $0.cell == old.cell && $0.ordinal == old.ordinal } }
    }

    private mutating func lines(of cell: NotebookCell) -> [String] {
        if cell.outputs.isEmpty || cell.kind == .prose { return [] }
        if let known = outputs[cell.id] { return known }
        let lines = cell.outputs.flatMap { $0.lines(width: Session.fileWidth, glyphs: .ascii) }
        outputs[cell.id] = lines
        return lines
    }

    mutating func forgetOutputs() { outputs = [:] }

    /// The find in a cell that one has gone to.
    func current(in cell: CellID?) -> Int? { current.flatMap { finds[$0].cell == cell ? finds[$0].ordinal : nil } }

    /// The next find in a direction from a place; whether the search went on from the other end.
    func next(_ direction: Int, fromCell index: Int, byte: Int?) -> (find: Int, hasWrapped: Bool)? {
        guard !finds.isEmpty else { return nil }
        if let current, finds[current].index == index, byte == nil {
            let next = current + direction
            return ((next + finds.count) % finds.count, !finds.indices.contains(next))
        }
        func isBehind(_ find: Find) -> Bool {
            guard find.index == index, let byte else { return find.index > index }
            return find.source.map { $0.lowerBound > byte } ?? true
        }
        func isBefore(_ find: Find) -> Bool {
            guard find.index == index, let byte else { return find.index < index }
            return find.source.map { $0.lowerBound < byte } ?? false
        }
        if direction > 0 { return finds.firstIndex(where: isBehind).map { ($0, false) } ?? (0, true) }
        return finds.lastIndex(where: isBefore).map { ($0, false) } ?? (finds.count - 1, true)
    }
}
