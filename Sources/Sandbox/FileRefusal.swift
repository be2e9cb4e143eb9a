import Glibc

/// Why a cell does not get a file.
package enum FileRefusal: Error, Hashable, Sendable {
    case missing, isFolder
    /// A device, a pipe or a socket.
    case isDevice
    /// It lies in this folder, which is none of those that may be read.
    case outside(folder: String)
    /// Its name, or that of a folder on the way, begins with a dot.
    case hidden
    /// Bytes.
    case tooLarge(Int, limit: Int)
    case mayNotWrite
    /// What is there is no file of the kind that would be written.
    case otherKind
    /// Nothing is written through a link.
    case isLink
    /// The system's words.
    case other(reason: String)

    init(code: Int32) {
        self =
            switch code {
            case ENOENT, ENOTDIR: .missing
            case EISDIR: .isFolder
            default: .other(reason: String(cString: strerror(code)).lowercased())
            }
    }
}
