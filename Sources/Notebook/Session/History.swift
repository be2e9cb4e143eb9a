/// One undo list for text and cells, without a limit.
struct History: Sendable {
    private struct Step: Sendable {
        var splice: Splice
        var serial: Int
        /// The cell whose text it changed, if it did nothing else.
        var written: CellID?
    }
    private var done: [Step] = []
    private var undone: [Step] = []
    private var serial = 0
    private var savedSerial = 0

    var canUndo: Bool { !done.isEmpty }
    var canRedo: Bool { !undone.isEmpty }
    var isModified: Bool { now != savedSerial }

    /// Names the present text; the same after undo and redo.
    var now: Int { done.last?.serial ?? 0 }

    mutating func add(_ splice: Splice, writing cell: CellID? = nil, joins: Bool = false) {
        undone = []
        serial += 1
        var step = Step(splice: splice, serial: serial, written: cell)
        if joins, let last = done.last, last.written == cell, cell != nil, last.serial != savedSerial {
            step.splice.before = last.splice.before
            done.removeLast()
        }
        done.append(step)
    }

    /// The change that takes the last step back.
    mutating func undo() -> Splice? {
        guard let step = done.popLast() else { return nil }
        undone.append(step)
        return step.splice.inverted
    }

    mutating func redo() -> Splice? {
        guard let step = undone.popLast() else { return nil }
        done.append(step)
        return step.splice
    }

    mutating func saved(at serial: Int) { savedSerial = serial }
}
