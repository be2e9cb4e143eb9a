import Glibc
import Sandbox
import Synchronization

/// The fits of one notebook, in a SQLite database in the user's own state folder, `runs/<notebook>/runs.sqlite`.
///
/// It is not next to the notebook: a folder may come from anyone, with a link in the log's place, or with a journal whose
/// bytes make SQLite delete a file. Nothing that came with a folder is opened as a database here; `LogCopy` reads such a
/// file as bytes.
///
/// Each fit is written when it ends; a process that dies in the middle of a fit leaves that fit out and nothing else.
/// What cannot be written stays in memory, is listed with the others, and is written with the next one that can.
package final class RunLog: Sendable {
    /// The newest of this many are kept.
    package static let limit = 1000

    private struct State: Sendable {
        /// nil where there is no notebook yet, or the user has no state folder.
        var folder: String?
        /// The file as it was when its pages were last checked, or written here.
        var checked: FileStamp?
        var unwritten: [LoggedRun] = []
        /// What has been reported already.
        var reported: Set<LogFault> = []
    }

    private let state: Mutex<State>
    private let version: String

    /// `folder`: the notebook's folder for its log, if it has one. Nothing is opened or made before a fit has ended.
    package init(in folder: String?, version: String) {
        state = Mutex(State(folder: folder))
        self.version = version
    }

    /// The notebook has another name from now on; what was not written yet goes there.
    package func move(to folder: String?) {
        let isNew = state.withLock { state in
            defer { if state.folder != folder { (state.folder, state.checked, state.reported) = (folder, nil, []) } }
            return state.folder != folder
        }
        if isNew { _ = write([]) }
    }

    /// Makes the log's folder, for a caller that needs its path before a fit has ended; nil where there can be none.
    package func makeFolder() -> String? { state.withLock { $0.folder }.flatMap { try? StateFolder.make($0) } }

    /// Removes the log's folder if nothing was logged.
    package func close() { if let folder = state.withLock({ $0.folder }) { rmdir(folder) } }

    /// Writes a run that has just ended, after those that could not be written before. What is in the way is returned,
    /// each thing once.
    package func add(_ run: LoggedRun) -> String? {
        var run = run
        (run.ended, run.version) = (RunLog.now, version)
        return write([run])
    }

    private func write(_ new: [LoggedRun]) -> String? {
        let (folder, runs) = state.withLock { state in
            defer { state.unwritten = [] }
            return (state.folder, Array((state.unwritten + new).suffix(RunLog.limit)))
        }
        guard let folder, !runs.isEmpty else {
            keep(runs)
            return nil
        }
        do throws(LogFault) {
            try add(runs, in: folder)
            state.withLock { $0.reported = [] }
            return nil
        } catch {
            keep(runs)
            return report(error, Messages.notLogged(error))
        }
    }

    /// All runs, oldest first, without their curves, and what keeps some from being read.
    package func runs(isStopped: @escaping () -> Bool = { false }) -> (runs: [LoggedRun], trouble: String?) {
        let (folder, unwritten) = state.withLock { ($0.folder, $0.unwritten) }
        guard let folder else { return (RunLog.numbered(unwritten, after: 0), nil) }
        do throws(LogFault) {
            let written = try read(folder, isStopped)
            return (written + RunLog.numbered(unwritten, after: written.last?.number ?? 0), nil)
        } catch {
            let trouble = error == .noFile ? nil : report(error, Messages.notRead(error))
            return (RunLog.numbered(unwritten, after: 0), trouble)
        }
    }

    /// A run with its curves.
    package func run(_ number: Int, isStopped: @escaping () -> Bool = { false }) -> LoggedRun? {
        guard var run = runs(isStopped: isStopped).runs.last(where: { $0.number == number }) else { return nil }
        guard run.curves.isEmpty, let folder = state.withLock({ $0.folder }),
            let curves = try? curves(of: number, in: folder, isStopped)
        else { return run }
        run.take(curves)
        return run
    }

    private func keep(_ runs: [LoggedRun]) { state.withLock { $0.unwritten = runs + $0.unwritten } }

    private func report(_ fault: LogFault, _ sentence: String) -> String? {
        state.withLock { $0.reported.insert(fault).inserted } ? sentence : nil
    }

    private static func numbered(_ runs: [LoggedRun], after last: Int) -> [LoggedRun] {
        runs.enumerated().map { index, run in
            var run = run
            // The number before it comes from a file.
            run.number = last.addingReportingOverflow(index + 1).overflow ? .max : last + index + 1
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

/// The database.
extension RunLog {
    private func add(_ runs: [LoggedRun], in folder: String) throws(LogFault) {
        try write(in: folder) { connection throws(LogFault) in
            for run in runs { try Schema.add(run, connection) }
            try Schema.prune(keeping: RunLog.limit, connection)
        }
    }

    private func read(_ folder: String, _ isStopped: @escaping () -> Bool) throws(LogFault) -> [LoggedRun] {
        guard let connection = try open(folder, isStopped) else { return [] }
        return try Schema.runs(connection, limit: RunLog.limit)
    }

    private func curves(
        of number: Int, in folder: String, _ isStopped: @escaping () -> Bool
    ) throws(LogFault) -> [LoggedRun.Curve] {
        guard let connection = try open(folder, isStopped) else { return [] }
        return try Schema.curves(of: number, connection)
    }

    /// The log's path in the folder, once that is known to be the user's own.
    private static func path(in folder: String) throws(LogFault) -> String {
        do throws(StateFolder.Fault) { return try StateFolder.make(folder) + "/runs.sqlite" } catch {
            throw error == .notOwn ? .notOwn : .closed
        }
    }

    /// To be read; nil where it has no tables yet.
    private func open(_ folder: String, _ isStopped: @escaping () -> Bool) throws(LogFault) -> Connection? {
        var facts = stat()
        guard stat(folder, &facts) == 0 else { throw .noFile }
        let path = try RunLog.path(in: folder)
        let connection = try Connection(own: path, creates: false, isStopped: isStopped)
        guard try Schema.format.isKept(by: connection) else { return nil }
        try check(connection, path)
        return connection
    }

    /// All of a change or nothing of it.
    private func write(in folder: String, _ body: (Connection) throws(LogFault) -> Void) throws(LogFault) {
        let path = try RunLog.path(in: folder)
        let connection = try Connection(own: path, creates: true)
        if try Schema.format.isKept(by: connection) { try check(connection, path) }
        try connection.transaction { () throws(LogFault) in
            try Schema.format.prepare(connection)
            try body(connection)
        }
        state.withLock { $0.checked = FileStamp(path) }
    }

    /// The pages are checked once for each state of the file that was not written here.
    private func check(_ connection: Connection, _ path: String) throws(LogFault) {
        let stamp = FileStamp(path)
        if stamp != nil, state.withLock({ $0.checked }) == stamp { return }
        try Schema.checkIntegrity(connection)
        state.withLock { $0.checked = stamp }
    }
}

/// What `unroll runs` does with the log of a notebook.
extension RunLog {
    /// The runs, oldest first, without their curves.
    package func list() throws(LogFault) -> [LoggedRun] { try read(try folder, { false }) }

    package func curves(of number: Int) throws(LogFault) -> [LoggedRun.Curve] {
        try curves(of: number, in: try folder, { false })
    }

    /// Removes all but the newest `count` and gives the space back; returns how many were removed.
    package func prune(keeping count: Int) throws(LogFault) -> Int {
        guard let connection = try open(try folder, { false }) else { return 0 }
        let before = try Schema.count(connection)
        try connection.transaction { () throws(LogFault) in try Schema.prune(keeping: count, connection) }
        try connection.rows("VACUUM")
        return max(0, before - count)
    }

    /// Adds the runs of another log, with new numbers, unless they are here already; returns how many were new.
    package func add(from copy: LogCopy) throws(LogFault) -> Int {
        var added = 0
        try write(in: try folder) { connection throws(LogFault) in
            let known = Set(try Schema.runs(connection, limit: RunLog.limit).map(\.withoutNumber))
            for run in try copy.runs() where !known.contains(run.withoutNumber) {
                var complete = run
                complete.take(try copy.curves(of: run.number))
                try Schema.add(complete, connection)
                added += 1
            }
            try Schema.prune(keeping: RunLog.limit, connection)
        }
        return added
    }

    /// The log as the bytes of a database, for a file of its own.
    package func bytes() throws(LogFault) -> [UInt8] {
        guard let connection = try open(try folder, { false }) else { throw .noFile }
        return try connection.bytes
    }

    private var folder: String {
        get throws(LogFault) {
            guard let folder = state.withLock({ $0.folder }) else { throw .noStateFolder }
            return folder
        }
    }
}

/// A log that came from elsewhere, or was exported: its bytes, read in memory.
package struct LogCopy {
    private let connection: Connection

    package init(_ bytes: [UInt8]) throws(LogFault) {
        connection = try Connection(foreign: bytes)
        guard try Schema.format.isKept(by: connection) else { throw .foreign }
        try Schema.checkIntegrity(connection)
    }

    /// The newest runs, oldest of them first, without their curves.
    package func runs() throws(LogFault) -> [LoggedRun] { try Schema.runs(connection, limit: RunLog.limit) }

    package func curves(of number: Int) throws(LogFault) -> [LoggedRun.Curve] {
        try Schema.curves(of: number, connection)
    }
}

extension LoggedRun {
    fileprivate var withoutNumber: LoggedRun {
        var run = self
        run.number = 0
        return run
    }
}

/// What tells one state of a file from another without reading it.
private struct FileStamp: Hashable, Sendable {
    private let device, number: UInt64
    private let size, seconds, nanoseconds: Int

    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        (device, number, size) = (UInt64(facts.st_dev), UInt64(facts.st_ino), Int(facts.st_size))
        (seconds, nanoseconds) = (facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec)
    }
}
