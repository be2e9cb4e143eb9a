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
    /// What is there was not written by Unroll as this kind of output.
    case notOurs
    /// Unroll wrote what is there, but it was changed since.
    case changed
    /// Nothing is written through a link.
    case isLink
    /// The system's words.
    case other(reason: String)

    /// Where it lies cannot be told: /proc is not there, or a name on the way is not UTF-8.
    static var noPath: FileRefusal { .other(reason: "its path is not UTF-8, or there is no /proc") }

    init(code: Int32) {
        self =
            switch code {
            case ENOENT, ENOTDIR: .missing
            case EISDIR: .isFolder
            default: .other(reason: String(cString: strerror(code)).lowercased())
            }
    }
}
