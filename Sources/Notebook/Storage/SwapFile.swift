import Base
import Display

/// The swap file of one open notebook. It names who has the notebook open, and holds his unsaved work while there is
/// any. Written whole each time, on a thread of its own, never by the one that handles keys.
final class SwapFile: Sendable {
    private enum Job: Sendable {
        case work(Session, base: Base, taken: Double)
        case nothing
    }
    private struct Desk {
        /// Only the newest counts.
        var waiting: (job: Job, number: Int)?
        var last = 0
        var isBusy = false
        var standing: Standing
        /// The file as it was written last.
        var written: Written?
    }
    /// A swap file, and what tells it from one of that name that another process has made.
    private struct Written {
        var path: String
        var stamp: Files.Stamp?

        init(_ path: String) { (self.path, stamp) = (path, Files.stamp(path)) }

        var isThere: Bool {
            guard let now = Files.stamp(path), let stamp else { return false }
            return now.device == stamp.device && now.number == stamp.number
        }
        func remove() { if isThere { Files.remove(path) } }
    }
    /// The file itself. Whoever writes holds it for as long as that takes: the thread, or the end of the program.
    private struct File {
        var written: Written?
        /// Why it is not next to the notebook.
        var reason: FileFault?
        var hasWork = false
        /// Older swap files, whose work this one replaces once it has some.
        var replaced: [String] = []
        /// The newest job that was done.
        var done = 0
        var isClosed = false
    }
    private let holder: Holder
    private let places: SwapPlaces
    private let desk: Lock<Desk>
    private let file: Lock<File>

    /// Makes the file, which tells other processes that the notebook is open.
    init(_ places: SwapPlaces, holder: Holder) {
        self.places = places
        self.holder = holder
        do throws(FileFault) {
            let claimed = try places.claim(Swap(holder: holder))
            let written = Written(claimed.path)
            desk = Lock(Desk(standing: Standing(claimed), written: written))
            file = Lock(File(written: written, reason: claimed.reason))
        } catch {
            desk = Lock(Desk(standing: .nowhere(error)))
            file = Lock(File())
        }
    }

    var standing: Standing { desk.with { $0.standing } }

    /// What unsaved work stands in the session is on the disk soon; where it has none, there is none soon.
    func keep(_ session: Session, base: Base) {
        post(session.isModified ? .work(session, base: base, taken: Clock.now()) : .nothing)
    }

    /// All work is saved.
    func forget() { post(.nothing) }

    /// True if something else has removed the file; then it is written again, soon. Cheap.
    func restore(_ session: Session, base: Base) -> Bool {
        // While it is being written it is another file from one moment to the next.
        let written = desk.with { $0.isBusy ? nil : $0.written }
        guard let written, !written.isThere else { return false }
        keep(session, base: base)
        return true
    }

    private func post(_ job: Job) {
        let startsThread = desk.with { desk in
            desk.last += 1
            desk.waiting = (job, desk.last)
            defer { desk.isBusy = true }
            return !desk.isBusy
        }
        if startsThread, !startThread(named: "swap", nice: 0, stackMegabytes: 16, { [self] in work() }) { work() }
    }

    /// As `keep`, but done on return.
    func keepNow(_ session: Session, base: Base) {
        let number = desk.with { desk in
            desk.waiting = nil
            desk.last += 1
            return desk.last
        }
        perform(session.isModified ? .work(session, base: base, taken: Clock.now()) : .nothing, number)
    }

    /// Work in these files is replaced by what is kept next.
    func replace(_ paths: [String]) { file.with { $0.replaced += paths } }

    /// Ends it; `keepsWork`: the file stays if it holds work.
    func close(keepsWork: Bool) {
        desk.with { $0.waiting = nil }
        file.with { file in
            file.isClosed = true
            if !keepsWork || !file.hasWork { file.written?.remove() }
        }
    }

    private func work() {
        while let (job, number) = next() { perform(job, number) }
    }

    private func next() -> (job: Job, number: Int)? {
        desk.with { desk in
            defer { desk.waiting = nil }
            if desk.waiting == nil { desk.isBusy = false }
            return desk.waiting
        }
    }

    private func perform(_ job: Job, _ number: Int) {
        // Made before the file is taken hold of: the end of the program must not have to wait for it.
        let work = work(of: job)
        file.with { file in
            if file.isClosed || number < file.done { return }
            file.done = number
            let isThere = file.written?.isThere != false
            guard work != nil || file.hasWork || !file.replaced.isEmpty || !isThere else { return }
            let standing = write(Swap(holder: holder, work: work), &file)
            let written = file.written
            desk.with { ($0.standing, $0.written) = (standing, written) }
        }
    }

    private func work(of job: Job) -> Swap.Work? {
        guard case .work(let session, let base, let taken) = job else { return nil }
        return Swap.Work(base: base.digest, kept: taken, bytes: session.draft)
    }

    /// In its place, or in the next one that allows it.
    private func write(_ swap: Swap, _ file: inout File) -> Standing {
        do throws(FileFault) {
            if let old = file.written, old.isThere,
                (try? Files.write(swap.bytes, to: old.path, mode: places.mode)) != nil
            {
                finish(swap, &file, at: old.path)
                return Standing((old.path, file.reason))
            }
            // In the name of the one that was removed, unless another process has it now.
            let claimed = try places.claim(swap)
            if let old = file.written, old.path != claimed.path { old.remove() }
            file.reason = claimed.reason
            finish(swap, &file, at: claimed.path)
            return Standing(claimed)
        } catch {
            // Work that is saved must not be offered again; work that is not stays as it was kept last.
            if swap.work == nil, let old = file.written {
                old.remove()
                finish(swap, &file, at: nil)
            }
            return .nowhere(error)
        }
    }

    private func finish(_ swap: Swap, _ file: inout File, at path: String?) {
        file.written = path.map { Written($0) }
        file.hasWork = swap.work != nil
        for path in file.replaced { Files.remove(path) }
        file.replaced = []
    }
}

/// Where unsaved work is kept.
package enum Standing: Hashable, Sendable {
    case beside
    /// In this folder, for what is wrong with the notebook's own.
    case elsewhere(String, because: FileFault)
    /// Not at all.
    case nowhere(FileFault)

    init(_ claimed: (path: String, reason: FileFault?)) {
        self = claimed.reason.map { .elsewhere(Files.folder(of: claimed.path), because: $0) } ?? .beside
    }
}

/// The file that unsaved work starts from; its digest is computed when it is first needed, on the thread that needs it.
final class Base: Sendable {
    private let bytes: [UInt8]?
    private let known = Lock<String?>(nil)

    init(_ bytes: [UInt8]?) { self.bytes = bytes }

    var digest: String {
        if let known = known.with({ $0 }) { return known }
        let digest = bytes.map { Digest.hex($0, 16) } ?? "-"
        known.with { $0 = digest }
        return digest
    }
}
