import Notebook

/// What the app asks of whoever watches over its file.
package struct Safekeeping {
    /// Keeps what is unsaved, soon.
    package var keep: (Session) -> Void
    /// True if something else has removed the swap file; then it is written again, soon.
    package var restore: (Session) -> Bool
    /// The notebook is closed: what is unsaved is kept for the next time, or forgotten.
    package var close: (Session, _ keepsWork: Bool) -> Void
    /// As `keep`, done on return.
    package var keepNow: (Session) -> Void
    /// The state to be written should nothing more be asked of the app.
    package var note: (Session) -> Void
    /// What has become of the file on the disk.
    package var look: () -> DiskState
    /// The file as it stands on the disk.
    package var take: () throws -> [UInt8]
    /// Where unsaved work is kept.
    package var standing: () -> Standing
    /// The work that was found is in the editor.
    package var recovered: (Unsaved) -> Void
    package var discard: (Unsaved) -> Void
    /// The other process is gone; the work that it left.
    package var takeOver: (InUse) -> Unsaved?
    /// What is to be asked first.
    package var findings: [Finding]

    package init(
        keep: @escaping (Session) -> Void = { _ in }, restore: @escaping (Session) -> Bool = { _ in false },
        keepNow: @escaping (Session) -> Void = { _ in }, note: @escaping (Session) -> Void = { _ in },
        close: @escaping (Session, Bool) -> Void = { _, _ in }, look: @escaping () -> DiskState = { .same },
        take: @escaping () throws -> [UInt8] = { [] }, standing: @escaping () -> Standing = { .beside },
        recovered: @escaping (Unsaved) -> Void = { _ in }, discard: @escaping (Unsaved) -> Void = { _ in },
        takeOver: @escaping (InUse) -> Unsaved? = { _ in nil }, findings: [Finding] = []
    ) {
        self.keep = keep
        self.restore = restore
        self.keepNow = keepNow
        self.note = note
        self.close = close
        self.look = look
        self.take = take
        self.standing = standing
        self.recovered = recovered
        self.discard = discard
        self.takeOver = takeOver
        self.findings = findings
    }
}

/// What was decided about a file.
package enum Decision: Hashable, Sendable {
    case recover(Unsaved)
    case discard(Unsaved)
    case readOnly, openAnyway
    case takeOver(InUse)
    case keepMine(path: String)
    case takeTheirs
    case saveBoth(path: String)
    case cancel, quit
}
