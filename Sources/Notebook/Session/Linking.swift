import Language

/// Finding out what depends on what in a text that is long: work for a thread that answers no keys.
package struct Linking: Sendable {
    /// Which change of the text it is about.
    package let serial: Int
    fileprivate let document: Document
    fileprivate var staleness: Staleness

    /// The edit for the session that asked. Takes long.
    package func linked() -> Edit {
        var staleness = staleness
        let links = staleness.links(of: document)
        return .linked(Linked(serial: serial, links: links, staleness: staleness))
    }
}

/// What came of it.
package struct Linked: Sendable {
    fileprivate let serial: Int
    fileprivate let links: [CellID: Staleness.Links]
    fileprivate let staleness: Staleness
}

/// A session whose text has changed since it was linked.
struct Unlinked: Sendable {
    /// The index of the first block that has changed: nothing is known of the cells from there on.
    var first: Int
    /// Rises with each change.
    var serial: Int
    /// Whether the newest text was handed out to be linked.
    var isAsked = false
    /// Runs that were asked for meanwhile; they begin when it is known what they need.
    var runs: [Edit] = []

    /// The cells that these runs are known to run.
    func asked(_ runnable: @autoclosure () -> [CellID]) -> Set<CellID> {
        Set(
            runs.flatMap { run -> [CellID] in
                switch run {
                case .run(let id): [id]
                case .runAll: runnable()
                default: []
                }
            })
    }
}

extension Session {
    /// Bytes of code above which a text is linked later, and what a cell counts besides its bytes.
    private static let (longest, bytesOfCell) = (50_000, 100)

    private var isLong: Bool {
        document.blocks.reduce(0) { $0 + ($1.kind == .code ? $1.source.utf8.count + Self.bytesOfCell : 0) }
            > Self.longest
    }

    /// After a change of the text, from a block on: what depends on what.
    mutating func relink(from index: Int) {
        guard unlinked != nil || linksLater && isLong else { return linkNow() }
        linkSerial += 1
        unlinked = Unlinked(
            first: min(index, unlinked?.first ?? index), serial: linkSerial, runs: unlinked?.runs ?? [])
    }

    mutating func linkNow() {
        links = staleness.links(of: document)
        refresh()
    }

    /// Asks the owner to link the newest text, once.
    mutating func takeLinking() -> [Effect] {
        guard let asked = unlinked, !asked.isAsked else { return [] }
        unlinked?.isAsked = true
        return [.link(Linking(serial: asked.serial, document: document, staleness: staleness))]
    }

    /// Whether an edit has to wait until the text is linked.
    mutating func postpone(_ edit: Edit) -> Bool {
        guard unlinked != nil else { return false }
        switch edit {
        case .run, .runAll, .runStale:
            unlinked?.runs.append(edit)
            refresh()
            return true
        default: return false
        }
    }

    /// Answers about a text that has changed again come to nothing: the next one is under way.
    mutating func take(_ linked: Linked) -> [Effect] {
        guard let asked = unlinked, asked.serial == linked.serial else { return [] }
        (links, staleness, unlinked) = (linked.links, linked.staleness, nil)
        var effects = asked.runs.flatMap { carryOut($0) }
        effects += startNext()
        refresh()
        return effects
    }
}
