import Glibc

/// Writing: below the notebook's own folder, whole or not at all, over nothing but an output of the same kind that Unroll
/// has written itself and nothing has changed since.
extension FileAccess {
    /// `bytes` have an open mark if files of this kind carry it in their content.
    package func write(_ bytes: [UInt8], to path: String, as kind: OutputMark.Kind) throws(FileRefusal) {
        guard mayWrite else { throw .mayNotWrite }
        let name = RealPath.name(of: path)
        if RealPath.isHidden(name: name) { throw .hidden }
        let folder = try openFolder(of: path)
        defer { close(folder) }
        let sealed = kind.isInContent ? OutputMark.sealed(bytes, kind) : bytes
        switch try OutputPlace(name, in: folder, for: sealed, kind) {
        case .free, .own: break
        case .changed: throw .changed
        case .other: throw .notOurs
        case .link: throw .isLink
        case .folder: throw .isFolder
        case .device: throw .isDevice
        }
        let attribute = kind.isInContent ? nil : OutputMark.whole(sealed, kind)
        try FileAccess.replace(name, in: folder, with: sealed, attribute)
        WrittenFiles.add(name, in: folder, kind)
    }

    /// The folder that a file is to be in, once it is known to be the notebook's own or one below it.
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
            refusal = .noPath
        }
        guard let refusal else { return folder }
        close(folder)
        throw refusal
    }

    /// Next to it first, then over it, so that the old content stays whole if anything goes wrong.
    private static func replace(
        _ name: String, in folder: Int32, with bytes: [UInt8], _ attribute: String?
    ) throws(FileRefusal) {
        Draft.sweep(folder, file: name)
        let draft = Draft.name(for: name)
        unlinkat(folder, draft, 0)
        let file = openat(folder, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileRefusal(code: errno) }
        var code = put(bytes, into: file)
        if let attribute { FileAttributes.setMark(attribute, of: file) }
        if code == 0, fsync(file) != 0 { code = errno }
        if close(file) != 0, code == 0 { code = errno }
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
