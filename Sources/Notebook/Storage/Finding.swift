import Base

/// What stands beside a notebook that is being opened, and has to be decided on.
package enum Finding: Hashable, Sendable {
    /// A process that ended before its work was saved.
    case unsaved(Unsaved)
    case inUse(InUse)
}

/// Work that a process left behind.
package struct Unsaved: Hashable, Sendable {
    package var bytes: [UInt8]
    package var facts: FileFacts
    /// The notebook's file; nil if there is none.
    package var file: FileFacts?
    /// The file is not the one that the work started from.
    package var hasFileChanged: Bool
    /// The swap files that hold it and older states of it.
    var places: [String]
}

/// A process that has the notebook open.
package struct InUse: Hashable, Sendable {
    package var process: Int32
    /// The other machine's name; nil if it is this one.
    package var host: String?
    /// Seconds since it opened the notebook.
    package var ago: Double
    /// What it has not saved yet.
    package var work: Unsaved?
    var place: String
}

/// What a user needs in order to tell two states of a text apart.
package struct FileFacts: Hashable, Sendable {
    package var lines: Int
    package var bytes: Int
    /// Seconds since it was written.
    package var ago: Double

    package init(lines: Int, bytes: Int, ago: Double) { (self.lines, self.bytes, self.ago) = (lines, bytes, ago) }

    init(_ contents: [UInt8]?, size: Int, written: Double) {
        let contents = contents ?? []
        let isOpen = contents.last.map { $0 != 0x0A } ?? false
        self.init(
            lines: contents.count { $0 == 0x0A } + (isOpen ? 1 : 0), bytes: size, ago: max(0, Clock.now() - written))
    }
}

extension Finding {
    /// Removes what nobody needs any more, and tells the rest, those who have it open first.
    static func all(
        in found: [(path: String, swap: Swap)], path: String, contents: [UInt8]?
    ) -> [Finding] {
        var byHolder: [Holder: [(path: String, swap: Swap)]] = [:]
        for entry in found { byHolder[entry.swap.holder, default: []].append(entry) }
        var users: [Finding] = []
        var works: [Unsaved] = []
        for (holder, entries) in byHolder {
            let entries = entries.sorted { ($0.swap.work?.kept ?? 0) > ($1.swap.work?.kept ?? 0) }
            let work = unsaved(entries, path: path, contents: contents)
            switch holder.life {
            case .gone:
                if let work { works.append(work) } else { for entry in entries { Files.remove(entry.path) } }
            case .alive, .unknown:
                users.append(
                    .inUse(
                        InUse(
                            process: holder.process, host: holder.life == .unknown ? holder.host : nil,
                            ago: max(0, Clock.now() - holder.opened), work: work, place: entries[0].path)))
            }
        }
        return users + works.sorted { $0.facts.ago < $1.facts.ago }.map { .unsaved($0) }
    }

    /// The newest work of one process, unless the file holds just that.
    private static func unsaved(
        _ entries: [(path: String, swap: Swap)], path: String, contents: [UInt8]?
    ) -> Unsaved? {
        guard let work = entries.first?.swap.work, work.bytes != contents else { return nil }
        let stamp = Files.stamp(path)
        return Unsaved(
            bytes: work.bytes, facts: FileFacts(work.bytes, size: work.bytes.count, written: work.kept),
            file: contents.map { FileFacts($0, size: $0.count, written: stamp?.written ?? 0) },
            hasFileChanged: Base(contents).digest != work.base, places: entries.map(\.path))
    }
}
