/// What kept a file from being read or written.
package enum FileFault: Error, Hashable, Sendable {
    case missing, isFolder, noPermission, binary, tooLarge, diskFull, folderMissing, readOnly
    case other(code: Int32)
}

/// The files of a notebook: read whole, written whole or not at all.
package enum Files {
    /// The bytes of a text file.
    package static func read(_ path: String) throws(FileFault) -> [UInt8] { throw .missing }
    /// Replaces a file: a temporary file beside it, synced, renamed over it; its mode is kept.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileFault) { throw .readOnly }
    /// Writes all of a saving: the records first, the notebook last.
    package static func write(_ saving: Saving) throws(FileFault) { throw .readOnly }
}
