import Glibc

/// What kept a file from being read or written.
package enum FileFault: Error, Hashable, Sendable {
    case missing, isFolder, isDevice, noPermission, binary, tooLarge, noMemory, diskFull, folderMissing, folderClosed
    case readOnly
    /// It was written, but the disk does not promise to keep it; the system's number.
    case unsure(code: Int32)
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
