import Display
import Glibc

/// Runs work on a thread of its own while this one waits for Ctrl-C (SIGINT) and SIGTERM, and hands each to `onInterrupt`.
///
/// The signals are blocked in every thread, so that nothing runs inside a signal handler.
func withInterrupts<Result: Sendable>(
    _ onInterrupt: @escaping @Sendable () -> Void, do work: @escaping @Sendable () -> Result
) -> Result {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGHUP)
    // A finished worker wakes the waiting thread with this one.
    sigaddset(&signals, SIGUSR1)
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &signals, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }

    let result = Lock<Result?>(nil)
    let waiting = pthread_self()
    let isStarted = startThread(named: "evaluate", nice: 0, stackMegabytes: 256) {
        let value = work()
        result.with { $0 = value }
        pthread_kill(waiting, SIGUSR1)
    }
    if !isStarted { return work() }
    while true {
        if let value = result.with({ $0 }) {
            drain(signals)
            return value
        }
        var number: Int32 = 0
        sigwait(&signals, &number)
        if number != SIGUSR1 { onInterrupt() }
    }
}

/// Takes what is still pending, so that it does not end the program when the mask goes back.
private func drain(_ signals: sigset_t) {
    var signals = signals
    var none = timespec(tv_sec: 0, tv_nsec: 0)
    while sigtimedwait(&signals, nil, &none) > 0 {}
}
