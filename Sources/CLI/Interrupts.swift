import Display
import Glibc

/// Blocks Ctrl-C (SIGINT), SIGTERM and SIGHUP while it lives and lets the thread that made it wait for them, or for a
/// `wake` from another thread. Nothing runs inside a signal handler.
final class Interrupts {
    enum Arrival { case woken, interrupt }

    private var signals = sigset_t()
    private var before = sigset_t()
    private let waiting = pthread_self()

    init() {
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGUSR1] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_BLOCK, &signals, &before)
    }

    deinit {
        // What is still pending must not end the program when the mask goes back.
        var none = timespec(tv_sec: 0, tv_nsec: 0)
        while sigtimedwait(&signals, nil, &none) > 0 {}
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    /// A closure that any thread may call to end a `wait`.
    var wake: @Sendable () -> Void {
        let waiting = waiting
        return { pthread_kill(waiting, SIGUSR1) }
    }

    func wait() -> Arrival {
        var number: Int32 = 0
        while sigwait(&signals, &number) != 0 {}
        return number == SIGUSR1 ? .woken : .interrupt
    }
}

/// Runs work on a thread of its own while this one waits for Ctrl-C and hands it to `onInterrupt`.
func withInterrupts<Result: Sendable>(
    _ onInterrupt: @escaping @Sendable () -> Void, do work: @escaping @Sendable () -> Result
) -> Result {
    let interrupts = Interrupts()
    let wake = interrupts.wake
    let result = Lock<Result?>(nil)
    let isStarted = startThread(named: "evaluate", nice: 0, stackMegabytes: 256) {
        let value = work()
        result.with { $0 = value }
        wake()
    }
    if !isStarted { return work() }
    while true {
        if let value = result.with({ $0 }) { return value }
        if interrupts.wait() == .interrupt { onInterrupt() }
    }
}
