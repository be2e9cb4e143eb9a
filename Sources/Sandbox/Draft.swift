import Base
import Glibc

/// Files that are being written: hidden, next to the file that they are to replace, and named after the process, so that
/// a later one can tell which were left behind by processes that were killed.
package enum Draft {
    /// `.name.4711.saving`
    package static func name(for file: String) -> String { start(for: file) + "\(getpid())" + ending }

    /// What the names of all drafts of a file begin with.
    package static func start(for file: String) -> String {
        let stem = shortened(file)
        return (stem.utf8.first == UInt8(ascii: ".") ? "" : ".") + stem + "."
    }

    /// Whether this is the name of a draft, beginning so, whose process is gone.
    package static func isLeft(_ name: String, start: String) -> Bool {
        guard name.utf8.starts(with: start.utf8), name.hasSuffix(ending) else { return false }
        let process = name.dropLast(ending.count).split(separator: ".").last.flatMap { Int32($0) }
        return process.map { $0 > 0 && kill($0, 0) != 0 && errno == ESRCH } ?? false
    }

    /// Leaves room for what is put around it: a name has at most 255 bytes.
    package static func shortened(_ name: String) -> String {
        name.utf8.count <= 200 ? name : Digest.hex(name.utf8, 32)
    }

    package static let ending = ".saving"

    /// Removes what is left of writing one file in an open folder.
    static func sweep(_ folder: Int32, file: String) {
        let start = start(for: file)
        for name in FolderNames.of(descriptor: folder) where isLeft(name, start: start) { unlinkat(folder, name, 0) }
    }
}
