import Display
import Language

/// Notebooks without a screen: run, write, check.
package struct Runner: Sendable {
    /// The program's exit status.
    package enum Status: Int32, Sendable { case same = 0, differs = 1, failed = 2, file = 3, stopped = 130 }

    package var builtins: Builtins
    /// The bytes of a data file or data set, and the notebook's folder.
    package var dataFile: @Sendable (String, _ folder: String) -> [UInt8]?
    /// Columns of the output.
    package var width: Int
    package var glyphs: Glyphs
    /// Drawings are told in words.
    package var isSpoken: Bool
    /// Receives each line.
    package var write: @Sendable (String) -> Void
    /// Polled: whether the user has asked to stop.
    package var isStopped: @Sendable () -> Bool

    package init(
        builtins: Builtins, width: Int = 80, glyphs: Glyphs = .ascii, isSpoken: Bool = false,
        dataFile: @escaping @Sendable (String, _ folder: String) -> [UInt8]? = { _, _ in nil },
        isStopped: @escaping @Sendable () -> Bool = { false },
        write: @escaping @Sendable (String) -> Void
    ) {
        self.builtins = builtins
        self.width = width
        self.glyphs = glyphs
        self.isSpoken = isSpoken
        self.dataFile = dataFile
        self.isStopped = isStopped
        self.write = write
    }

    /// Runs all cells and prints them with their outputs; `saves` writes the outputs into the file if all went well.
    package func run(_ path: String, saves: Bool = false) -> Status {
        guard var session = open(path) else { return .file }
        let before = session.document.bytes
        let labels = Labels(session)
        let ending = runAll(
            &session, labels,
            begin: { cell in
                write(labels.title(cell, width: isSpoken ? 0 : width))
                for line in cell.source.split(separator: "\n", omittingEmptySubsequences: false) {
                    write(line.isEmpty ? ">" : "> " + Text.visible(String(line)))
                }
            }
        ) { session, cell in
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
        case .failed: write(Messages.runFailed(cell: failed(session), saves: saves))
        default: return saves ? save(&session, over: before) : .same
        }
        return ending
    }

    /// The notebook, or nil after saying why not.
    func open(_ path: String) -> Session? {
        do throws(FileFault) {
            let bytes = try Files.read(path)
            Files.finishSaving(of: path, holding: bytes)
            let document = Document(bytes)
            let folder = Files.folder(of: path)
            let dataFile = dataFile
            let session = Session(document, path: path, builtins: builtins, dataFile: { dataFile($0, folder) })
            write(Messages.heading(Files.name(of: path), cells: document.numbered.count, seed: document.seed))
            for note in document.notes { write("note: " + note) }
            return session
        } catch {
            write(Messages.cannotRead(path, error))
            return nil
        }
    }

    /// Runs the cells in order until one fails or the user stops; `begin` hears of each before, `tell` when it has run.
    func runAll(
        _ session: inout Session, _ labels: Labels, begin: (NotebookCell) -> Void = { _ in },
        _ tell: (Session, NotebookCell) -> Void
    ) -> Status {
        var effects = session.apply(.runAll)
        let folder = session.path.map(Files.folder) ?? "."
        while !effects.isEmpty {
            guard !isStopped() else { return .stopped }
            guard case .evaluate(let evaluation) = effects.removeFirst() else { return .failed }
            if let cell = session[evaluation.cell] { begin(cell) }
            let told = Lock<[Edit]>([])
            let ticker = ProgressTicker(prefix: labels.prefix(evaluation.cell), write: write)
            Worker.run(evaluation, builtins: builtins, folder: folder, flag: StopFlag(or: isStopped)) { edit in
                if case .progressed(_, let progress) = edit { ticker.tick(progress) }
                told.with { $0.append(edit) }
            }
            for edit in told.with({ $0 }) { effects += session.apply(edit).filter(\.isEvaluation) }
            guard let cell = session[evaluation.cell] else { continue }
            tell(session, cell)
            if cell.status == .failed { return .failed }
            if session.states[evaluation.cell]?.source == Session.unfinished { return .stopped }
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
