import Language

/// Running: cells wait in the queue in document order, and one runs at a time.
extension Session {
    /// Queues cells, and those above that they need and whose values are not there.
    mutating func enqueue(_ ids: [CellID]) -> [Effect] {
        let runnable = runnable
        let possible = Set(runnable)
        var wanted = Set(waiting.cells)
        need(ids.filter { possible.contains($0) && $0 != run?.cell }, &wanted)
        waiting = CellQueue(runnable.filter(wanted.contains))
        let effects = startNext()
        refresh()
        return effects
    }

    private func need(_ ids: [CellID], _ wanted: inout Set<CellID>) {
        var rest = ids
        while let id = rest.popLast() {
            guard wanted.insert(id).inserted else { continue }
            rest += (links[id]?.reads.values.map { $0 } ?? []).filter { owner in
                owner != run?.cell && (states[owner]?.isComputed != true || states[owner]?.hasFailed == true)
            }
        }
    }

    mutating func startNext() -> [Effect] {
        guard run == nil, unlinked == nil, let id = waiting.popFirst(), let block = document[id] else { return [] }
        guard !block.hasConflict else {
            waiting = CellQueue()
            refresh()
            return [.note(Messages.conflict(cell: number(of: id)))]
        }
        if staleness.haveFilesChanged(of: block) { linkNow() }
        let reads = (links[id]?.reads ?? [:]).mapValues { states[$0]?.source ?? "" }
        run = Run(cell: id, source: staleness.digest(of: block, reading: reads, seed: document.seed))
        states[id, default: .init()].outputs = []
        states[id, default: .init()].progress = nil
        return [.evaluate(evaluation(of: block))]
    }

    private func evaluation(of block: Block) -> Evaluation {
        let link = links[block.id] ?? .init()
        return Evaluation(
            cell: block.id, id: block.options.id,
            source: Source(name: "cell \(number(of: block.id))", text: block.source),
            environment: environment(of: block, link), seed: link.seed.flatMap { states[$0]?.seed } ?? document.seed)
    }

    /// The values of the names that a cell mentions: all names would be as many as there are cells. Where it reads one
    /// that has no value, all are there, for the message to say what else is known.
    private func environment(of block: Block, _ link: Staleness.Links) -> Environment {
        var environment = Environment()
        for (name, owner) in link.mentions { environment.names[name] = value(of: name, owner) }
        let reads = (link.program?.reads ?? []).filter { !$0.hasPrefix("$") }
        if reads.allSatisfy({ environment.names[$0] != nil }), link.program?.diagnostics.isEmpty == true {
            return environment
        }
        let owners = owners(above: block.id)
        for owner in Set(owners.values) {
            for given in states[owner]?.values ?? [] where owners[given.name] == owner {
                environment.names[given.name] = given.value
            }
        }
        for below in document.blocks.drop(while: { $0.id != block.id }).dropFirst().reversed() {
            for name in links[below.id]?.defines ?? [] where environment.names[name] == nil {
                environment.definedLater[name] = "cell \(number(of: below.id))"
            }
        }
        return environment
    }

    private func value(of name: String, _ owner: CellID) -> Value? {
        states[owner]?.values.last { $0.name == name }?.value
    }

    private func number(of id: CellID) -> Int { self[id]?.number ?? 0 }

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
            if result.ending != .finished { waiting = CellQueue() }
        }
        let effects = startNext()
        if waiting.isEmpty { refresh() } else { refresh(id) }
        if let next = self.run?.cell { refresh(next) }
        return effects
    }

    /// Stands for what a run that was stopped was computed from: it equals nothing, so that its output is stale.
    static let unfinished = "00000000"

    mutating func stop() -> [Effect] {
        waiting = CellQueue()
        unlinked?.runs = []
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
