import Base
import Display
import Notebook
import Terminal

/// Runs work on a thread of its own while this one waits for Ctrl-C (or SIGTERM, SIGHUP) and hands it to `onInterrupt`.
/// `onTick` is called about once a second.
func withInterrupts<Result: Sendable>(
    _ onInterrupt: @escaping @Sendable () -> Void, onTick: (() -> Void)? = nil,
    do work: @escaping @Sendable () -> Result
) -> Result {
    let loop = EventLoop()
    loop.onTick = onTick
    let result = Lock<Result?>(nil)
    let wake = loop.requestFrame
    let isStarted = startThread(named: "evaluate", nice: 0, stackMegabytes: 256) {
        let value = work()
        result.with { $0 = value }
        wake()
    }
    if !isStarted { return work() }
    while true {
        if let value = result.with({ $0 }) { return value }
        loop.run { event in
            switch event {
            case .interrupt, .terminate: onInterrupt()
            case .frame, .key, .paste, .resize: break
            }
            return result.with { $0 == nil }
        }
    }
}

/// Ctrl-C, as the work asks for it: "Did somebody ask to stop?"
final class StopRequest: Sendable {
    private let state = Lock<(made: Double?, isHeard: Bool)>((nil, false))

    /// Makes it; true if it was made before.
    func make() -> Bool {
        state.with { state in
            defer { state.made = state.made ?? Clock.monotonic() }
            return state.made != nil
        }
    }

    /// Asked by the work, which then knows.
    var isMade: Bool {
        state.with { state in
            if state.made != nil { state.isHeard = true }
            return state.made != nil
        }
    }

    /// The work has not asked for a second since the request was made, and nobody knows when it will.
    var isUnheard: Bool {
        state.with { state in !state.isHeard && state.made.map { Clock.monotonic() > $0 + 1 } ?? false }
    }
}
