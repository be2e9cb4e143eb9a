import Base
import Glibc
import Sandbox

/// The files of a notebook: read whole, written whole or not at all.
package enum Files {
    /// A notebook larger than this is a mistake.
    static let largest = 256 << 20

    /// The bytes of a text file.
    package static func read(_ path: String) throws(FileFault) -> [UInt8] {
        let bytes = try readAny(path, copies: copiesOfNotebook)
        if bytes.contains(0) { throw .binary }
        return bytes
    }

    /// How many times its size an open notebook takes: its bytes, lines, cells, what is parsed and what is shown.
    private static let copiesOfNotebook = 12

    /// The bytes of any file that is not too large. Memory for `copies` of it must be there.
    package static func readAny(_ path: String, copies: Int = 1) throws(FileFault) -> [UInt8] {
        // A pipe without a writer would make a plain open wait.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw FileFault(code: errno) }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw FileFault(code: errno) }
        if facts.st_mode & S_IFMT == S_IFDIR { throw .isFolder }
        if facts.st_mode & S_IFMT != S_IFREG { throw .isDevice }
        if facts.st_size > largest { throw .tooLarge }
        let (bytes, isTooMuch) = Int(facts.st_size).multipliedReportingOverflow(by: copies)
        if isTooMuch || MemoryLimit.shortage(of: bytes) != nil { throw .noMemory }
        return try readAll(file)
    }

    private static func readAll(_ file: Int32) throws(FileFault) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = Array(repeating: UInt8(0), count: 1 << 16)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes.append(contentsOf: chunk[..<count])
            } else if errno != EINTR {
                throw FileFault(code: errno)
            }
        }
    }

    /// The file that a name leads to, through links; the name itself where that has no UTF-8 name.
    static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(validatingCString: real) ?? path
    }

    /// Where relative names in a notebook start.
    package static func folder(of path: String) -> String { RealPath.folder(of: path) }

    package static func name(of path: String) -> String {
        let name = RealPath.name(of: path)
        return name.isEmpty ? path : name
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether two names lead to one file.
    package static func isSame(_ path: String, _ other: String) -> Bool {
        guard let one = stamp(path), let two = stamp(other) else { return path == other }
        return one.device == two.device && one.number == two.number
    }

    /// Makes a folder and those above it, as far as that goes; only the user can look into them.
    static func makeFolders(_ path: String) {
        guard path != "/", path != ".", mkdir(path, 0o700) != 0, errno == ENOENT else { return }
        makeFolders(folder(of: path))
        mkdir(path, 0o700)
    }

    static func remove(_ path: String) { unlink(path) }

    /// Who may read and write a file, without the right to run it; only the owner where there is none.
    static func rights(of path: String) -> mode_t {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts.st_mode & 0o666 | 0o600 : 0o600
    }

    /// What tells one state of a file from another without reading it; nil if there is none.
    static func stamp(_ path: String) -> Stamp? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return Stamp(
            device: UInt64(facts.st_dev), number: UInt64(facts.st_ino), size: Int(facts.st_size),
            written: Clock.seconds(facts.st_mtim))
    }

    struct Stamp: Hashable, Sendable {
        var device, number: UInt64
        var size: Int
        /// Seconds since 1970.
        var written: Double
    }
}
