/// Sees to it that nothing of an open notebook is lost: keeps unsaved work in a swap file, and knows what the file on the
/// disk held when it was last read or written, so that nobody else's work is overwritten unasked.
package final class Keeper {
    /// What the file is known to hold.
    private enum Known {
        case bytes([UInt8])
        case missing
        /// Something that was not read.
        case other
    }
    private var path: String
    private var known: Known
    private var base: Base
    /// The file as `look` saw it last, and what it said.
    private var seen: Files.Stamp?
    private var said = DiskState.same
    private var swap: SwapFile
    private let holder = Holder.this()
    /// What is written where the program must end and its own thread does not answer.
    package let recoveryCopy = RecoveryCopy()
    /// What is to be asked before the notebook is worked on.
    package let findings: [Finding]

    /// `contents`: the file as it was read; nil if there is none yet.
    package init(_ path: String, contents: [UInt8]?) {
        self.path = path
        known = contents.map { .bytes($0) } ?? .missing
        base = Base(contents)
        seen = Files.stamp(path)
        let places = SwapPlaces(of: path)
        places.sweep()
        Files.finishSaving(of: path, holding: contents ?? [])
        findings = Finding.all(in: places.found(), path: path, contents: contents)
        swap = SwapFile(places, holder: holder)
    }

    // MARK: the swap file

    package var standing: Standing { swap.standing }

    /// Keeps what is unsaved, soon.
    package func keep(_ session: Session) { swap.keep(session, base: base) }

    /// True if something else has removed the swap file; then it is written again, soon.
    package func restore(_ session: Session) -> Bool { swap.restore(session, base: base) }

    /// Keeps what is unsaved before it returns.
    package func keepNow(_ session: Session) { swap.keepNow(session, base: base) }

    /// The session as it is now, in case nothing more can be asked of it.
    package func note(_ session: Session) { recoveryCopy.note(session, swap, base) }

    /// The notebook is closed; what is unsaved stays kept, or is forgotten.
    package func close(keepsWork: Bool) {
        recoveryCopy.forget()
        swap.close(keepsWork: keepsWork)
    }

    /// The work is in the editor now.
    package func recovered(_ work: Unsaved) {
        swap.replace(work.places)
        if work.hasFileChanged { (known, seen) = (.other, nil) }
    }

    /// Whether a process that is gone left work for this notebook, whose file may be gone too.
    package static func hasLeftWork(_ path: String) -> Bool {
        SwapPlaces(of: path).found().contains { $0.swap.work != nil }
    }

    package func discard(_ work: Unsaved) {
        for place in work.places { Files.remove(place) }
    }

    /// The process that had it open on another machine is gone, as the user says. Gives the work that it left.
    package func takeOver(_ other: InUse) -> Unsaved? {
        if other.work == nil { Files.remove(other.place) }
        return other.work
    }

    // MARK: the file

    /// What has become of the file since it was read or written. Cheap while nobody touches it.
    package func look() -> DiskState {
        let stamp = Files.stamp(path)
        guard stamp != seen || stamp == nil else { return said }
        seen = stamp
        said = state(try? Files.readAny(path))
        return said
    }

    private func state(_ now: [UInt8]?) -> DiskState {
        switch (known, now) {
        case (.bytes(let bytes), let now?): bytes == now ? .same : .changed
        case (.missing, nil): .same
        case (.bytes, nil), (.other, nil): .missing
        case (.missing, _?), (.other, _?): .changed
        }
    }

    /// Writes the notebook. Throws a `SaveConflict` where that would overwrite what this program has not seen.
    package func save(_ saving: Saving) throws {
        let isOwn = Files.resolved(saving.path) == Files.resolved(path)
        if !saving.overwrites { try check(saving, isOwn: isOwn) }
        try Files.write(saving)
        if !isOwn {
            swap.close(keepsWork: false)
            swap = SwapFile(SwapPlaces(of: saving.path), holder: holder)
        }
        path = saving.path
        know(saving.bytes)
        swap.forget()
    }

    private func check(_ saving: Saving, isOwn: Bool) throws(SaveConflict) {
        guard let stamp = Files.stamp(saving.path) else { return }
        // What can't be read is not what was read before, or else its writing fails and says why.
        let now = try? Files.readAny(saving.path)
        if now == saving.bytes { return }
        if isOwn, case .bytes(let bytes) = known, bytes == now { return }
        throw SaveConflict(
            path: saving.path, isOwn: isOwn, theirs: FileFacts(now, size: stamp.size, written: stamp.written))
    }

    /// The file as it stands on the disk, which from now on is what is known of it.
    package func take() throws(FileFault) -> [UInt8] {
        let bytes = try Files.read(path)
        know(bytes)
        return bytes
    }

    private func know(_ bytes: [UInt8]) {
        (known, base) = (.bytes(bytes), Base(bytes))
        (seen, said) = (Files.stamp(path), .same)
    }
}

package enum DiskState: Hashable, Sendable { case same, changed, missing }

/// Saving would overwrite what somebody else has written.
package struct SaveConflict: Error, Hashable, Sendable {
    package var path: String
    /// It is the file that was opened, changed meanwhile; otherwise another one, that is there already.
    package var isOwn: Bool
    package var theirs: FileFacts
}
