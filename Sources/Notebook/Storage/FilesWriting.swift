import Base
import Glibc
import Sandbox

/// Writing: a file is replaced whole or not at all.
extension Files {
    /// Replaces a file: a draft next to it, synced, renamed over it. Its mode, its owner and its attributes stay, a new
    /// one gets `mode`; a link is followed, or replaced where a stranger may have put it there.
    package static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32? = nil, followsLinks: Bool = true
    ) throws(FileFault) {
        try stage(bytes, for: path, mode: mode, followsLinks: followsLinks).commit()
    }

    /// Writes all of a saving: every file beside its place first, so that a full disk changes none of them. Then the
    /// notebook is replaced, and after it the records that it names: `finishSaving` does the rest if that is cut short.
    package static func write(_ saving: Saving) throws(FileFault) {
        let folder = folder(of: saving.path)
        sweep(folder, start: Draft.start(for: name(of: saving.path)))
        var staged: [Staged] = []
        var made: [String] = []
        do throws(FileFault) {
            for record in saving.records {
                let path = folder + "/" + record.path
                if try makeFolder(Files.folder(of: path)) { made.append(Files.folder(of: path)) }
                staged.append(try stage(record.bytes, for: path, followsLinks: false))
            }
            staged.append(try stage(saving.bytes, for: saving.path, keepsLinks: true))
        } catch {
            for file in staged { file.discard() }
            for folder in made { rmdir(folder) }
            throw error
        }
        let records = staged.dropLast()
        do throws(FileFault) { try staged.last?.commit() } catch {
            for file in records { file.discard() }
            throw error
        }
        for file in records { try file.commit() }
    }

    /// Records that a process left beside their places when it was killed, and that the notebook names by their digest,
    /// take their places; others are removed.
    static func finishSaving(of path: String, holding notebook: [UInt8]) {
        let folder = folder(of: resolved(path)) + "/" + Session.recordFolder(path)
        let left = leftBehind(folder, start: ".")
        guard !left.isEmpty, isRealFolder(folder) else { return }
        let text = String(decoding: notebook, as: UTF8.self)
        for name in left {
            let draft = folder + "/" + name
            let target = name.dropFirst().dropLast(Draft.ending.count).split(separator: ".").dropLast()
            if let bytes = try? readAny(draft), text.contains("sha=" + Digest.hex(bytes, 16)) {
                rename(draft, folder + "/" + target.joined(separator: "."))
            } else {
                unlink(draft)
            }
        }
    }

    /// True if it was not there.
    private static func makeFolder(_ path: String) throws(FileFault) -> Bool {
        if mkdir(path, 0o777) == 0 { return true }
        guard errno == EEXIST else { throw placeFault(errno, path) }
        // A link would lead records to wherever it points.
        guard isRealFolder(path) else { throw .folderClosed }
        return false
    }

    private static func isRealFolder(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// A file written whole next to the one that it is to replace.
    struct Staged {
        let draft: String
        let target: String
        /// The new content of a file with several names, which is written into it; the draft is a copy for recovery.
        var inPlace: [UInt8]?

        func commit() throws(FileFault) {
            if let inPlace {
                try Files.overwrite(target, with: inPlace)
                return discard()
            }
            guard rename(draft, target) == 0 else {
                let fault = FileFault(code: errno)
                discard()
                throw fault
            }
            try Files.syncFolder(of: target)
        }

        func discard() { unlink(draft) }
    }

    /// `isLasting`: through a loss of power; `keepsLinks`: a file that has other names too stays the same file; `mark`:
    /// what it carries as an attribute.
    static func stage(
        _ bytes: [UInt8], for path: String, mode: mode_t? = nil, isLasting: Bool = true, followsLinks: Bool = true,
        keepsLinks: Bool = false, mark: String? = nil
    ) throws(FileFault) -> Staged {
        let target = followsLinks ? resolved(path) : path
        let old = try replaceable(target)
        if keepsLinks, let old, old.st_nlink > 1 { return try stageInPlace(bytes, target) }
        let staged = Staged(draft: folder(of: target) + "/" + Draft.name(for: name(of: target)), target: target)
        let file = open(staged.draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw placeFault(errno, folder(of: target)) }
        var fault = writeAll(bytes, to: file)
        // Root edits the files of others; whoever may not give a file away owns it anyway.
        if let old { _ = fchown(file, old.st_uid, old.st_gid) }
        let mode = old.map { $0.st_mode & 0o7777 } ?? mode ?? newMode()
        if fault == nil, fchmod(file, mode) != 0 { fault = FileFault(code: errno) }
        if old != nil { copyAttributes(of: target, to: file) }
        if let mark { FileAttributes.setMark(mark, of: file) }
        if fault == nil, isLasting, fsync(file) != 0 { fault = FileFault(code: errno) }
        if close(file) != 0, fault == nil { fault = FileFault(code: errno) }
        if let fault {
            staged.discard()
            throw fault
        }
        return staged
    }

    private static func copyAttributes(of path: String, to file: Int32) {
        let old = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard old >= 0 else { return }
        defer { close(old) }
        FileAttributes.copy(from: old, to: file)
    }

    /// Makes a file that must not be there yet, whole at once; false if there is one.
    static func create(
        _ bytes: [UInt8], at path: String, mode: mode_t, isLasting: Bool
    ) throws(FileFault) -> Bool {
        if stamp(path) != nil { return false }
        let staged = try stage(bytes, for: path, mode: mode, isLasting: isLasting)
        if link(staged.draft, path) == 0 {
            staged.discard()
            return true
        }
        let code = errno
        if code == EEXIST {
            staged.discard()
            return false
        }
        // Some file systems have no links.
        try staged.commit()
        return true
    }

    /// Removes what processes that were killed in the middle of writing left in a folder, under names that start so.
    static func sweep(_ folder: String, start: String) {
        for name in leftBehind(folder, start: start) { unlink(folder + "/" + name) }
    }

    private static func leftBehind(_ folder: String, start: String) -> [String] {
        names(in: folder).filter { Draft.isLeft($0, start: start) }
    }

    static func shortened(_ name: String) -> String { Draft.shortened(name) }

    static func names(in folder: String) -> [String] { FolderNames.of(folder) }

    /// Why there can be no new file in a folder.
    private static func placeFault(_ code: Int32, _ folder: String) -> FileFault {
        switch code {
        case ENOENT, ENOTDIR: .folderMissing
        case EACCES, EPERM: access(folder, W_OK) == 0 ? .noPermission : .folderClosed
        default: FileFault(code: code)
        }
    }

    static func writeAll(_ bytes: [UInt8], to file: Int32) -> FileFault? {
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

    /// The facts of the file that is to be replaced, if there is one; a fault if it must not be.
    private static func replaceable(_ path: String) throws(FileFault) -> stat? {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT != S_IFLNK else { return nil }
        if facts.st_mode & S_IFMT == S_IFDIR { throw .isFolder }
        if facts.st_mode & S_IFMT != S_IFREG { throw .isDevice }
        guard access(path, W_OK) == 0 else { throw FileFault(code: errno) }
        return facts
    }

    private static func newMode() -> mode_t {
        let mask = umask(0)
        umask(mask)
        return 0o666 & ~mask
    }

    /// Makes the renaming itself last through a loss of power.
    fileprivate static func syncFolder(of path: String) throws(FileFault) {
        let folder = open(Files.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        defer { close(folder) }
        // Other errors are those of file systems that have no such thing as syncing a folder.
        if fsync(folder) != 0, [EIO, ENOSPC, EDQUOT].contains(errno) { throw .unsure(code: errno) }
    }
}
