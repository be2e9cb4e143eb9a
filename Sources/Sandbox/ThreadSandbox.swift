import Base
import CLandlock
import Glibc

/// What a thread may do with files, enforced by the kernel: Linux's Landlock (since 5.13).
///
/// It repeats `FileAccess` one level lower. `FileAccess` decides about each file that a cell names; this holds for every
/// system call of the thread, those of libraries among them. A thread in it starts no program, opens no network
/// connection over TCP (kernel 6.7), reaches no abstract socket and signals no other process (6.12).
package struct ThreadSandbox: Hashable, Sendable {
    /// Folders below which files may be read.
    package var readable: [String]
    /// Folders in which files may be made, written, renamed and removed.
    package var writable: [String]

    package init(readable: [String], writable: [String] = []) {
        (self.readable, self.writable) = (readable, writable)
    }

    /// Why a kernel that has Landlock did not restrict a thread.
    package struct Fault: Error, Hashable, Sendable {
        /// The system's words.
        package var reason: String
        init(code: Int32) { reason = String(cString: strerror(code)).lowercased() }
    }

    /// The version of the kernel's interface; 0 where there is none, and `restrictThread` does nothing.
    package static let version = max(0, Int(landlock_version()))

    /// Restricts the calling thread, and every thread that it starts from now on, for the rest of its life.
    package func restrictThread() throws(Fault) {
        guard ThreadSandbox.version > 0 else { return }
        let rules = landlock_rules(
            FileRights.known(ThreadSandbox.version), ThreadSandbox.version >= 4 ? 0b11 : 0,
            ThreadSandbox.version >= 6 ? 0b11 : 0)
        guard rules >= 0 else { throw Fault(code: -rules) }
        defer { close(rules) }
        for path in readable + ThreadSandbox.systemFiles { try allow(.reading, path, rules) }
        for path in writable { try allow(.writing, path, rules) }
        let code = landlock_restrict(rules)
        if code < 0 { throw Fault(code: -code) }
    }

    /// A path where there is nothing is left out.
    private func allow(_ rights: FileRights, _ path: String, _ rules: Int32) throws(Fault) {
        let place = open(path, FileRights.pathOnly | O_CLOEXEC)
        guard place >= 0 else { return }
        defer { close(place) }
        var facts = stat()
        guard fstat(place, &facts) == 0 else { return }
        let isFolder = facts.st_mode & S_IFMT == S_IFDIR
        let allowed = rights.rawValue & FileRights.known(ThreadSandbox.version)
        let code = landlock_allow(rules, place, isFolder ? allowed : allowed & FileRights.ofFiles.rawValue)
        if code < 0 { throw Fault(code: -code) }
    }

    /// What `MemoryLimit` and the C library look up while a cell runs.
    private static let systemFiles = [
        "/proc/meminfo", "/proc/self/statm", "/proc/self/cgroup", "/sys/fs/cgroup", "/sys/devices/system/cpu",
    ]
}

/// The kernel's rights, by their bits in `linux/landlock.h`.
private struct FileRights: OptionSet {
    let rawValue: UInt64
    static let execute = FileRights(rawValue: 1 << 0)
    static let writeFile = FileRights(rawValue: 1 << 1)
    static let readFile = FileRights(rawValue: 1 << 2)
    static let readFolder = FileRights(rawValue: 1 << 3)
    static let removeFile = FileRights(rawValue: 1 << 5)
    static let makeFile = FileRights(rawValue: 1 << 8)
    static let truncate = FileRights(rawValue: 1 << 14)

    static let reading: FileRights = [.readFile, .readFolder]
    static let writing: FileRights = [.readFile, .readFolder, .writeFile, .removeFile, .makeFile, .truncate]
    /// Those that a rule about a single file may name.
    static let ofFiles: FileRights = [.execute, .readFile, .writeFile, .truncate]

    /// Every right that this version of the interface knows: what no rule allows is forbidden.
    static func known(_ version: Int) -> UInt64 {
        let bits: UInt64 = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13
        return (1 << bits) - 1
    }

    /// `O_PATH`, which not every C header shows to Swift: names a file and opens nothing.
    static let pathOnly: Int32 = 0o10000000
}

extension FileAccess {
    /// The same for the kernel. `writable`: folders in which the program itself has to write while cells run.
    package func sandbox(writable: [String] = []) -> ThreadSandbox {
        ThreadSandbox(readable: roots, writable: (mayWrite ? home.map { [$0] } ?? [] : []) + writable)
    }
}
