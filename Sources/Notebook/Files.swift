import Glibc

/// What kept a file from being read or written.
package enum FileFault: Error, Hashable, Sendable {
    case missing, isFolder, isDevice, noPermission, binary, tooLarge, diskFull, folderMissing, readOnly
    /// The system's number for anything else.
    case other(code: Int32)

    init(code: Int32) {
        self =
            switch code {
            case ENOENT, ENOTDIR: .missing
            case EISDIR: .isFolder
            case EACCES, EPERM: .noPermission
            case ENOSPC, EDQUOT, EFBIG: .diskFull
            case EROFS: .readOnly
            default: .other(code: code)
            }
    }
}

/// The files of a notebook: read whole, written whole or not at all.
package enum Files {
    /// A notebook larger than this is a mistake.
    private static let largest = 256 << 20

    /// The bytes of a text file.
    package static func read(_ path: String) throws(FileFault) -> [UInt8] {
        // A pipe without a writer would make a plain open wait.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw FileFault(code: errno) }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw FileFault(code: errno) }
        if facts.st_mode & S_IFMT == S_IFDIR { throw .isFolder }
        if facts.st_mode & S_IFMT != S_IFREG { throw .isDevice }
        if facts.st_size > largest { throw .tooLarge }
        let bytes = try readAll(file)
        if bytes.contains(0) { throw .binary }
        return bytes
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

    /// Replaces a file: a temporary file beside it, synced, renamed over it. Its mode is kept; a link is followed.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileFault) {
        let target = resolved(path)
        let mode = try writableMode(of: target)
        var template = Array((target + ".XXXXXX").utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw errno == ENOENT || errno == ENOTDIR ? .folderMissing : FileFault(code: errno) }
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var fault = writeAll(bytes, to: file)
        if fault == nil, fchmod(file, mode) != 0 || fsync(file) != 0 { fault = FileFault(code: errno) }
        if close(file) != 0, fault == nil { fault = FileFault(code: errno) }
        if fault == nil, rename(temporary, target) != 0 { fault = FileFault(code: errno) }
        if let fault {
            unlink(temporary)
            throw fault
        }
        syncFolder(of: target)
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> FileFault? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return FileFault(code: errno)
            }
        }
        return nil
    }

    /// The mode to give the new file; a fault if the old one must not be replaced.
    private static func writableMode(of path: String) throws(FileFault) -> mode_t {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            let mask = umask(0)
            umask(mask)
            return 0o666 & ~mask
        }
        if facts.st_mode & S_IFMT == S_IFDIR { throw .isFolder }
        if facts.st_mode & S_IFMT != S_IFREG { throw .isDevice }
        guard access(path, W_OK) == 0 else { throw FileFault(code: errno) }
        return facts.st_mode & 0o7777
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Makes the renaming itself last through a loss of power.
    private static func syncFolder(of path: String) {
        let folder = open(Files.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Writes all of a saving: the records first, the notebook last.
    package static func write(_ saving: Saving) throws(FileFault) {
        let folder = folder(of: saving.path)
        for record in saving.records {
            let path = folder + "/" + record.path
            if mkdir(Files.folder(of: path), 0o777) != 0, errno != EEXIST {
                throw errno == ENOENT ? .folderMissing : FileFault(code: errno)
            }
            try write(record.bytes, to: path)
        }
        try write(saving.bytes, to: saving.path)
    }

    /// Where relative names in a notebook start.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    package static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
