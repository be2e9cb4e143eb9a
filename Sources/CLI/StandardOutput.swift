import Base
import Display
import Glibc

let stdoutDescriptor: Int32 = 1
let stderrDescriptor: Int32 = 2

/// Writes a line and a newline, whole, whatever `write` does in pieces. All that the commands print goes through here,
/// so nothing in it can steer a terminal, whoever wrote it: a notebook, a table, a file's name.
func writeLine(_ line: String, to descriptor: Int32 = stdoutDescriptor) {
    writeRaw(harmless(line) + "\n", to: descriptor)
}

/// The lines of a text without what a terminal obeys.
func harmless(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { Text.visible(String($0)) }.joined(separator: "\n")
}

/// For codes of our own. What cannot be printed ends the program; what cannot be written to standard error is lost, as
/// there is no other place to say so.
func writeRaw(_ text: String, to descriptor: Int32 = stdoutDescriptor) {
    let code = Array(text.utf8).withUnsafeBytes { put($0, to: descriptor) }
    if code != 0, descriptor == stdoutDescriptor { StandardOutput.failed(code) }
}

/// 0, or the system's number for what went wrong.
private func put(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var sent = 0
    while sent < bytes.count {
        let count = write(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return count < 0 ? errno : EIO }
        sent += count
    }
    return 0
}

/// What becomes of a program that cannot print: it ends with a sentence on standard error and status 3, or as any other
/// program of a pipe does whose reader has gone.
enum StandardOutput {
    private struct State {
        /// The first failure.
        var code: Int32 = 0
        var isDeferred = false
    }
    private static let state = Lock(State())

    /// A command that saves what it has computed does so first.
    static func endLater() { state.with { $0.isDeferred = true } }

    static func failed(_ code: Int32) {
        let isDeferred = state.with { state in
            if state.code == 0 { state.code = code }
            return state.isDeferred
        }
        if !isDeferred { end(code) }
    }

    /// At the end of a command: the last bytes may fail as late as this.
    static func finish() {
        let code = state.with { $0.code }
        if code != 0 { end(code) }
        if close(stdoutDescriptor) != 0, errno != EBADF { end(errno) }
    }

    private static func end(_ code: Int32) -> Never {
        if code == EPIPE {
            signal(SIGPIPE, SIG_DFL)
            raise(SIGPIPE)
        }
        writeLine("unroll: cannot print: \(reason(code))", to: stderrDescriptor)
        _exit(ExitStatus.usageOrFile.rawValue)
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT: "the disk is full"
        case EFBIG: "the file is as large as it may be"
        case EBADF: "standard output is closed"
        default: String(cString: strerror(code)).lowercased()
        }
    }
}

/// Standard input, output and error of a program may be closed when it starts. The next file that it opens would then be
/// one of them, and text would go into it.
enum StandardDescriptors {
    /// In the place of those that are missing is a device that gives nothing, and takes nothing: reading and writing fail
    /// as before.
    static func fill() {
        for descriptor in stdinDescriptor...stderrDescriptor where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            _ = open("/dev/null", descriptor == stdinDescriptor ? O_WRONLY : O_RDONLY)
        }
    }

    private static let stdinDescriptor: Int32 = 0
}
