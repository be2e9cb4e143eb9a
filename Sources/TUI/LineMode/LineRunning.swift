import Base
import Display
import Language
import Notebook
import Views

/// What was printed of the cells that run.
struct LineReports {
    /// The cell that was just typed: its outputs need no heading.
    var typed: CellID?
    /// The cell whose outputs were printed last.
    var printed: CellID?
    var ticker: (cell: CellID, ticker: ProgressTicker)?
    /// Lines of progress that are due: the ticker hands them over here.
    let due = Lock<[String]>([])
}

/// Outputs as they come, progress in words, and how runs ended.
extension LineApp {
    /// The one thing that the worker tells next; the session does not know it yet.
    func hear(_ edit: Edit) {
        switch edit {
        case .output(let id, let output): report(lines(output), of: id)
        case .presented(let id, let value): present(value, of: id)
        case .progressed(let id, let progress): tell(progress, of: id)
        case .finished(let id, let result):
            options.bar?(nil)
            tell(result.ending, of: id)
        default: break
        }
    }

    private func report(_ lines: [String], of id: CellID) {
        guard !lines.isEmpty else { return }
        if id != reports.typed, id != reports.printed { write(name(id) + ":") }
        reports.printed = id
        write(lines)
    }

    /// What opens a view says itself what it shows; to a screen reader that is enough.
    private func present(_ value: Value, of id: CellID) {
        if options.isSpoken, session.queue.isEmpty, case .object(let object) = value, object is any HasViewer {
            reports.printed = id
            return
        }
        report(lines(.value(value)), of: id)
    }

    private func tell(_ progress: Progress, of id: CellID) {
        // Where a prompt is shown, nothing may be drawn over it.
        if let bar = options.bar, waits, viewer == nil { return bar(progress) }
        if reports.ticker?.cell != id {
            let due = reports.due
            reports.ticker = (id, ProgressTicker(prefix: "") { text in due.with { $0.append(text) } })
        }
        reports.ticker?.ticker.tick(progress)
        let due = reports.due.with { lines in
            defer { lines = [] }
            return lines
        }
        for line in due { write("\(name(id)): " + Spoken.plain(line).joined(separator: ", ")) }
    }

    /// What ended without a word is named with its state.
    private func tell(_ ending: CellResult.Ending, of id: CellID) {
        let isTold =
            switch ending {
            case .finished: id == reports.printed || id == reports.typed
            case .failed: id == reports.typed
            case .stopped: false
            }
        if !isTold { write("\(name(id)): \(Phrases.state(ending))") }
    }

    /// Nothing runs any longer: what follows is about other cells.
    func forgetReports() {
        guard session.running == nil else { return }
        (reports.printed, reports.typed, reports.ticker) = (nil, nil, nil)
        waits = false
    }

    private func name(_ id: CellID) -> String { session[id].map { LineCells.name($0, in: session) } ?? "a cell" }

    func greet() {
        guard options.isTerminal else { return }
        if let path = session.path {
            let count = session.cells.count { $0.kind == .code }
            write(Phrases.greeting(Phrases.fileName(path), cells: count))
            write(brief(app.controller.focus))
        } else {
            write(Phrases.hello)
        }
    }
}

extension Phrases {
    static let hello = "unroll 1.0   ?name explains   :help commands   Tab completes   Ctrl-D quits"
    static func greeting(_ name: String, cells: Int) -> String {
        "\(name), \(cells) \(cells == 1 ? "cell" : "cells"). "
            + ":list lists them, :run all runs them, :help tells what else, Ctrl-D leaves."
    }
    static func state(_ ending: CellResult.Ending) -> String {
        switch ending {
        case .finished: NotebookCell.Status.ok.word
        case .failed: NotebookCell.Status.failed.word
        case .stopped: "stopped; what is finished is kept"
        }
    }
}
