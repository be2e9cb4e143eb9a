import Language

/// What a session knows of a cell besides its text.
struct CellState: Sendable {
    var outputs: [Output] = []
    /// What the outputs were computed from; nil if there are none.
    var source: String?
    var hasFailed = false
    /// Whether it ran in this session, so that its values are there.
    var isComputed = false
    var values: [(name: String, value: Value)] = []
    /// The seed in force behind it.
    var seed: UInt64?
    var progress: Progress?
    var isFolded = false
    /// Whether the file has other outputs than these.
    var isUnsaved = false
    /// Whether the outputs were computed on this machine, in this session or an earlier one. What has none is.
    var isVerified = true

    init() {}

    /// As the file has it.
    init(recordedIn block: Block) {
        guard let region = block.region else { return }
        source = region.hasConflict ? "" : region.source ?? ""
        isVerified = region.items.isEmpty
        outputs = Output.all(in: region.items)
    }
}

/// The run that is under way.
struct Run: Sendable {
    var cell: CellID
    /// What it is computed from.
    var source: String
    /// Whether its result is to be forgotten, since everything was.
    var isForgotten = false
}

extension Session {
    /// Makes `cells` anew.
    mutating func refresh() {
        var number = 0
        let checked = unlinked?.first ?? document.blocks.count
        let asked = unlinked?.asked(runnable) ?? []
        cells = document.blocks.enumerated().map { index, block in
            if block.kind == .code { number += 1 }
            let isQueued = waiting.contains(block.id) || asked.contains(block.id)
            return cell(
                block, number: block.kind == .code ? number : nil, isLinked: index < checked, isQueued: isQueued)
        }
    }

    /// Makes one of `cells` anew, where nothing else has changed.
    mutating func refresh(_ id: CellID) {
        guard let index = cells.place(of: id), let block = document[id] else { return }
        let isQueued = waiting.contains(id) || unlinked?.asked(runnable).contains(id) == true
        let isLinked = index < unlinked?.first ?? .max
        cells[index] = cell(block, number: cells[index].number, isLinked: isLinked, isQueued: isQueued)
    }

    private func cell(_ block: Block, number: Int?, isLinked: Bool, isQueued: Bool) -> NotebookCell {
        let state = states[block.id] ?? CellState()
        return NotebookCell(
            id: block.id, kind: block.kind, number: number, source: block.source, options: block.options,
            outputs: block.hasConflict ? [.error(Messages.conflict(cell: number ?? 0))] : state.outputs,
            status: status(of: block, state, isLinked: isLinked, isQueued: isQueued), isVerified: state.isVerified,
            progress: run?.cell == block.id ? state.progress : nil,
            isFolded: state.isFolded, reads: links[block.id]?.reads ?? [:], values: state.values)
    }

    /// A cell whose text, or a text above it, is not linked yet counts as stale: its output may be.
    private func status(
        of block: Block, _ state: CellState, isLinked: Bool, isQueued: Bool
    ) -> NotebookCell.Status {
        if block.kind == .prose { return .ok }
        if run?.cell == block.id { return .running }
        if isQueued { return .queued }
        if block.hasConflict { return .failed }
        guard let source = state.source else { return .notRun }
        guard isLinked, source == links[block.id]?.source else { return .stale }
        if !state.isComputed { return .recorded }
        return state.hasFailed ? .failed : .ok
    }

    /// The cells that can be run, in order.
    var runnable: [CellID] {
        document.blocks.filter { $0.kind == .code && !$0.options.isSkipped }.map(\.id)
    }

    /// For each name defined above `cell` (in the whole notebook, if nil), hidden ones too, the nearest cell that does.
    func owners(above cell: CellID?) -> [String: CellID] {
        var owners: [String: CellID] = [:]
        for block in document.blocks {
            if block.id == cell { break }
            for name in links[block.id]?.defines ?? [] { owners[name] = block.id }
        }
        return owners
    }

    /// The names that cells above give values to, whether they have run or not.
    package func definitions(above cell: CellID) -> Set<String> {
        Set(owners(above: cell).keys.filter { !$0.hasPrefix("$") })
    }

    /// The names that cells give values to, in the order of the cells: each with the last cell that does.
    package func definitions() -> [(name: String, cell: CellID)] {
        let owners = owners(above: nil).filter { !$0.key.hasPrefix("$") }
        return document.blocks.flatMap { block in
            var named: Set<String> = []
            return (links[block.id]?.program?.program.statements ?? []).flatMap(\.names).map(\.text)
                .filter { owners[$0] == block.id && named.insert($0).inserted }.map { ($0, block.id) }
        }
    }

    /// The cell whose value `name` has in `cell`: the nearest one above that gives it one, or the cell itself.
    package func definition(of name: String, in cell: CellID) -> CellID? {
        owners(above: cell)[name] ?? (links[cell]?.defines.contains(name) == true ? cell : nil)
    }

    /// The names that a cell sees (all of them, if nil), with their values and the cell that made them.
    package func names(at cell: CellID? = nil) -> [(name: String, value: Value, cell: CellID)] {
        let owners = owners(above: cell)
        return document.blocks.flatMap { block in
            let values = states[block.id]?.values ?? []
            let last = Dictionary(values.indices.map { (values[$0].name, $0) }) { $1 }
            return values.enumerated().filter { index, given in
                owners[given.name] == block.id && last[given.name] == index
            }.map { (name: $0.element.name, value: $0.element.value, cell: block.id) }
        }
    }
}
