import Glibc

/// The user's own folder for what the program remembers between two starts: `$XDG_STATE_HOME/unroll`, or
/// `~/.local/state/unroll`.
package enum StateFolder {
    /// Its path; nil where the environment names no home. As the XDG base directory specification asks, a relative path
    /// counts as none: it would lead into whatever folder the program is started in. `environment` as of `getenv`.
    package static func path(_ environment: (String) -> String? = variable) -> String? {
        let state = environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment("HOME").flatMap { $0.hasPrefix("/") ? $0 + "/.local/state" : nil }
        return (state ?? home).map { $0 + "/unroll" }
    }

    /// Makes a folder and those above it, as far as they are missing; only the user can look into them. Returns its real
    /// path. Refused where it is a link, or where another user owns it or may write into it.
    package static func make(_ path: String) throws(Fault) -> String {
        makeFolders(path)
        var facts = stat()
        guard lstat(path, &facts) == 0 else { throw .system(code: errno) }
        guard isPrivate(facts, S_IFDIR), let real = RealPath.of(path) else { throw .notOwn }
        return real
    }

    package enum Fault: Error, Hashable, Sendable {
        case notOwn
        /// The system's number.
        case system(code: Int32)
    }

    /// Whether it is of this kind, belongs to the user, and others may not write it.
    package static func isPrivate(_ facts: stat, _ kind: mode_t) -> Bool {
        facts.st_mode & S_IFMT == kind && facts.st_uid == geteuid() && facts.st_mode & 0o022 == 0
    }

    package static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func makeFolders(_ path: String) {
        guard path != "/", path != ".", mkdir(path, 0o700) != 0, errno == ENOENT else { return }
        makeFolders(RealPath.folder(of: path))
        mkdir(path, 0o700)
    }
}
