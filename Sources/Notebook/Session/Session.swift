import Language

/// An open notebook: its text, outputs, queue and undo list. A value; work to do is returned as effects.
package struct Session: Sendable {
    /// The bytes of a data file or data set as the language names it.
    package typealias DataFile = @Sendable (String) -> [UInt8]?

    package internal(set) var document: Document
    /// nil until it has a name.
    package internal(set) var path: String?
    package let builtins: Builtins
    let ledger: any OutputLedger
    /// All cells in order, prose among them.
    package internal(set) var cells: [NotebookCell] = []
    /// The cell that the last `insert` made.
    package private(set) var inserted: CellID?
    /// The cell that the last `undo` or `redo` changed or brought back; its neighbour, if it took one away.
    package private(set) var touched: CellID?

    var states: [CellID: CellState] = [:]
    var links: [CellID: Staleness.Links] = [:]
    var staleness: Staleness
    /// Set by an owner that makes `Effect.link` on another thread: long texts are then not read while a key waits.
    package var linksLater = false
    /// The text has changed since `links` were made; nil: they are those of the text.
    var unlinked: Unlinked?
    var linkSerial = 0
    var run: Run?
    var waiting = CellQueue()
    var history = History()
    /// The state of `history` whose bytes were handed out to be written.
    var saving: Int?
    /// The name before the saving that was asked for.
    var pathBefore: String?
    /// Rises whenever outputs change.
    var outputSerial = 0

    /// `ledger` tells recorded outputs that were computed here from those of others.
    package init(
        _ document: Document = Document(), path: String? = nil, builtins: Builtins,
        ledger: any OutputLedger = NoLedger(), dataFile: @escaping DataFile = { _ in nil }
    ) {
        self.document = document
        self.path = path
        self.builtins = builtins
        self.ledger = ledger
        staleness = Staleness(builtins: builtins, dataFile: dataFile)
        takeRecorded()
    }

    /// The cells begin with what the file has of them.
    private mutating func takeRecorded() {
        for block in document.blocks { states[block.id] = CellState(recordedIn: block) }
        (links, unlinked) = (staleness.links(of: document), nil)
        verifyRecorded()
        refresh()
    }

    /// Makes the change; what is left to do is returned.
    package mutating func apply(_ edit: Edit) -> [Effect] { carryOut(edit) + takeLinking() }

    mutating func carryOut(_ edit: Edit) -> [Effect] {
        if postpone(edit) { return [] }
        switch edit {
        case .write(let id, let source, let joins): write(source, to: id, joins: joins)
        case .insert(let kind, let after, let source): insert(kind, after: after, source: source)
        case .delete(let id): return delete(id)
        case .move(let id, let index): record(document.move(id, to: index))
        case .change(let id, let kind): record(document.change(id, to: kind))
        case .settle(let id): record(document.settle(id))
        case .replace(let other, let isSaved): return replace(with: other, isSaved: isSaved)
        case .undo: restore(history.undo())
        case .redo: restore(history.redo())
        case .run(let id): return enqueue([id])
        case .runAll: return enqueue(runnable)
        case .runStale: return enqueue(runnable.filter { self[$0]?.status == .stale })
        case .stop: return stop()
        case .restart: return restart()
        case .output(let id, let output):
            add(output, to: id)
            refresh(id)
            return []
        case .progressed(let id, let progress):
            if run?.cell == id { states[id, default: .init()].progress = progress }
            refresh(id)
            return []
        case .presented(let id, let value):
            add(.value(value), to: id)
            refresh(id)
            // In the middle of a run of many cells a screen would only be in the way; its text stands below the cell.
            return waiting.isEmpty ? [.present(value)] : []
        case .finished(let id, let result):
            outputSerial += 1
            return finish(id, result)
        case .save(let path): return save(as: path)
        case .saved: saved()
        case .notSaved: notSaved()
        case .fold(let id, let isFolded): states[id, default: .init()].isFolded = isFolded
        case .clearOutputs(let id):
            outputSerial += 1
            clear(id)
        case .filesChanged:
            staleness.forgetFiles()
            relink(from: 0)
        case .linked(let linked): return take(linked)
        }
        refresh()
        return []
    }

    package subscript(id: CellID) -> NotebookCell? { cells.place(of: id).map { cells[$0] } }

    /// The cells that wait to be run, in order.
    package var queue: [CellID] { waiting.cells }
    package var running: CellID? { run?.cell }
    package var canUndo: Bool { history.canUndo }
    package var canRedo: Bool { history.canRedo }
    /// Whether the file lacks something of what stands here: text or outputs.
    package var isModified: Bool {
        history.isModified || document.blocks.contains { $0.kind == .code && states[$0.id]?.isUnsaved == true }
    }
}

/// Changes of the text.
extension Session {
    private mutating func write(_ source: String, to id: CellID, joins: Bool) {
        guard let splice = document.write(source, to: id) else { return }
        history.add(splice, writing: id, joins: joins)
        if document.blocks[splice.start].kind == .code { relink(from: splice.start) }
    }

    private mutating func insert(_ kind: NotebookCell.Kind, after: CellID?, source: String) {
        let index = after.map { (document.index(of: $0) ?? document.blocks.count - 1) + 1 } ?? 0
        record(document.insert(kind, at: index, source: source))
        inserted = document.blocks[index].id
    }

    private mutating func delete(_ id: CellID) -> [Effect] {
        record(document.delete(id))
        waiting.removeAll { $0 == id }
        refresh()
        return run?.cell == id ? stop() : []
    }

    /// The cells of the other text are new ones; undoing brings the old ones back with all they computed.
    private mutating func replace(with other: Document, isSaved: Bool) -> [Effect] {
        record(document.replace(with: other))
        if isSaved { history.saved(at: history.now) }
        takeRecorded()
        return stop()
    }

    mutating func record(_ splice: Splice?) {
        guard let splice else { return }
        history.add(splice)
        relink(from: splice.start)
    }

    private mutating func restore(_ splice: Splice?) {
        guard let splice else { return }
        document.apply(splice)
        touched = splice.touched
        waiting.removeAll { document.index(of: $0) == nil }
        relink(from: splice.ends == nil ? splice.start : 0)
    }
}
