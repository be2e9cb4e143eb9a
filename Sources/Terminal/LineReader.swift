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

    private let historyFile: String?
    private let isTerminal = TerminalProbe.isTerminal
    private let signals: Int32
    private let wake: Wake
    private let notes: Mailbox<String>
    private let isReading = Lock(false)
    /// Bytes after the last line, where there is no terminal.
    private var unread: [UInt8] = []
    private var isAtEnd = false

    /// `complete` gets the line up to the cursor and returns the words that may stand in place of its last word.
    package init(historyFile: String? = nil, complete: @escaping @Sendable (String) -> [String] = { _ in [] }) {
        self.historyFile = historyFile
        let wake = Wake()
        self.wake = wake
        notes = Mailbox { wake.request() }
        signals = guard_start()
        guard isTerminal else { return }
        TerminalProbe.setCharacterLocale()
        readlineState.with { $0.complete = complete }
        rl_shim_setup("unroll", fdopen(0, "r"), fdopen(1, "w"), completions)
        using_history()
        stifle_history(2000)
        if let historyFile { read_history(historyFile) }
    }

    /// One line without its end. Text pasted in one go may hold several lines.
    package func read(_ prompt: String) -> Input {
        guard isTerminal else { return readPlain() }
        readlineState.with { $0.line = nil }
        isReading.with { $0 = true }
        defer { isReading.with { $0 = false } }
        let type = TerminalProbe.terminalType
        guard_screen_on(type == "dumb" || type.isEmpty ? "" : "\u{1B}[?2004l")
        rl_callback_handler_install(prompt, lineIsDone)
        defer {
            rl_callback_handler_remove()
            guard_screen_off()
            showNotes(isPromptShown: false)
        }
        while true {
            let ready = wait()
            if let input = handleSignals(ready.signals) { return input }
            if ready.wake {
                wake.clear()
                showNotes(isPromptShown: true)
            }
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
        if isReading.with({ $0 }) { notes.post(text) } else { ScreenModes.write(text + "\n") }
    }

    private func wait() -> (keys: Bool, signals: Bool, wake: Bool) {
        var polled = [0, signals, wake.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&polled, 3, -1) > 0 else { return (false, false, false) }
        return (polled[0].revents != 0, polled[1].revents != 0, polled[2].revents != 0)
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
                if isTerminal {
                    rl_callback_sigcleanup()
                    ScreenModes.write("^C\n")
                }
                return .interrupted
            case SIGTERM, SIGHUP: return .end
            case SIGWINCH where isTerminal: rl_resize_terminal()
            case SIGTSTP where isTerminal:
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
        ScreenModes.write(texts.joined(separator: "\n") + "\n")
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
            if ready.wake {
                wake.clear()
                showNotes(isPromptShown: false)
            }
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
    var complete: @Sendable (String) -> [String] = { _ in [] }
    var candidates: [String] = []
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
        let complete = readlineState.with { $0.complete }
        let found = complete(line)
        guard !found.isEmpty else { return nil }
        readlineState.with { $0.candidates = found }
        return rl_completion_matches(text, nextCandidate)
    }

/// readline frees the strings.
private let nextCandidate: @convention(c) (UnsafePointer<CChar>?, Int32) -> UnsafeMutablePointer<CChar>? = { _, _ in
    readlineState.with { $0.candidates.isEmpty ? nil : strdup($0.candidates.removeFirst()) }
}
