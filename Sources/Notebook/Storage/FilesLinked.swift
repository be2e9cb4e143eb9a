import Base
import Glibc

/// Files that have several names (hard links): another file in the place of one of them would leave the others with the
/// old content. They are written in place, as editors do it, once a copy for recovery is on the disk.
extension Files {
    /// The copy is a swap file: where this ends in the middle, opening the notebook offers what was to be written.
    static func stageInPlace(_ bytes: [UInt8], _ target: String) throws(FileFault) -> Staged {
        let work = Swap.Work(base: Base(try readAny(target)).digest, kept: Clock.now(), bytes: bytes)
        let copy = try SwapPlaces(of: target).claim(Swap(holder: .this(), work: work))
        return Staged(draft: copy.path, target: target, inPlace: bytes)
    }

    /// Puts other bytes into a file; the old ones again if that fails.
    static func overwrite(_ target: String, with bytes: [UInt8]) throws(FileFault) {
        let old = try readAny(target)
        let file = open(target, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw FileFault(code: errno) }
        var fault = reserve(bytes.count, of: file) ?? put(bytes, into: file)
        if fault != nil { _ = put(old, into: file) }
        if close(file) != 0, fault == nil { fault = FileFault(code: errno) }
        if let fault { throw fault }
    }

    /// Asks for the room before anything is changed.
    private static func reserve(_ size: Int, of file: Int32) -> FileFault? {
        let code = posix_fallocate(file, 0, max(1, size))
        return [ENOSPC, EFBIG, EDQUOT].contains(code) ? FileFault(code: code) : nil
    }

    private static func put(_ bytes: [UInt8], into file: Int32) -> FileFault? {
        guard lseek(file, 0, SEEK_SET) == 0 else { return FileFault(code: errno) }
        if let fault = writeAll(bytes, to: file) { return fault }
        return ftruncate(file, bytes.count) == 0 && fsync(file) == 0 ? nil : FileFault(code: errno)
    }
}
