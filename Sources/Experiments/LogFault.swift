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
    case newer(Int, than: Int)
    case noFile
    /// The system gave none of its bytes.
    case unreadable
    /// The environment names no home.
    case noStateFolder
    /// It or its folder belongs to another user, can be written by others, or is a link, a folder or a pipe.
    case notOwn
    /// More than a log of ours can hold.
    case tooLarge
    /// The user has asked to stop.
    case stopped
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
            case SQLITE_INTERRUPT: .stopped
            case SQLITE_TOOBIG: .tooLarge
            default: .other(code: code)
            }
    }

    /// Said after "it", or what it is about.
    package var sentence: String {
        switch self {
        case .busy: "another process is writing to it"
        case .broken: "it is damaged, or no database"
        case .foreign: "it is a database of something else"
        case .newer(let version, let known):
            "it has format \(version), which a later version of Unroll wrote; this one knows \(known)"
        case .noFile: "there is no such file"
        case .unreadable: "the file cannot be read"
        case .noStateFolder: "neither HOME nor XDG_STATE_HOME names a folder"
        case .notOwn: "it is not a private file of yours in a private folder"
        case .tooLarge: "it is larger than a log can be"
        case .stopped: "reading it was stopped"
        case .closed: "the file or its folder cannot be written"
        case .full: "the disk is full"
        case .other(let code): "reading or writing it failed, with SQLite's error \(code)"
        }
    }
}

/// The sentences of this target.
enum Messages {
    /// Reported once, below the cell whose fit could not be logged.
    static func notLogged(_ fault: LogFault) -> String {
        "the run is not in the log: \(fault.sentence); the log is left as it is, the run is kept until you leave"
    }

    static func notRead(_ fault: LogFault) -> String {
        "the log of runs cannot be read: \(fault.sentence); listed are the runs of this session"
    }
}
