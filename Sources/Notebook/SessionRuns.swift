import Language

/// Running: cells wait in the queue in document order, and one runs at a time.
extension Session {
    /// Queues cells, and those above that they need and whose values are not there.
    mutating func enqueue(_ ids: [CellID]) -> [Effect] {
        let runnable = runnable
        let possible = Set(runnable)
        var wanted = Set(queue)
        for id in ids where possible.contains(id) && id != run?.cell { need(id, &wanted) }
        queue = runnable.filter(wanted.contains)
        let effects = startNext()
        refresh()
        return effects
    }

    private func need(_ id: CellID, _ wanted: inout Set<CellID>) {
        guard wanted.insert(id).inserted else { return }
        for owner in Set(links[id]?.reads.values.map { $0 } ?? []) where owner != run?.cell {
            let state = states[owner]
            if state?.isComputed != true || state?.hasFailed == true { need(owner, &wanted) }
        }
    }

    private mutating func startNext() -> [Effect] {
        guard run == nil, let id = queue.first, let block = document[id] else { return [] }
        queue.removeFirst()
        guard !block.hasConflict else {
            queue = []
            return [.note(Messages.conflict(cell: numbers[id] ?? 0))]
        }
        if links[id]?.program?.files.isEmpty == false {
            staleness.forgetFiles(of: block)
            links = staleness.links(of: document)
        }
        let reads = (links[id]?.reads ?? [:]).mapValues { states[$0]?.source ?? "" }
        run = Run(cell: id, source: staleness.digest(of: block, reading: reads, seed: document.seed))
        states[id, default: .init()].outputs = []
        states[id, default: .init()].progress = nil
        return [.evaluate(evaluation(of: block))]
    }

    private func evaluation(of block: Block) -> Evaluation {
        let owners = owners(above: block.id)
        let numbers = numbers
        var environment = Environment()
        for owner in Set(owners.values) {
            for given in states[owner]?.values ?? [] where owners[given.name] == owner {
                environment.names[given.name] = given.value
            }
        }
        for below in document.blocks.drop(while: { $0.id != block.id }).dropFirst().reversed() {
            for name in links[below.id]?.defines ?? [] where environment.names[name] == nil {
                environment.definedLater[name] = "cell \(numbers[below.id] ?? 0)"
            }
        }
        return Evaluation(
            cell: block.id, id: block.options.id,
            source: Source(name: "cell \(numbers[block.id] ?? 0)", text: block.source),
            environment: environment, seed: owners[Session.seedName].flatMap { states[$0]?.seed } ?? document.seed)
    }

    /// The hidden name that built-ins which change or use the seed declare.
    private static let seedName = "$seed"

    private var numbers: [CellID: Int] {
        Dictionary(document.numbered.map { ($0.block.id, $0.number) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func add(_ output: Output, to id: CellID) {
        guard run?.cell == id, run?.isForgotten != true else { return }
        states[id, default: .init()].outputs.append(output)
    }

    /// A run that ended otherwise than well ends those behind it too.
    mutating func finish(_ id: CellID, _ result: CellResult) -> [Effect] {
        guard let run, run.cell == id else { return [] }
        self.run = nil
        if !run.isForgotten {
            var state = states[id] ?? .init()
            state.source = result.ending == .stopped ? Session.unfinished : run.source
            state.hasFailed = result.ending == .failed
            state.isComputed = true
            state.isVerified = true
            state.values = result.values
            state.seed = result.seed
            state.progress = nil
            states[id] = state
            let isUnsaved = hasOtherOutputs(id)
            states[id]?.isUnsaved = isUnsaved
            if result.ending != .finished { queue = [] }
        }
        let effects = startNext()
        refresh()
        return effects
    }

    /// Stands for what a run that was stopped was computed from: it equals nothing, so that its output is stale.
    static let unfinished = "00000000"

    mutating func stop() -> [Effect] {
        queue = []
        refresh()
        return run == nil ? [] : [.stop]
    }

    /// Forgets all values; outputs stay and count as recorded.
    mutating func restart() -> [Effect] {
        run?.isForgotten = true
        for id in states.keys {
            states[id]?.isComputed = false
            states[id]?.values = []
            states[id]?.seed = nil
        }
        return stop()
    }

    mutating func clear(_ id: CellID) {
        guard run?.cell != id else { return }
        states[id]?.outputs = []
        states[id]?.source = nil
        states[id]?.isUnsaved = document[id]?.region != nil
    }
}
