import CSQLite

/// What keeps a log from being read or written.
package enum LogFault: Error, Hashable, Sendable {
    /// Another process has been writing for seconds.
    case busy
    /// Its bytes are not those of a database, or no longer.
    case broken
    /// A database of something else.
    case foreign
    /// Written by a later version of the program.
    case newer(Int)
    case noFile
    case notAFile
    /// The file, its folder or the file system takes nothing.
    case closed
    case full
    /// SQLite's number for anything else.
    case other(code: Int32)

    init(code: Int32) {
        self =
            switch code & 0xFF {
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            case SQLITE_NOTADB, SQLITE_CORRUPT: .broken
            case SQLITE_ERROR, SQLITE_SCHEMA, SQLITE_CONSTRAINT: .foreign
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: .closed
            case SQLITE_FULL: .full
            default: .other(code: code)
            }
    }

    /// Said after "it", or what it is about.
    package var sentence: String {
        switch self {
        case .busy: "another process is writing to it"
        case .broken: "it is damaged, or no database"
        case .foreign: "it is a database of something else"
        case .newer(let version):
            "it has format \(version), which a later version of Unroll wrote; this one knows \(Schema.version)"
        case .noFile: "there is no such file"
        case .notAFile: "it is not a regular file"
        case .closed: "the file or its folder cannot be written"
        case .full: "the disk is full"
        case .other(let code): "reading or writing it failed, with SQLite's error \(code)"
        }
    }
}

/// The sentences of this target.
enum Messages {
    /// Told once, below the cell whose fit could not be logged.
    static func notLogged(_ path: String, _ fault: LogFault) -> String {
        "the run is not in \(name(path)): \(fault.sentence); the file is left as it is, the run kept until you leave"
    }

    static func notRead(_ path: String, _ fault: LogFault) -> String {
        "\(name(path)) cannot be read: \(fault.sentence); listed are the runs of this session"
    }

    private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
