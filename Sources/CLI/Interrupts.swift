import Display
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
