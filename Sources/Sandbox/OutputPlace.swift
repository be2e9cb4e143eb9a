import Base
import Glibc
import Synchronization

/// What there is where an output is to be written.
package enum OutputPlace: Hashable, Sendable {
    /// Nothing, or a file without content.
    case free
    /// An output of this kind as Unroll has written it, or a file that holds the new bytes already.
    case own
    /// An output of this kind that was changed since.
    case changed
    /// A file of the user's, or another kind of output.
    case other
    case link, folder, device

    /// Looks at `name` in an open folder.
    package init(
        _ name: String, in folder: Int32 = AT_FDCWD, for bytes: [UInt8], _ kind: OutputMark.Kind
    ) throws(FileRefusal) {
        var facts = stat()
        guard fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else {
            guard errno == ENOENT else { throw FileRefusal(code: errno) }
            self = .free
            return
        }
        switch facts.st_mode & S_IFMT {
        case S_IFREG: self = try OutputPlace.file(name, folder, bytes, kind)
        case S_IFDIR: self = .folder
        case S_IFLNK: self = .link
        default: self = .device
        }
    }

    private static func file(
        _ name: String, _ folder: Int32, _ new: [UInt8], _ kind: OutputMark.Kind
    ) throws(FileRefusal) -> OutputPlace {
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw FileRefusal(code: errno) }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw FileRefusal(code: errno) }
        if facts.st_size == 0 { return .free }
        if WrittenFiles.include(facts, kind) { return .own }
        let size = Int(facts.st_size)
        // What is too large to be looked at is not overwritten.
        guard size < MemoryLimit.free / 2 else { return .other }
        let old = try FileAccess.bytes(of: file, 0..<size)
        if old == new { return .own }
        return switch OutputMark.state(of: old, kind, attribute: FileAttributes.mark(of: file)) {
        case .intact: .own
        case .changed: .changed
        case .missing: .other
        }
    }
}

/// The files that this process has written itself: known without a look into them, and where a file system has no
/// attributes.
package enum WrittenFiles {
    private struct Identity: Hashable {
        let device, number: UInt64
        let size, seconds, nanoseconds, changedSeconds, changedNanoseconds: Int

        init(_ facts: stat) {
            (device, number, size) = (UInt64(facts.st_dev), UInt64(facts.st_ino), Int(facts.st_size))
            (seconds, nanoseconds) = (facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec)
            (changedSeconds, changedNanoseconds) = (facts.st_ctim.tv_sec, facts.st_ctim.tv_nsec)
        }
    }

    private static let known = Mutex<[Identity: OutputMark.Kind]>([:])

    /// Once a file is where it belongs.
    package static func add(_ name: String, in folder: Int32 = AT_FDCWD, _ kind: OutputMark.Kind) {
        var facts = stat()
        guard fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else { return }
        let identity = Identity(facts)
        known.withLock { $0[identity] = kind }
    }

    static func include(_ facts: stat, _ kind: OutputMark.Kind) -> Bool {
        let identity = Identity(facts)
        return known.withLock { $0[identity] == kind }
    }
}
