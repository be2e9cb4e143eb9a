import CPty
import CVterm
import Glibc

/// A real program in a pseudo-terminal, its screen kept by a terminal emulator.
///
///     let session = try TerminalSession(["unroll", "open", "a.unroll.md"])
///     #expect(session.wait(for: "NAV"))
///     session.send(.down, .enter)
///
/// All reading happens in the calls of the test; nothing runs in between. Ending the session kills the program.
package final class TerminalSession {
    package private(set) var width: Int
    package private(set) var height: Int
    package let process: pid_t
    private let master: Int32
    /// Kept open, so that the terminal's modes can be asked for after the program has gone.
    private let slave: Int32
    private let emulator: Emulator
    private var end: Ending?
    private var wasStopped = false
    /// Every byte that the program wrote.
    package private(set) var output: [UInt8] = []

    /// `command[0]` is a path, or the name of one of the package's programs, or is looked for in /bin and /usr/bin.
    /// `environment` is added to TERM=xterm-256color, LC_ALL=C.UTF-8, PATH, a HOME of its own; an empty value removes one.
    package init(
        _ command: [String], width: Int = 100, height: Int = 30, environment: [String: String] = [:],
        folder: String? = nil
    ) throws {
        let path = try Program.path(of: command.first ?? "")
        var master: Int32 = -1
        var slave: Int32 = -1
        guard pty_open(&master, &slave, Int32(width), Int32(height)) == 0 else { throw KitError("no pseudo-terminal") }
        (self.master, self.slave, self.width, self.height) = (master, slave, width, height)
        emulator = Emulator(width: width, height: height)
        process = Program.spawn(path, command, environment: environment, folder: folder, slave, slave, slave)
        guard process > 0 else { throw KitError("cannot start \(path)") }
    }

    deinit {
        if end == nil {
            kill(-process, SIGKILL)
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        close(master)
        close(slave)
    }

    // MARK: What is on the screen

    /// The rows as text without blanks at their ends.
    package var lines: [String] {
        pump()
        return emulator.lines
    }

    package var text: String { lines.joined(separator: "\n") }

    package func cell(_ x: Int, _ y: Int) -> ScreenCell {
        pump()
        return emulator.cell(x, y)
    }

    /// Nil while it is hidden.
    package var cursor: (x: Int, y: Int)? {
        pump()
        return emulator.isCursorVisible ? emulator.cursor : nil
    }

    package var isAlternateScreen: Bool {
        pump()
        return emulator.isAlternateScreen
    }

    /// True once the window has got a title, which nothing here is to give it.
    package var hasTitle: Bool {
        pump()
        return emulator.hasTitle
    }

    /// True if the terminal's modes are those of a shell: lines are edited and echoed.
    package var isCooked: Bool { pty_is_cooked(slave) == 1 }

    // MARK: What is done to it

    package func send(_ keys: KeyName...) { for key in keys { write(key.bytes) } }
    package func type(_ text: String) { write(Array(text.utf8)) }

    /// As a terminal pastes where the program has asked for marks around it.
    package func paste(_ text: String) { type("\u{1B}[200~" + text + "\u{1B}[201~") }

    package func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let done = rest.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
            guard done > 0 else { return }
            rest = rest.dropFirst(done)
        }
    }

    package func resize(_ width: Int, _ height: Int) {
        pump()
        (self.width, self.height) = (width, height)
        emulator.resize(width, height)
        _ = pty_resize(master, Int32(width), Int32(height))
    }

    /// What the terminal says of its size, while the screen that is read here stays as it is: for sizes that none has.
    package func resizeOnlyTerminal(_ width: Int, _ height: Int) {
        pump()
        _ = pty_resize(master, Int32(width), Int32(height))
    }

    package func signal(_ signal: Int32) { kill(process, signal) }

    // MARK: Waiting

    /// Polls every 10 ms until the condition holds; false if it did not within the time.
    @discardableResult
    package func wait(seconds: Double = 20, for condition: (TerminalSession) -> Bool) -> Bool {
        let deadline = now() + seconds
        while true {
            pump()
            if condition(self) { return true }
            if now() > deadline { return false }
            var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, 10)
        }
    }

    /// Waits until the text stands somewhere on the screen.
    @discardableResult
    package func wait(for text: String, seconds: Double = 20) -> Bool {
        wait(seconds: seconds) { session in session.emulator.lines.contains { $0.contains(text) } }
    }

    /// Waits for the program's end; nil if it still runs.
    package func waitForEnd(seconds: Double = 20) -> Ending? {
        wait(seconds: seconds) { $0.checkEnd() }
        pump()
        return end
    }

    /// Waits until the program is stopped as by Ctrl-Z.
    package func waitForStop(seconds: Double = 20) -> Bool {
        wait(seconds: seconds) { session in
            _ = session.checkEnd()
            return session.wasStopped
        }
    }

    private func checkEnd() -> Bool {
        if end != nil { return true }
        var status: Int32 = 0
        switch pty_status(process, &status) {
        case 1: end = Ending(status)
        case 2: wasStopped = true
        default: break
        }
        return end != nil
    }

    /// Hands the emulator what the program has written, and the program what the emulator answers.
    private func pump() {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 0) > 0, polled.revents & Int16(POLLIN) != 0 else { return }
            let count = read(master, &bytes, bytes.count)
            guard count > 0 else { return }
            output += bytes[..<count]
            write(emulator.feed(bytes[..<count]))
        }
    }
}

/// How a program ended.
package enum Ending: Hashable, Sendable {
    case status(Int32)
    case signal(Int32)

    init(_ waitStatus: Int32) {
        let signal = waitStatus & 0x7F
        self = signal == 0 ? .status((waitStatus >> 8) & 0xFF) : .signal(signal)
    }
}

package struct KitError: Error, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
