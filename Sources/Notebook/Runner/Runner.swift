import Base
import Display
import Language
import Sandbox

/// Notebooks without a screen: run, write, check.
package struct Runner: Sendable {
    /// The program's exit status.
    package enum Status: Int32, Sendable {
        case same = 0
        case differs = 1
        case failed = 2
        case file = 3
        case outOfTime = 124
        case stopped = 130
    }

    package var builtins: Builtins
    /// What the cells of a notebook at this path may read and write.
    package var access: @Sendable (_ path: String) -> FileAccess
    /// The bytes of a data file or data set.
    package var dataFile: @Sendable (String, FileAccess) -> [UInt8]?
    /// Columns of the output.
    package var width: Int
    package var glyphs: Glyphs
    /// What the cells may ask of their host beside: a log of runs.
    package var services: [any Sendable] = []
    /// What the kernel lets the cells' threads do.
    package var sandbox: CellSandbox = { $0.sandbox() }
    /// Where it is noted which outputs were computed here.
    package var ledger: any OutputLedger = NoLedger()
    /// Arguments that have another value than the cells say.
    package var overrides: Overrides?
    /// Drawings are told in words.
    package var isSpoken: Bool
    /// Receives each line.
    package var write: @Sendable (String) -> Void
    /// A cell that takes longer is stopped.
    package var secondsPerCell: Double?
    /// When the time of the running cell is over, on the monotonic clock.
    private let cellEnd = Lock<Double?>(nil)
    /// Polled: whether the user has asked to stop.
    package var isStopped: @Sendable () -> Bool

    package init(
        builtins: Builtins, width: Int = 80, glyphs: Glyphs = .ascii, isSpoken: Bool = false,
        access: @escaping @Sendable (_ path: String) -> FileAccess = { FileAccess(folder: Files.folder(of: $0)) },
        dataFile: @escaping @Sendable (String, FileAccess) -> [UInt8]? = { _, _ in nil },
        secondsPerCell: Double? = nil, isStopped: @escaping @Sendable () -> Bool = { false },
        write: @escaping @Sendable (String) -> Void
    ) {
        self.builtins = builtins
        self.width = width
        self.glyphs = glyphs
        self.access = access
        self.isSpoken = isSpoken
        self.dataFile = dataFile
        self.secondsPerCell = secondsPerCell
        self.isStopped = isStopped
        self.write = write
    }

    /// Runs all cells and prints them with their outputs; `saves` writes the outputs into the file if all went well.
    package func run(_ path: String, saves: Bool = false) -> Status {
        guard var session = open(path, keepsOutputs: saves), areFit(to: [session]) else { return .file }
        let before = session.document.bytes
        let labels = Labels(session)
        let begin = { (cell: NotebookCell) in
            write(labels.title(cell, width: isSpoken ? 0 : width))
            for line in cell.source.split(separator: "\n", omittingEmptySubsequences: false) {
                write(line.isEmpty ? ">" : "> " + Text.visible(String(line)))
            }
        }
        let ending = runAll(&session, labels, begin: begin) { session, cell in
            for output in cell.outputs {
                if case .record(let name, let csv) = output {
                    write("  " + Messages.record(name, rows: Record(name: name, csv: csv).rows))
                }
                let lines = isSpoken ? output.spoken() : output.lines(width: width - 2, glyphs: glyphs)
                for line in lines { write(line.isEmpty ? "" : "  " + line) }
            }
        }
        switch ending {
        case .stopped: write(Messages.runStopped(saves: saves))
        case .outOfTime: write(Messages.outOfTime(secondsPerCell, saves: saves))
        case .failed: write(Messages.runFailed(cell: failed(session), saves: saves))
        default:
            guard saves else { return .same }
            let changed = changed(session)
            session.keepUnsaved(only: changed)
            for cell in session.cells where !changed.contains(cell.id) { session.addCharts(to: cell.id) }
            return save(&session, over: before)
        }
        return ending
    }

    /// The cells whose recorded outputs are not those of now. What came out the same, within the cell's tolerance, stays
    /// as it is recorded: processors round differently, and a file that goes from one to another would never rest.
    private func changed(_ session: Session) -> Set<CellID> {
        let cells = zip(session.cells, session.document.blocks).filter { cell, block in
            let isOfNow = block.region?.source == session.links[cell.id]?.source
            return cell.kind == .code && !(isOfNow && !compare(cell, block.region, session).differs)
        }
        return Set(cells.map(\.0.id))
    }

    /// Whether the running cell goes on though its time has been over for some seconds: for who can end the program.
    package var isStuck: Bool { cellEnd.with { $0 }.map { Clock.monotonic() > $0 + 5 } ?? false }

    /// The notebook, or the cells of a script, which cannot keep outputs; nil after saying why not.
    func open(_ path: String, keepsOutputs: Bool = false, hasHeading: Bool = true) -> Session? {
        do throws(FileFault) {
            let bytes = try Files.read(path)
            let isScript = Script.isOne(bytes, path: path)
            if isScript, keepsOutputs {
                write(Messages.scriptKeepsNothing(path))
                return nil
            }
            if !isScript { Files.finishSaving(of: path, holding: bytes) }
            let document = isScript ? Document(script: bytes) : Document(bytes)
            let (dataFile, access) = (dataFile, access(path))
            let session = Session(
                document, path: path, builtins: builtins, ledger: ledger, dataFile: { dataFile($0, access) })
            if hasHeading {
                let name = Text.visible(Files.name(of: path))
                write(
                    Messages.heading(
                        name, cells: document.numbered.count, seed: document.seed, set: overrides?.text))
            }
            for note in document.notes { write("note: " + note) }
            return session
        } catch {
            write(Messages.cannotRead(path, error))
            return nil
        }
    }

    /// Whether what is to be set means something in one of them; if not, that is said.
    func areFit(to sessions: [Session]) -> Bool {
        let programs = sessions.flatMap { $0.links.values.compactMap { $0.program?.program } }
        do throws(Overrides.Fault) { try overrides?.check(against: programs, builtins) } catch {
            write(error.sentence)
            return false
        }
        return true
    }

    /// Runs the cells in order until one fails or the user stops; `begin` hears of each before, `tell` when it has run.
    func runAll(
        _ session: inout Session, _ labels: Labels, begin: (NotebookCell) -> Void = { _ in },
        _ tell: (Session, NotebookCell) -> Void
    ) -> Status {
        var effects = session.apply(.runAll)
        let access = access(session.path ?? ".")
        let services = services + (overrides.map { [$0] } ?? [])
        while !effects.isEmpty {
            guard !isStopped() else { return .stopped }
            guard case .evaluate(let evaluation) = effects.removeFirst() else { return .failed }
            if let cell = session[evaluation.cell] { begin(cell) }
            let told = Lock<[Edit]>([])
            let ticker = ProgressTicker(prefix: labels.prefix(evaluation.cell), write: write)
            let end = secondsPerCell.map { Clock.monotonic() + $0 }
            cellEnd.with { $0 = end }
            defer { cellEnd.with { $0 = nil } }
            let isOver = { @Sendable in end.map { Clock.monotonic() >= $0 } ?? false }
            let flag = StopFlag(or: { [isStopped] in isStopped() || isOver() })
            Worker.run(
                evaluation, builtins: builtins, access: access, services: services, sandbox: sandbox, flag: flag
            ) { edit in
                if case .progressed(_, let progress) = edit { ticker.tick(progress) }
                told.with { $0.append(edit) }
            }
            for edit in told.with({ $0 }) { effects += session.apply(edit).filter(\.isEvaluation) }
            guard let cell = session[evaluation.cell] else { continue }
            tell(session, cell)
            if cell.status == .failed { return .failed }
            if session.states[evaluation.cell]?.source == Session.unfinished {
                return isStopped() || !isOver() ? .stopped : .outOfTime
            }
        }
        return session.runnable.allSatisfy { session.document[$0]?.hasConflict != true } ? .same : .failed
    }

    /// The number of the cell that failed.
    func failed(_ session: Session) -> Int {
        session.cells.first { $0.status == .failed }?.number ?? 0
    }

    /// `before`: the file as it was read. One that was saved elsewhere while the cells ran is left alone.
    func save(_ session: inout Session, over before: [UInt8]) -> Status {
        for case .save(let saving) in session.apply(.save()) {
            do throws(FileFault) {
                let now = try? Files.read(saving.path)
                if let now, now != before, now != saving.bytes {
                    write(Messages.changedMeanwhile(saving.path))
                    return .file
                }
                let isSame = saving.records.isEmpty && now == saving.bytes
                if !isSame { try Files.write(saving) }
                ledger.add(saving.verified)
                write(Messages.saved(saving.path))
            } catch {
                write(Messages.cannotWrite(saving.path, error))
                return .file
            }
        }
        _ = session.apply(.saved)
        return .same
    }
}

extension Effect {
    fileprivate var isEvaluation: Bool { if case .evaluate = self { true } else { false } }
}

/// How lines name the cells: number and id, or else the first name a cell defines or calls.
struct Labels: Sendable {
    private var names: [CellID: (number: Int, name: String)] = [:]
    private let columns: Int

    init(_ session: Session) {
        for (number, block) in session.document.numbered {
            let program = session.links[block.id]?.program?.program
            names[block.id] = (number, block.options.id ?? program?.firstName ?? "")
        }
        columns = min(max(names.values.map { Text.width(of: $0.name) }.max() ?? 0, 8), 12)
    }

    /// `  4 fit       `
    func prefix(_ cell: CellID) -> String {
        let (number, name) = names[cell] ?? (0, "")
        return Text.pad("\(number)", to: 3, .right) + " " + Text.pad(Text.clip(name, to: columns), to: columns) + "  "
    }

    /// `-- cell 4 fit ------`, or without the name where the cell has no id; without the strokes where there is no width.
    func title(_ cell: NotebookCell, width: Int) -> String {
        let name = cell.options.id.map { " " + $0 } ?? ""
        guard width > 0 else { return "cell \(cell.number ?? 0)\(name)" }
        let title = Text.clip("-- cell \(cell.number ?? 0)\(name)", to: max(width - 4, 20))
        return title + " " + String(repeating: "-", count: max(width - Text.width(of: title) - 1, 3))
    }
}

extension Program {
    fileprivate var firstName: String? {
        guard let first = statements.first else { return nil }
        if let name = first.names.first { return name.text }
        if case .call(let call) = first.value.node { return call.name.text }
        return nil
    }
}

/// Where nothing can be redrawn: a line of progress when 5 % more is done, at most one a second, and one in 5 s.
package final class ProgressTicker: Sendable {
    private let last = Lock((time: ContinuousClock.now, fraction: 0.0))
    private let prefix: String
    private let write: @Sendable (String) -> Void

    package init(prefix: String, write: @escaping @Sendable (String) -> Void) {
        self.prefix = prefix
        self.write = write
    }

    package func tick(_ progress: Language.Progress) {
        let now = ContinuousClock.now
        let isDue = last.with { last in
            let waited = now - last.time
            let isFurther = progress.fraction - last.fraction >= 0.05 && waited >= .seconds(1)
            guard isFurther || waited >= .seconds(5) else { return false }
            last = (now, progress.fraction)
            return true
        }
        if isDue { write(prefix + (PlainText.lines(progress.line).last ?? "")) }
    }
}
