import Base
import CSQLite
import Glibc
import Sandbox

/// An open database. It lives for one look or one transaction, so that no file stays locked or open between two fits.
///
/// The journal is SQLite's oldest kind, a file that is gone when a transaction ends. A write-ahead log would leave two
/// more files next to the database, and its gain, readers next to a writer, is nothing for one row at the end of a fit.
///
/// SQLite opens no file that the user did not make: playing a journal that came with a foreign database deletes files
/// (a super-journal's name is whatever its bytes say). A foreign database is read as bytes, in memory.
final class Connection {
    enum Cell {
        case null
        case whole(Int)
        case real(Double)
        case text(String)
    }

    private let handle: OpaquePointer
    private let watch: Watch
    /// Seconds that another process may take for its transaction.
    private static let patience: Int32 = 2
    /// What one statement may give, in bytes.
    private static let mostBytes = 256 << 20
    /// A text longer than this comes from a broken or hostile file.
    private static let longest: Int32 = 1 << 22

    /// The user's own log. Its folder is private and its path has no link in it (`LogFolder`).
    convenience init(own path: String, creates: Bool, isStopped: @escaping () -> Bool = { false }) throws(LogFault) {
        try Connection.checkOwn(path, creates: creates)
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW
        try self.init(path, flags, isStopped)
    }

    /// A database from elsewhere, as its bytes: read only.
    convenience init(foreign bytes: [UInt8], isStopped: @escaping () -> Bool = { false }) throws(LogFault) {
        try self.init(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, isStopped)
        let code = bytes.withUnsafeBytes { sqlite_take(handle, $0.baseAddress, Int64($0.count)) }
        if code != SQLITE_OK { throw LogFault(code: code) }
    }

    private init(_ path: String, _ flags: Int32, _ isStopped: @escaping () -> Bool) throws(LogFault) {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close(opened)
            throw LogFault(code: code)
        }
        (handle, watch) = (opened, Watch(isStopped))
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Connection.patience * 1000)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Connection.longest)
        sqlite_distrust(handle)
        sqlite3_progress_handler(handle, 10_000, Watch.asked, Unmanaged.passUnretained(watch).toOpaque())
    }

    /// A file of the user's, private, or a new one. SQLite gives a journal the rights of its database.
    private static func checkOwn(_ path: String, creates: Bool) throws(LogFault) {
        if creates {
            let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if file >= 0 { close(file) }
        }
        for name in [path, path + "-journal"] {
            var facts = stat()
            guard lstat(name, &facts) == 0 else {
                if name != path { continue }
                throw errno == ENOENT && !creates ? .noFile : .closed
            }
            guard StateFolder.isPrivate(facts, S_IFREG) else { throw .notOwn }
        }
    }

    deinit { sqlite3_close(handle) }

    /// All rows that a statement gives.
    @discardableResult
    func rows(_ sql: String, _ values: [Cell] = []) throws(LogFault) -> [[Cell]] {
        let statement = try Statement(sql, handle)
        var rows: [[Cell]] = []
        try statement.bind(values)
        var room = Connection.mostBytes
        while try statement.step() {
            let row = statement.row
            room -= row.reduce(0) { $0 + MemoryLayout<Cell>.stride + ($1.text?.utf8.count ?? 0) }
            if room < 0 { throw .tooLarge }
            rows.append(row)
        }
        return rows
    }

    /// A statement once for each row of values.
    func run(_ sql: String, each rows: [[Cell]]) throws(LogFault) {
        let statement = try Statement(sql, handle)
        for row in rows {
            try statement.bind(row)
            while try statement.step() {}
        }
    }

    /// All or nothing; others wait from its first statement on.
    func transaction(_ body: () throws(LogFault) -> Void) throws(LogFault) {
        try rows("BEGIN IMMEDIATE")
        do throws(LogFault) {
            try body()
            try rows("COMMIT")
        } catch {
            _ = try? rows("ROLLBACK")
            throw error
        }
    }

    /// Whether the pages of the file fit together.
    func checkPages() throws(LogFault) {
        guard case .text("ok")? = try rows("PRAGMA quick_check(1)").first?.first else { throw .broken }
    }

    /// The whole database as one file's bytes.
    var bytes: [UInt8] {
        get throws(LogFault) {
            var size: Int64 = 0
            guard let copy = sqlite3_serialize(handle, "main", &size, 0) else { throw .other(code: SQLITE_NOMEM) }
            defer { sqlite3_free(copy) }
            return Array(UnsafeBufferPointer(start: copy, count: Int(size)))
        }
    }

    var lastNumber: Int { Int(sqlite3_last_insert_rowid(handle)) }
}

/// Asked while a statement runs: ends it when the user has asked for that.
private final class Watch {
    private let isStopped: () -> Bool
    init(_ isStopped: @escaping () -> Bool) { self.isStopped = isStopped }

    static let asked: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { watch in
        watch.map { Unmanaged<Watch>.fromOpaque($0).takeUnretainedValue().isStopped() ? 1 : 0 } ?? 0
    }
}

/// A statement at work.
private final class Statement {
    private let handle: OpaquePointer

    init(_ sql: String, _ connection: OpaquePointer) throws(LogFault) {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, sql, -1, &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw LogFault(code: code) }
        handle = prepared
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ values: [Connection.Cell]) throws(LogFault) {
        sqlite3_reset(handle)
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code =
                switch value {
                case .null: sqlite3_bind_null(handle, place)
                case .whole(let number): sqlite3_bind_int64(handle, place, Int64(number))
                case .real(let number): sqlite3_bind_double(handle, place, number)
                case .text(let text): sqlite_bind_text(handle, place, text, Int32(clamping: text.utf8.count))
                }
            if code != SQLITE_OK { throw LogFault(code: code) }
        }
    }

    /// False at the end.
    func step() throws(LogFault) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw LogFault(code: code)
        }
    }

    var row: [Connection.Cell] { (0..<sqlite3_column_count(handle)).map(cell) }

    private func cell(_ place: Int32) -> Connection.Cell {
        switch sqlite3_column_type(handle, place) {
        case SQLITE_INTEGER: .whole(Int(sqlite3_column_int64(handle, place)))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, place))
        case SQLITE_TEXT: sqlite3_column_text(handle, place).map { .text(String(cString: $0)) } ?? .null
        default: .null
        }
    }
}

/// What a file holds may be of another type than its column says.
extension Connection.Cell {
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ number: Double?) { self = number.map { .real($0) } ?? .null }
    init(_ number: Int?) { self = number.map { .whole($0) } ?? .null }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    var real: Double? {
        switch self {
        case .real(let number): number
        case .whole(let number): Double(number)
        case .null, .text: nil
        }
    }

    var whole: Int? {
        switch self {
        case .whole(let number): number
        case .real(let number): Int(exactly: number)
        case .null, .text: nil
        }
    }
}
