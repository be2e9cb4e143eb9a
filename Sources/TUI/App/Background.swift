import Base
import Display
import Glibc
import Notebook

/// What may take long to make for a screen is made on a thread of its own: a key is answered with what is there, and what
/// is not ready is shown as "…" and fills in.
///
/// It is the cache too: what was made for a place stays until something else is asked for there.
package final class Background: Sendable {
    /// Where a result is shown; a new request replaces the one before.
    enum Place: Hashable, Sendable {
        case cell(CellID)
        case names, scope, links
        case page(Int)
    }

    /// What a result depends on.
    enum Key: Hashable, Sendable {
        case picture(NotebookLayout.Mark)
        case names(Session.Stamp)
        case scope(CellID, version: Int)
        case links(Int)
        case presented(PresentScreen.Mark)
        case replayed(ReplayScreen.Mark)
    }

    private struct Job {
        var key: Key
        var make: @Sendable () -> any Sendable
    }

    private struct State {
        var waiting: [(place: Place, job: Job)] = []
        var done: [Place: (key: Key, value: any Sendable)] = [:]
        /// What the thread is at work on.
        var current: (place: Place, key: Key)?
        var isBusy = false
        /// Somebody was shown less than there is by now.
        var isAwaited = false
        var hasNews = false
        var pages = 0
    }

    private let state = Lock(State())
    /// nil: everything is made at once, on the thread that asks.
    private let wake: (@Sendable () -> Void)?
    /// How long a round of requests is waited for: less than a reader sees as a delay.
    private static let patience = 0.012
    private static let mostResults = 300

    /// `wake` is called when something has filled in. Without it everything is made at once.
    package init(wake: (@Sendable () -> Void)? = nil) { self.wake = wake }

    var hasThread: Bool { wake != nil }

    /// A place of its own for a screen: what another one was shown before does not appear there.
    func newPage() -> Place {
        state.with { state in
            state.pages += 1
            return .page(state.pages)
        }
    }

    /// One drawing of a screen: its requests wait together no longer than one of them would.
    struct Round {
        fileprivate let end: Double
        init() { end = Clock.monotonic() + Background.patience }
    }

    /// The result for `key`; else what was there before, or nil, and the result follows.
    func value<Value: Sendable>(
        at place: Place, for key: Key, _ round: Round, make: @escaping @Sendable () -> Value
    ) -> (value: Value?, isCurrent: Bool) {
        if let found: Value = found(at: place, for: key) { return (found, true) }
        guard wake != nil else { return (keep(make(), at: place, for: key), true) }
        post(Job(key: key, make: make), at: place)
        while Clock.monotonic() < round.end {
            if let found: Value = found(at: place, for: key) { return (found, true) }
            usleep(200)
        }
        return state.with { state in
            state.isAwaited = true
            return (state.done[place]?.value as? Value, false)
        }
    }

    /// Does work of which nothing is kept; what still waits at the place is not done.
    func later(at place: Place, for key: Key, _ work: @escaping @Sendable () -> Void) {
        guard wake != nil else { return work() }
        post(Job(key: key, make: { work() }), at: place)
    }

    /// Whether something has filled in since the last call.
    func takeNews() -> Bool {
        state.with { state in
            defer { state.hasNews = false }
            return state.hasNews
        }
    }

    private func found<Value>(at place: Place, for key: Key) -> Value? {
        state.with { $0.done[place].flatMap { $0.key == key ? $0.value as? Value : nil } }
    }

    private func keep<Value: Sendable>(_ value: Value, at place: Place, for key: Key) -> Value {
        state.with { state in
            if state.done.count >= Background.mostResults { state.done = [:] }
            state.done[place] = (key, value)
        }
        return value
    }

    private func post(_ job: Job, at place: Place) {
        let startsThread = state.with { state in
            if let current = state.current, current == (place, job.key) { return false }
            state.waiting.removeAll { $0.place == place }
            state.waiting.append((place, job))
            defer { state.isBusy = true }
            return !state.isBusy
        }
        if startsThread, !startThread(named: "background", nice: 1, { [self] in work() }) { work() }
    }

    private func work() {
        while let (place, job) = next() {
            _ = keep(job.make(), at: place, for: job.key)
            let isAwaited = state.with { state in
                state.current = nil
                defer { state.isAwaited = false }
                state.hasNews = state.hasNews || state.isAwaited
                return state.isAwaited
            }
            if isAwaited { wake?() }
        }
    }

    private func next() -> (Place, Job)? {
        state.with { state in
            guard !state.waiting.isEmpty else {
                state.isBusy = false
                return nil
            }
            let (place, job) = state.waiting.removeFirst()
            state.current = (place, job.key)
            return (place, job)
        }
    }
}
