import Base
import Display
import Language

/// Checking: everything runs again and is compared with what the file has.
extension Runner {
    /// Runs all cells and compares with the recorded outputs; takes over the new outputs of the cells in `accepting`.
    ///
    /// A cell that shows something and has nothing recorded differs. What is skipped is not compared.
    package func check(_ path: String, accepting: Acceptance = .none) -> Status {
        guard var session = open(path, keepsOutputs: true), areFit(to: [session]) else { return .file }
        return check(&session, accepting: accepting).status
    }

    /// One notebook, with its lines, verdict and digest.
    func check(_ session: inout Session, accepting: Acceptance) -> Checked {
        let before = session.document.bytes
        let labels = Labels(session)
        let (ending, tally) = compareAll(&session, labels, accepting)
        for cell in session.cells where cell.kind == .code && !tally.told.contains(cell.id) {
            tellUnchecked(cell, labels)
        }
        var checked = Checked(
            status: ending != .same ? ending : tally.differing > 0 ? .differs : .same, differing: tally.differing,
            cells: session.document.numbered.count, failed: failed(session), isSet: overrides != nil,
            code: ending == .same ? tally.digest.code : nil)
        if !tally.accepted.isEmpty, ending == .same {
            session.keepUnsaved(only: tally.accepted)
            if save(&session, over: before) == .file { checked.status = .file }
        }
        write(Messages.verdict(checked) + " " + Messages.exitStatus(checked.status))
        if overrides == nil { ledger.add(tally.verified) }
        if let code = checked.code { write(Messages.digest(code, seed: session.document.seed, set: overrides?.text)) }
        return checked
    }

    /// What has been found so far.
    private struct Tally: Sendable {
        var differing = 0
        var accepted: Set<CellID> = []
        var told: Set<CellID> = []
        /// Of recorded outputs that came out again.
        var verified: [String] = []
        /// How many cells, from the first, have been looked at.
        var place = 0
        var digest: ResultDigest

        mutating func add(_ result: Result, _ cell: NotebookCell, source: String, isAccepted: Bool, isSet: Bool) {
            told.insert(cell.id)
            let isAsRecorded = result.isRecorded && !result.differs && !isSet
            digest.add(cell: source, isAsRecorded ? result.recorded : result.now, cell.options.check)
            if isAccepted { accepted.insert(cell.id) } else if result.differs { differing += 1 }
        }
    }

    private func compareAll(
        _ session: inout Session, _ labels: Labels, _ accepting: Acceptance
    ) -> (Status, Tally) {
        let regions = Dictionary(
            session.document.blocks.map { ($0.id, $0.region) }, uniquingKeysWith: { first, _ in first })
        let tally = Lock(Tally(digest: ResultDigest(settings: overrides?.text ?? "")))
        let ending = runAll(&session, labels) { session, cell in
            let (from, to) = tally.with { tally in
                defer { tally.place = session.cells.place(of: cell.id) ?? tally.place }
                return (tally.place, session.cells.place(of: cell.id) ?? tally.place)
            }
            for above in session.cells[from..<max(from, to)] where above.options.isSkipped {
                if tally.with({ $0.told.insert(above.id).inserted }) { tellUnchecked(above, labels) }
            }
            guard cell.status != .failed, session.states[cell.id]?.source != Session.unfinished else { return }
            let result = compare(cell, regions[cell.id] ?? nil, session)
            let isAccepted = result.differs && accepting.includes(cell)
            tell(result, cell, labels, path: session.path ?? "", isAccepted: isAccepted)
            let source = session.links[cell.id]?.source ?? ""
            let identity = session.links[cell.id]?.identity ?? ""
            tally.with {
                $0.add(result, cell, source: source, isAccepted: isAccepted, isSet: overrides != nil)
                if result.isRecorded, !result.differs, let items = regions[cell.id]??.items {
                    $0.verified.append(Session.digest(of: items, from: identity))
                }
            }
        }
        return (ending, tally.with { $0 })
    }

    struct Result {
        var differs: Bool
        var isRecorded = true
        var comparison: Comparison?
        var fault: String?
        var recorded: [Region.Item] = []
        var now: [Region.Item]
    }

    /// What a cell gave against what the file has.
    func compare(_ cell: NotebookCell, _ region: Region?, _ session: Session) -> Result {
        let now = session.items(of: cell.id)
        guard let region else {
            return Result(differs: !now.isEmpty && session.document.keepsOutputs, isRecorded: false, now: now)
        }
        var recorded: [Region.Item] = []
        for item in region.items {
            guard case .file(let path, let sha, let name) = item else {
                recorded.append(item)
                continue
            }
            switch Files.record(path, sha, beside: session.path ?? "") {
            case .success(let lines): recorded.append(.record(name: name, csv: lines))
            case .failure(let fault): return Result(differs: true, fault: fault.sentence, now: now)
            }
        }
        let comparison =
            overrides == nil
            ? Comparison(recorded, now, tolerance: cell.options.check) : Comparison(kindsOf: recorded, now)
        return Result(
            differs: !comparison.differences.isEmpty || region.hasConflict, comparison: comparison, recorded: recorded,
            now: now)
    }

    private func tell(_ result: Result, _ cell: NotebookCell, _ labels: Labels, path: String, isAccepted: Bool) {
        let prefix = labels.prefix(cell.id)
        guard result.differs else {
            let remarks = result.comparison?.remarks ?? []
            let word = overrides == nil && (result.isRecorded || result.now.isEmpty) ? "same" : "ran"
            return write(prefix + ([word] + remarks).joined(separator: "   "))
        }
        write(prefix + (isAccepted ? "accepted" : "DIFFERS"))
        if !result.isRecorded { write("      " + Messages.notRecorded) }
        if let fault = result.fault { write("      " + fault) }
        let differences = result.comparison?.differences ?? []
        let columns = max(differences.prefix(Runner.differencesShown).map { Text.width(of: $0.label) }.max() ?? 0, 6)
        for difference in differences.prefix(Runner.differencesShown) {
            let label = Text.pad(difference.label, to: columns)
            write("      \(label)  in the file \(short(difference.recorded))   now \(short(difference.now))")
        }
        if differences.count > Runner.differencesShown {
            write("      " + Messages.moreDifferences(differences.count - Runner.differencesShown))
        }
        guard !isAccepted, overrides == nil else { return }
        write("      " + Messages.accept(Files.name(of: path), cell: cell.number ?? 0))
    }

    private static let differencesShown = 3
    private func short(_ text: String) -> String { Text.clip(text, to: 40, ellipsis: "…") }

    private func tellUnchecked(_ cell: NotebookCell, _ labels: Labels) {
        let prefix = labels.prefix(cell.id)
        if cell.status == .failed {
            write(prefix + "FAILED")
            for line in cell.outputs.filter(\.isError).flatMap({ $0.lines(width: width - 6, glyphs: glyphs) }) {
                write(line.isEmpty ? "" : "      " + line)
            }
        } else if cell.options.isSkipped {
            write(prefix + "skipped")
        } else {
            write(prefix + "not run")
        }
    }
}

extension Session {
    /// The outputs of a cell as a file would have them, large records too.
    func items(of id: CellID) -> [Region.Item] {
        (states[id]?.outputs ?? []).compactMap(\.kept).flatMap(\.items)
    }

    /// Leaves the recorded outputs of all other cells as they are.
    mutating func keepUnsaved(only cells: Set<CellID>) {
        for id in states.keys where !cells.contains(id) { states[id]?.isUnsaved = false }
    }
}
