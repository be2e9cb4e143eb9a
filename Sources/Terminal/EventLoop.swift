import Base
import CGuard
import Display
import Glibc

/// The one loop of the user interface: keys, signals, frames. It runs on the thread that calls `run`.
///
/// Without a screen it leaves the keyboard alone and brings only `.frame`, `.interrupt` and `.terminate`: what a program
/// in line mode waits with while another thread works.
package final class EventLoop {
    /// Thread-safe: asks for a `.frame` event, at most 30 a second however often it is called.
    package let requestFrame: @Sendable () -> Void
    private let screen: NcursesScreen?
    private let wake: Wake
    private let signals: Int32
    private var decoder = KeyDecoder()
    private var escapeDeadline: Double?
    private var isFrameWanted = false
    private var lastFrame = 0.0
    private var wantsSuspension = false
    private var signalsAhead: [Int32] = []

    /// Milliseconds.
    private static let escapeDelay = 25.0
    private static let frameTime = 1000.0 / 30
    private static let tickTime = 1000.0

    package init(screen: NcursesScreen? = nil) {
        self.screen = screen
        let wake = Wake()
        self.wake = wake
        requestFrame = { wake.request() }
        signals = guard_start()
        guard_short_turns()
    }

    /// Stops the job (Ctrl-Z) once the event in hand has been handled; a `.resize` follows when it is continued.
    package func suspend() { wantsSuspension = true }

    /// Called about once a second, whether there are events or not.
    package var onTick: (() -> Void)?
    /// Called before the job is stopped.
    package var onPause: (() -> Void)?
    private var nextTick = 0.0

    /// Hands each event to `handle` until it returns false. With a screen the first event is a `.resize`.
    ///
    /// Ctrl-C comes as `.interrupt`. `.terminate` comes for SIGTERM, SIGHUP and a terminal that has gone.
    package func run(_ handle: (Event) -> Bool) {
        if let screen, !handle(.resize(width: screen.width, height: screen.height)) { return }
        while true {
            if wantsSuspension, !suspendNow(handle) { return }
            let ready = wait()
            guard handleSignals(ready.signals, handle) else { return }
            if ready.wake {
                wake.clear()
                isFrameWanted = true
            }
            if ready.keys {
                guard readKeys(handle) else { return }
            } else if let deadline = escapeDeadline, now() >= deadline {
                escapeDeadline = nil
                guard pass(decoder.timeout(), to: handle) else { return }
            }
            if let onTick, now() >= nextTick {
                nextTick = now() + Self.tickTime
                onTick()
            }
            if isFrameWanted, now() >= lastFrame + Self.frameTime {
                isFrameWanted = false
                lastFrame = now()
                guard handle(.frame) else { return }
            }
        }
    }

    private func wait() -> (keys: Bool, signals: Bool, wake: Bool) {
        var timeout = -1.0
        if let escapeDeadline { timeout = max(0, escapeDeadline - now()) }
        if isFrameWanted {
            let due = max(0, lastFrame + Self.frameTime - now())
            timeout = timeout < 0 ? due : min(timeout, due)
        }
        if onTick != nil {
            let due = max(0, nextTick - now())
            timeout = timeout < 0 ? due : min(timeout, due)
        }
        if !signalsAhead.isEmpty { timeout = 0 }
        var polled = [
            pollfd(fd: screen == nil ? -1 : 0, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&polled, nfds_t(polled.count), timeout < 0 ? -1 : Int32(clamping: timeout.rounded(.up)))
        guard count > 0 else { return (false, !signalsAhead.isEmpty, false) }
        return (polled[0].revents != 0, polled[1].revents != 0 || !signalsAhead.isEmpty, polled[2].revents != 0)
    }

    /// Once for each time that poll tells of input: stdin is shared with the shell and stays blocking.
    private func readKeys(_ handle: (Event) -> Bool) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(0, &bytes, bytes.count)
        if count < 0 { return errno == EINTR || errno == EAGAIN ? true : handle(.terminate) }
        if count == 0 { return handle(.terminate) && false }
        let events = decoder.feed(bytes[..<count])
        escapeDeadline = decoder.isWaiting ? now() + Self.escapeDelay : nil
        return pass(events, to: handle)
    }

    private func pass(_ events: [Event], to handle: (Event) -> Bool) -> Bool {
        for event in events {
            var event = event
            if case .key(let key) = event, key == Key(.character("c"), .control) { event = .interrupt }
            guard handle(event) else { return false }
        }
        return true
    }

    private func handleSignals(_ isReady: Bool, _ handle: (Event) -> Bool) -> Bool {
        guard isReady else { return true }
        let arrived = signalsAhead + takeSignals()
        signalsAhead = []
        for (index, signal) in arrived.enumerated() {
            guard_taken(signal)
            switch signal {
            case SIGTERM, SIGHUP: guard handle(.terminate) else { return false }
            case SIGINT: guard handle(.interrupt) else { return false }
            case SIGWINCH:
                // Only the last of a burst matters.
                guard let screen, !arrived[(index + 1)...].contains(SIGWINCH) else { continue }
                screen.measure()
                guard handle(.resize(width: screen.width, height: screen.height)) else { return false }
            case SIGTSTP: guard suspendNow(handle) else { return false }
            case SIGCONT:
                guard let screen else { continue }
                screen.resume()
                guard handle(.resize(width: screen.width, height: screen.height)) else { return false }
            default: continue
            }
        }
        return true
    }

    private func suspendNow(_ handle: (Event) -> Bool) -> Bool {
        wantsSuspension = false
        guard let screen else {
            guard_stop_job()
            return true
        }
        onPause?()
        screen.suspend()
        // The screen is back already; the signal that woke us needs no second time.
        signalsAhead += takeSignals().filter { $0 != SIGCONT }
        return handle(.resize(width: screen.width, height: screen.height))
    }

    private func takeSignals() -> [Int32] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(signals, &bytes, bytes.count)
        return count > 0 ? bytes[..<count].map { Int32($0) } : []
    }

    /// Milliseconds of a clock that never jumps.
    private func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }
}

/// An eventfd that is written once, however many ask, until it is cleared.
final class Wake: Sendable {
    let descriptor: Int32
    private let isPending = Lock(false)

    init() { descriptor = guard_wake_create() }
    deinit { close(descriptor) }

    func request() {
        let isFirst = isPending.with { pending in
            defer { pending = true }
            return !pending
        }
        guard isFirst else { return }
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    /// The descriptor first: the other order would lose a request between the two.
    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
        isPending.with { $0 = false }
    }
}
