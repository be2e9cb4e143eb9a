import CSQLite
import Glibc

/// An open database. It lives for one look or one transaction, so that no file stays locked or open between two fits.
///
/// The journal is SQLite's oldest kind, a file that is gone when a transaction ends. A write-ahead log would leave two
/// more files beside the notebook, and its gain, readers beside a writer, is nothing for one row at the end of a fit.
final class Connection {
    enum Cell {
        case null
        case whole(Int)
        case real(Double)
        case text(String)
    }

    private let handle: OpaquePointer
    /// Seconds that another process may take for its transaction.
    private static let patience: Int32 = 2
    /// A text longer than this comes from a broken or hostile file.
    private static let longest: Int32 = 1 << 22

    init(_ path: String, creates: Bool) throws(LogFault) {
        var facts = stat()
        let isThere = stat(path, &facts) == 0
        // A pipe would make SQLite wait, and a folder is told apart from a closed one.
        if isThere, facts.st_mode & S_IFMT != S_IFREG { throw .notAFile }
        if !isThere, !creates { throw .noFile }
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (creates ? SQLITE_OPEN_CREATE : 0)
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close(opened)
            throw LogFault(code: code)
        }
        handle = opened
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Connection.patience * 1000)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Connection.longest)
        sqlite_distrust(handle)
    }

    deinit { sqlite3_close(handle) }

    /// All rows that a statement gives.
    @discardableResult
    func rows(_ sql: String, _ values: [Cell] = []) throws(LogFault) -> [[Cell]] {
        let statement = try Statement(sql, handle)
        var rows: [[Cell]] = []
        try statement.bind(values)
        while try statement.step() { rows.append(statement.row) }
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

    var lastNumber: Int { Int(sqlite3_last_insert_rowid(handle)) }
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
