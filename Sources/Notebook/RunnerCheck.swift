import Display
import Language
import Sandbox

/// Checking: everything runs again and is compared with what the file has.
extension Runner {
    /// Runs all cells and compares with the recorded outputs; takes over the new outputs of the cells in `accepting`.
    ///
    /// A cell that shows something and has nothing recorded differs. What is skipped is not compared.
    package func check(_ path: String, accepting: Set<Int> = []) -> Status {
        guard var session = open(path) else { return .file }
        let before = session.document.bytes
        let labels = Labels(session)
        let regions = Dictionary(
            session.document.blocks.map { ($0.id, $0.region) }, uniquingKeysWith: { first, _ in first })
        let tally = Lock((differing: 0, accepted: Set<CellID>(), told: Set<CellID>()))
        let ending = runAll(&session, labels) { session, cell in
            for above in session.cells.prefix(while: { $0.id != cell.id }) where above.options.isSkipped {
                if tally.with({ $0.told.insert(above.id).inserted }) { tellUnchecked(above, labels) }
            }
            guard cell.status != .failed, session.states[cell.id]?.source != Session.unfinished else { return }
            tally.with { _ = $0.told.insert(cell.id) }
            let result = compare(cell, regions[cell.id] ?? nil, session)
            let isAccepted = accepting.contains(cell.number ?? 0)
            tell(result, cell, labels, path: path, isAccepted: isAccepted)
            tally.with { tally in
                if isAccepted { tally.accepted.insert(cell.id) } else if result.differs { tally.differing += 1 }
            }
        }
        let (differing, accepted, told) = tally.with { $0 }
        for cell in session.cells where cell.kind == .code && !told.contains(cell.id) { tellUnchecked(cell, labels) }
        if !accepted.isEmpty, ending == .same {
            session.keepUnsaved(only: accepted)
            if save(&session, over: before) == .file { return .file }
        }
        let status: Status = ending != .same ? ending : differing > 0 ? .differs : .same
        let count = session.document.numbered.count
        write(Messages.verdict(status, differing: differing, of: count, failed: failed(session)))
        return status
    }

    private struct Result {
        var differs: Bool
        var isRecorded = true
        var comparison: Comparison?
        var fault: String?
    }

    private func compare(_ cell: NotebookCell, _ region: Region?, _ session: Session) -> Result {
        let now = session.items(of: cell.id)
        guard let region else { return Result(differs: !now.isEmpty, isRecorded: false) }
        var recorded: [Region.Item] = []
        for item in region.items {
            guard case .file(let path, let sha, let name) = item else {
                recorded.append(item)
                continue
            }
            switch recordFile(path, sha, beside: session.path ?? "") {
            case .success(let lines): recorded.append(.record(name: name, csv: lines))
            case .failure(let fault): return Result(differs: true, fault: fault.sentence)
            }
        }
        let comparison = Comparison(recorded, now, tolerance: cell.options.check)
        return Result(differs: !comparison.differences.isEmpty || region.hasConflict, comparison: comparison)
    }

    private struct RecordFault: Error { var sentence: String }

    private func recordFile(
        _ path: String, _ sha: String, beside notebook: String
    ) -> Swift.Result<[String], RecordFault> {
        // A notebook may name only files below its own folder, whatever else its cells may read.
        let folder = Files.folder(of: notebook)
        do throws(FileRefusal) {
            let bytes = try FileAccess(folder: folder).read(folder + "/" + path, limit: Files.largest)
            guard Digest.hex(bytes, 16) == sha else { return .failure(.init(sentence: Messages.otherRecord(path))) }
            return .success(PlainText.lines(String(decoding: bytes, as: UTF8.self)))
        } catch {
            return .failure(.init(sentence: Messages.recordNotRead(path, error)))
        }
    }

    private func tell(_ result: Result, _ cell: NotebookCell, _ labels: Labels, path: String, isAccepted: Bool) {
        let prefix = labels.prefix(cell.id)
        guard result.differs else {
            let remarks = result.comparison?.remarks ?? []
            return write(prefix + (["same"] + remarks).joined(separator: "   "))
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
        if !isAccepted { write("      " + Messages.accept(Files.name(of: path), cell: cell.number ?? 0)) }
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
        (states[id]?.outputs ?? []).compactMap { output in
            if case .record(let name, let csv) = output {
                let record = Record(name: name, csv: csv)
                return .record(name: record.name, csv: record.lines)
            }
            let lines = output.lines(width: Session.fileWidth, glyphs: .ascii)
            return lines.isEmpty ? nil : output.isError ? .error(lines) : .text(lines)
        }
    }

    /// Leaves the recorded outputs of all other cells as they are.
    mutating func keepUnsaved(only cells: Set<CellID>) {
        for id in states.keys where !cells.contains(id) { states[id]?.isUnsaved = false }
    }
}
