import Glibc

/// Writing: below the notebook's own folder, whole or not at all, over nothing but a regular file of the same kind.
extension FileAccess {
    /// `replaces` is asked about the bytes of a file that is already there, at most its first 64 kB.
    package func write(
        _ bytes: [UInt8], to path: String, replacing replaces: ([UInt8]) -> Bool = { _ in true }
    ) throws(FileRefusal) {
        guard mayWrite else { throw .mayNotWrite }
        let name = RealPath.name(of: path)
        if RealPath.isHidden(name: name) { throw .hidden }
        let folder = try openFolder(of: path)
        defer { close(folder) }
        try checkTarget(name, in: folder, replaces)
        try FileAccess.replace(name, in: folder, with: bytes)
    }

    /// The folder that a file is to stand in, once it is known to be the notebook's own or one below it.
    private func openFolder(of path: String) throws(FileRefusal) -> Int32 {
        guard !path.utf8.contains(0) else { throw .missing }
        let folder = open(RealPath.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw FileRefusal(code: errno) }
        var refusal: FileRefusal?
        if let real = RealPath.of(descriptor: folder), let home {
            if !RealPath.isBelow(real, home) {
                refusal = .outside(folder: real)
            } else if !RealPath.isVisible(real, below: home) {
                refusal = .hidden
            }
        } else {
            refusal = .other(reason: "/proc is not there")
        }
        guard let refusal else { return folder }
        close(folder)
        throw refusal
    }

    private func checkTarget(_ name: String, in folder: Int32, _ replaces: ([UInt8]) -> Bool) throws(FileRefusal) {
        var facts = stat()
        guard fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return }
            throw FileRefusal(code: errno)
        }
        switch facts.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .isFolder
        case S_IFLNK: throw .isLink
        default: throw .isDevice
        }
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw FileRefusal(code: errno) }
        defer { close(file) }
        var start = [UInt8](repeating: 0, count: 1 << 16)
        let count = pread(file, &start, start.count, 0)
        guard count >= 0, replaces(Array(start[..<count])) else { throw .otherKind }
    }

    /// Beside it first, then over it, so that the old content stays whole if anything goes wrong.
    private static func replace(_ name: String, in folder: Int32, with bytes: [UInt8]) throws(FileRefusal) {
        let draft = ".\(name).\(getpid()).tmp"
        unlinkat(folder, draft, 0)
        let file = openat(folder, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileRefusal(code: errno) }
        var code = put(bytes, into: file)
        if code == 0, fsync(file) != 0 { code = errno }
        close(file)
        if code == 0, renameat(folder, draft, folder, name) != 0 { code = errno }
        guard code != 0 else { return }
        unlinkat(folder, draft, 0)
        throw FileRefusal(code: code)
    }

    /// 0, or the system's number for what went wrong.
    private static func put(_ bytes: [UInt8], into file: Int32) -> Int32 {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { return errno }
            done += count
        }
        return 0
    }
}
