import Base
import Display

/// What a screen and the thread of a fit say to each other. Both only leave a word and go on: the screen never waits for
/// the fit, and the fit never for the screen unless it is asked to pause.
///
/// Between two batches the fit takes what was asked for; while it is paused it looks again many times a second, so that
/// whatever ends it is heard.
package final class FitControl: Sendable {
    /// A place in a fit: after this batch of this epoch, both from 1.
    package struct Place: Hashable, Sendable {
        package var epoch: Int
        package var batch: Int
        package var batches: Int

        package init(epoch: Int, batch: Int, batches: Int) {
            (self.epoch, self.batch, self.batches) = (epoch, batch, batches)
        }
    }

    /// What the fit is to do before the next batch.
    package struct Orders: Sendable {
        package var isPaused = false
        /// A new learning rate.
        package var rate: Double?
        /// A new limit for the length of gradients; 0 for none.
        package var clipNorm: Double?
        /// The worst example is to be found.
        package var seeksWorst = false
    }

    /// An example worth stepping into, and where it was found; nil where there is none, and the words tell why.
    package struct Finding: Sendable {
        package var source: (any HasViewer)?
        /// `example 8 > worst of 60 at epoch 6, batch 12`.
        package var words: String

        package init(_ source: (any HasViewer)?, _ words: String) { (self.source, self.words) = (source, words) }
    }

    /// Looks for the worst example of a fit that is over.
    package typealias Search = @Sendable () -> Finding

    private struct State {
        var orders = Orders()
        var place: Place?
        var finding: Finding?
        var isSeeking = false
        /// No fit listens any more.
        var isClosed = false
    }

    private let state = Lock(State())

    package init() {}

    // MARK: the screen's side

    package func pause(_ isPaused: Bool) { state.with { $0.orders.isPaused = isPaused } }
    package func setRate(_ rate: Double) { state.with { $0.orders.rate = rate } }
    package func setClipNorm(_ norm: Double) { state.with { $0.orders.clipNorm = norm } }

    /// Asks for the worst example; what is found lies in `takeFinding` some time later. `search` is for a fit that is over,
    /// and runs on a thread of its own.
    package func seekWorst(_ search: Search? = nil) {
        let isAsked = state.with { state in
            guard !state.isSeeking else { return true }
            state.isSeeking = true
            guard search == nil, !state.isClosed else { return false }
            state.orders.seeksWorst = true
            return true
        }
        if isAsked { return }
        guard let search else { return found(Finding(nil, Phrases.nothingToStepInto)) }
        if !startThread(named: "worst", { [self] in found(search()) }) { found(search()) }
    }

    /// What was found since the last call.
    package func takeFinding() -> Finding? {
        state.with { state in
            defer { state.finding = nil }
            return state.finding
        }
    }

    package var isSeeking: Bool { state.with { $0.isSeeking } }
    /// A pause was asked for, whether the fit has come to it or not.
    package var isPauseWanted: Bool { state.with { $0.orders.isPaused } }
    /// Where the fit stands still; nil while it goes on.
    package var pausedAt: Place? { state.with { $0.place } }

    // MARK: the fit's side

    /// What was asked for since the last call. `isPaused` stays until it is taken back.
    package func takeOrders() -> Orders {
        state.with { state in
            let orders = state.orders
            state.orders = Orders(isPaused: orders.isPaused)
            return orders
        }
    }

    /// The fit stands still there, or goes on.
    package func stands(at place: Place?) { state.with { $0.place = place } }

    /// The fit is over: what it was asked for and has not done is answered with nothing.
    package func close() {
        state.with { state in
            if state.isSeeking { state.finding = Finding(nil, Phrases.nothingToStepInto) }
            (state.isClosed, state.isSeeking, state.place, state.orders) = (true, false, nil, Orders())
        }
    }

    package func found(_ finding: Finding) {
        state.with { state in
            state.finding = finding
            state.isSeeking = false
        }
    }
}
