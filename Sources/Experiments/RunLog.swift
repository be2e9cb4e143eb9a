import Glibc
import Synchronization

/// The fits of one notebook, in a SQLite database beside it: `lesson.runs.sqlite` for `lesson.unroll.md`.
///
/// Each is written when it ends; a process that dies in the middle of a fit leaves that fit out and nothing else. What
/// cannot be written stays in memory, is listed with the others, and is written with the next one that can.
package final class RunLog: Sendable {
    /// The newest of this many are kept.
    package static let limit = 1000

    private struct State: Sendable {
        /// nil where there is no notebook yet.
        var path: String?
        var unwritten: [LoggedRun] = []
        /// What has been told already.
        var told: Set<LogFault> = []
    }

    private let state: Mutex<State>
    private let version: String

    /// `notebook`: its path, if it has one. Nothing is opened or made before a fit has ended.
    package init(beside notebook: String?, version: String) {
        state = Mutex(State(path: notebook.map(RunLog.path)))
        self.version = version
    }

    /// The notebook has another name from now on; what was not written yet goes there.
    package func move(beside notebook: String) {
        let path = RunLog.path(beside: notebook)
        let isNew = state.withLock { state in
            defer { if state.path != path { (state.path, state.told) = (path, []) } }
            return state.path != path
        }
        if isNew { _ = write([]) }
    }

    /// `lesson.unroll.md` has its log in `lesson.runs.sqlite`. A path starts with `/` or `.`, so that SQLite takes it
    /// for a file whatever it is called.
    package static func path(beside notebook: String) -> String {
        var path = notebook
        for ending in [".md", ".unroll"] where path.hasSuffix(ending) { path.removeLast(ending.count) }
        return (path.hasPrefix("/") ? "" : "./") + path + ".runs.sqlite"
    }

    /// Writes a run that has just ended, after those that could not be written before. What is in the way is returned,
    /// each thing once.
    package func add(_ run: LoggedRun) -> String? {
        var run = run
        (run.ended, run.version) = (RunLog.now, version)
        return write([run])
    }

    private func write(_ new: [LoggedRun]) -> String? {
        let (path, runs) = state.withLock { state in
            defer { state.unwritten = [] }
            return (state.path, Array((state.unwritten + new).suffix(RunLog.limit)))
        }
        guard let path, !runs.isEmpty else {
            keep(runs)
            return nil
        }
        do throws(LogFault) {
            try RunLog.write(runs, to: path)
            state.withLock { $0.told = [] }
            return nil
        } catch {
            keep(runs)
            return tell(error, Messages.notLogged(path, error))
        }
    }

    /// All runs, oldest first, without their curves, and what keeps some from being read.
    package func runs() -> (runs: [LoggedRun], trouble: String?) {
        let (path, unwritten) = state.withLock { ($0.path, $0.unwritten) }
        guard let path else { return (RunLog.numbered(unwritten, after: 0), nil) }
        do throws(LogFault) {
            let written = try RunLog.read(path)
            return (written + RunLog.numbered(unwritten, after: written.last?.number ?? 0), nil)
        } catch {
            let trouble = error == .noFile ? nil : tell(error, Messages.notRead(path, error))
            return (RunLog.numbered(unwritten, after: 0), trouble)
        }
    }

    /// A run with its curves.
    package func run(_ number: Int) -> LoggedRun? {
        guard var run = runs().runs.last(where: { $0.number == number }) else { return nil }
        guard run.curves.isEmpty, let path = state.withLock({ $0.path }),
            let curves = try? RunLog.curves(of: number, in: path)
        else { return run }
        run.take(curves)
        return run
    }

    private func keep(_ runs: [LoggedRun]) { state.withLock { $0.unwritten = runs + $0.unwritten } }

    private func tell(_ fault: LogFault, _ sentence: String) -> String? {
        state.withLock { $0.told.insert(fault).inserted } ? sentence : nil
    }

    private static func numbered(_ runs: [LoggedRun], after last: Int) -> [LoggedRun] {
        runs.enumerated().map { index, run in
            var run = run
            run.number = last + index + 1
            return run
        }
    }

    private static var now: String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// The file by itself.
extension RunLog {
    private static func write(_ runs: [LoggedRun], to path: String) throws(LogFault) {
        let connection = try Connection(path, creates: true)
        try connection.transaction { () throws(LogFault) in
            try Schema.prepare(connection)
            for run in runs { try Schema.add(run, connection) }
            try Schema.prune(keeping: limit, connection)
        }
    }

    /// The runs of a log, oldest first, without their curves.
    package static func read(_ path: String) throws(LogFault) -> [LoggedRun] {
        let connection = try Connection(path, creates: false)
        return try Schema.isOurs(connection) ? try Schema.runs(connection, limit: limit) : []
    }

    package static func curves(of number: Int, in path: String) throws(LogFault) -> [LoggedRun.Curve] {
        let connection = try Connection(path, creates: false)
        return try Schema.isOurs(connection) ? try Schema.curves(of: number, connection) : []
    }

    /// Takes out all but the newest `count`, and gives the space back; returns how many were taken out.
    package static func prune(_ path: String, keeping count: Int) throws(LogFault) -> Int {
        let connection = try Connection(path, creates: false)
        guard try Schema.isOurs(connection) else { return 0 }
        let before = try Schema.runs(connection, limit: .max).count
        try connection.transaction { () throws(LogFault) in try Schema.prune(keeping: count, connection) }
        try connection.rows("VACUUM")
        return max(0, before - count)
    }
}
