import Glibc

/// Reading: a file is pinned first, then the kernel is asked where it lies, and only then is that very file opened. A
/// link that is exchanged meanwhile changes nothing, and neither a pipe nor a device is ever opened.
extension FileAccess {
    /// All bytes of a file. `limit`: the most of them.
    package func read(_ path: String, limit: Int = .max) throws(FileRefusal) -> [UInt8] {
        let (file, size) = try open(path)
        defer { close(file) }
        guard size <= limit else { throw .tooLarge(size, limit: limit) }
        return try FileAccess.bytes(of: file, 0..<size)
    }

    /// All of a file or, of a large one, its size and pieces from its beginning to its end: to tell whether it changed.
    package func sample(_ path: String, whole: Int = 64 << 20) throws(FileRefusal) -> [UInt8] {
        let (file, size) = try open(path)
        defer { close(file) }
        guard size > whole else { return try FileAccess.bytes(of: file, 0..<size) }
        var sample = Array("\(size) bytes\n".utf8)
        let (pieces, length) = (256, 1 << 16)
        for piece in 0..<pieces {
            let start = (size - length) / (pieces - 1) * piece
            sample += try FileAccess.bytes(of: file, start..<(start + length))
        }
        return sample
    }

    /// nil if it may be read.
    package func refusal(_ path: String) -> FileRefusal? {
        do {
            close(try open(path).file)
            return nil
        } catch {
            return error
        }
    }

    private func open(_ path: String) throws(FileRefusal) -> (file: Int32, size: Int) {
        guard !path.utf8.contains(0) else { throw .missing }
        let pin = Glibc.open(path, FileAccess.pinning | O_CLOEXEC)
        guard pin >= 0 else { throw missing(path, errno) }
        defer { close(pin) }
        guard let real = RealPath.of(descriptor: pin) else { throw .noPath }
        var facts = stat()
        guard fstat(pin, &facts) == 0 else { throw FileRefusal(code: errno) }
        let isFolder = facts.st_mode & S_IFMT == S_IFDIR
        guard reads(real) else {
            throw isHidden(real) ? .hidden : .outside(folder: isFolder ? real : RealPath.folder(of: real))
        }
        if isFolder { throw .isFolder }
        if facts.st_mode & S_IFMT != S_IFREG { throw .isDevice }
        let file = Glibc.open("/proc/self/fd/\(pin)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw FileRefusal(code: errno) }
        return (file, Int(facts.st_size))
    }

    /// A name that leads out is refused whether there is something or not.
    private func missing(_ path: String, _ code: Int32) -> FileRefusal {
        let folder = RealPath.folder(of: path)
        guard code == ENOENT || code == EACCES, let real = RealPath.of(folder), !reads(real) else {
            return FileRefusal(code: code)
        }
        return isHidden(real) ? .hidden : .outside(folder: real)
    }

    /// Opens no file, only names it: `O_PATH`, which not every C header shows to Swift.
    private static let pinning: Int32 = 0o10000000

    static func bytes(of file: Int32, _ range: Range<Int>) throws(FileRefusal) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let got = pread(
                    file, buffer.baseAddress.map { $0 + count }, range.count - count, range.lowerBound + count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { code = errno }
                if got <= 0 { break }
                count += got
            }
        }
        guard code == 0 else { throw FileRefusal(code: code) }
        return bytes
    }
}
