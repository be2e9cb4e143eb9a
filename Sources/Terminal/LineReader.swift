import Base
import CGuard
import CTerminal
import Display
import Glibc

/// Lines typed at a prompt, with editing, history and completion (GNU readline); plain reading where there is no terminal.
///
/// There is one keyboard and one readline: make one of these.
package final class LineReader {
    package enum Input: Hashable, Sendable {
        case line(String)
        /// Ctrl-C: a fresh line.
        case interrupted
        /// Ctrl-D, the end of the input, or SIGTERM.
        case end
    }

    /// Something was posted, or `isMoving`; called on the thread that reads.
    package var onWake: (() -> Void)?
    /// While it says so, `onWake` is called 30 times a second.
    package var isMoving: (() -> Bool)?
    /// Called about once a second, whether there are lines or not.
    package var onTick: (() -> Void)?
    /// Called before the job is stopped.
    package var onPause: (() -> Void)?
    /// Thread-safe: asks for `onWake`.
    package let requestWake: @Sendable () -> Void

    private let historyFile: String?
    /// The end came from SIGTERM or SIGHUP, or nothing can be written any more.
    package var isTerminated: Bool { hasSignal || outputFault != nil }
    private var hasSignal = false
    private let isTerminal = TerminalProbe.isTerminal
    private let signals: Int32
    private let wake: Wake
    private let notes: Mailbox<String>
    private let isReading = Lock(false)
    /// Bytes after the last line, where there is no terminal.
    private var unread: [UInt8] = []
    private var isAtEnd = false

    /// `complete` gets the line up to the cursor and returns the words that may stand in place of its last word. It is
    /// called on the thread that reads.
    package init(historyFile: String? = nil, complete: @escaping (String) -> [String] = { _ in [] }) {
        self.historyFile = historyFile
        let wake = Wake()
        self.wake = wake
        requestWake = { wake.request() }
        notes = Mailbox { wake.request() }
        signals = guard_start()
        guard isTerminal else { return }
        TerminalProbe.setCharacterLocale()
        let keeper = Completer(complete)
        readlineState.with { $0.complete = keeper }
        rl_shim_setup("unroll", fdopen(0, "r"), fdopen(1, "w"), completions)
        using_history()
        stifle_history(2000)
        if let historyFile { read_history(historyFile) }
    }

    /// One line without its end. Text pasted in one go may hold several lines. `text` stands there to be changed.
    package func read(_ prompt: String, text: String = "") -> Input {
        if outputFault != nil { return .end }
        guard isTerminal else { return readPlain() }
        readlineState.with { $0.line = nil }
        isReading.with { $0 = true }
        defer { isReading.with { $0 = false } }
        let type = TerminalProbe.terminalType
        guard_screen_on(type == "dumb" || type.isEmpty ? "" : "\u{1B}[?2004l")
        rl_callback_handler_install(prompt, lineIsDone)
        if !text.isEmpty {
            rl_insert_text(text)
            rl_redisplay()
        }
        defer {
            rl_callback_handler_remove()
            guard_screen_off()
            showNotes(isPromptShown: false)
        }
        while true {
            let ready = wait()
            if let input = handleSignals(ready.signals) { return input }
            answerWake(ready.wake, isPromptShown: true)
            guard ready.keys else { continue }
            rl_callback_read_char()
            guard let done = readlineState.with({ $0.line }) else { continue }
            guard let line = done else { return .end }
            remember(line)
            return .line(line)
        }
    }

    /// Writes lines above the prompt while `read` waits, or at once; from any thread.
    package func printAbove(_ text: String) {
        if isReading.with({ $0 }) { notes.post(text) } else { write(text + "\n") }
    }

    /// The system's number for what keeps lines from being written, once there is something. Then no more are read.
    package var outputFault: Int32? { fault.with { $0 } }
    private let fault = Lock<Int32?>(nil)

    private func write(_ text: String) {
        let code = ScreenModes.write(text)
        if code != 0 { fault.with { $0 = $0 ?? code } }
    }

    /// Waits without a prompt for as long as there is something to wait for. On a terminal a line that is typed meanwhile
    /// ends it with nil, and so does the end of `isBusy`.
    package func wait(while isBusy: () -> Bool) -> Input? {
        while isBusy() {
            let ready = wait(forKeys: isTerminal)
            if let input = handleSignals(ready.signals) { return input }
            answerWake(ready.wake, isPromptShown: false)
            if ready.keys { return nil }
        }
        return nil
    }

    /// Milliseconds.
    private static let tick: Int32 = 1000, frame: Int32 = 33
    private var nextTick = ContinuousClock.now

    private func wait(forKeys: Bool = true) -> (keys: Bool, signals: Bool, wake: Bool) {
        var polled = [forKeys ? 0 : -1, signals, wake.descriptor].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let isMoving = isMoving?() ?? false
        let isReady = poll(&polled, 3, isMoving ? Self.frame : Self.tick) > 0
        if isMoving, !isReady { requestWake() }
        if ContinuousClock.now >= nextTick {
            nextTick = .now + .milliseconds(Int(Self.tick))
            onTick?()
        }
        guard isReady else { return (false, false, false) }
        return (polled[0].revents != 0, polled[1].revents != 0, polled[2].revents != 0)
    }

    private func answerWake(_ isReady: Bool, isPromptShown: Bool) {
        guard isReady else { return }
        wake.clear()
        onWake?()
        showNotes(isPromptShown: isPromptShown)
    }

    /// What the signals end the reading with, if they do.
    private func handleSignals(_ isReady: Bool) -> Input? {
        guard isReady else { return nil }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(signals, &bytes, bytes.count)
        for signal in bytes[..<max(0, count)].map({ Int32($0) }) {
            guard_taken(signal)
            switch signal {
            case SIGINT:
                if isTerminal, isReading.with({ $0 }) {
                    rl_callback_sigcleanup()
                    ScreenModes.write("^C\n")
                }
                return .interrupted
            case SIGTERM, SIGHUP:
                hasSignal = true
                return .end
            case SIGWINCH where isTerminal: rl_resize_terminal()
            case SIGTSTP where isTerminal:
                onPause?()
                guard isReading.with({ $0 }) else {
                    guard_stop_job()
                    continue
                }
                rl_deprep_terminal()
                guard_stop_job()
                rl_prep_terminal(1)
                rl_forced_update_display()
            default: continue
            }
        }
        return nil
    }

    private func showNotes(isPromptShown: Bool) {
        let texts = notes.drain()
        guard !texts.isEmpty else { return }
        if isPromptShown {
            rl_clear_visible_line()
            rl_shim_flush()
        }
        write(texts.joined(separator: "\n") + "\n")
        if isPromptShown {
            rl_on_new_line()
            rl_redisplay()
        }
    }

    private func remember(_ line: String) {
        guard !line.allSatisfy(\.isWhitespace) else { return }
        add_history(line)
        guard let historyFile else { return }
        // Appending needs a file that exists.
        if append_history(1, historyFile) != 0 { write_history(historyFile) }
    }

    /// Reads from a file or pipe: no prompt, no echo; bytes that are no UTF-8 become U+FFFD.
    private func readPlain() -> Input {
        while true {
            if let end = unread.firstIndex(of: 10) {
                var line = unread[..<end]
                if line.last == 13 { line.removeLast() }
                defer { unread.removeFirst(end + 1) }
                return .line(String(decoding: line, as: UTF8.self))
            }
            if isAtEnd {
                defer { unread = [] }
                return unread.isEmpty ? .end : .line(String(decoding: unread, as: UTF8.self))
            }
            let ready = wait()
            answerWake(ready.wake, isPromptShown: false)
            if let input = handleSignals(ready.signals) { return input }
            guard ready.keys else { continue }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = Glibc.read(0, &bytes, bytes.count)
            if count > 0 { unread += bytes[..<count] } else if count == 0 || errno != EINTR { isAtEnd = true }
        }
    }
}

/// What readline's callbacks, which capture nothing, share with the reader.
private struct ReadlineState {
    /// Nil: not done yet. Done with nil: the end of the input.
    var line: String??
    var complete: Completer?
    var candidates: [String] = []
}

/// Called by readline on the thread that reads, and nowhere else.
private final class Completer: @unchecked Sendable {
    let complete: (String) -> [String]
    init(_ complete: @escaping (String) -> [String]) { self.complete = complete }
}

private let readlineState = Lock(ReadlineState())

private let lineIsDone: @convention(c) (UnsafeMutablePointer<CChar>?) -> Void = { text in
    let line = text.map { String(cString: $0) }
    free(text)
    rl_callback_handler_remove()
    readlineState.with { $0.line = .some(line) }
}

private let completions:
    @convention(c) (
        UnsafePointer<CChar>?, Int32, Int32
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = { text, _, end in
        rl_shim_completion_over()
        guard let buffer = rl_shim_line() else { return nil }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: Int(max(0, min(end, rl_shim_end()))))
        let line = String(decoding: bytes, as: UTF8.self)
        let found = readlineState.with { $0.complete }?.complete(line) ?? []
        guard !found.isEmpty else { return nil }
        readlineState.with { $0.candidates = found }
        return rl_completion_matches(text, nextCandidate)
    }

/// readline frees the strings.
private let nextCandidate: @convention(c) (UnsafePointer<CChar>?, Int32) -> UnsafeMutablePointer<CChar>? = { _, _ in
    readlineState.with { $0.candidates.isEmpty ? nil : strdup($0.candidates.removeFirst()) }
}
