import ArgumentParser
import Display
import Glibc
import Sandbox

/// The command line. Exit status: 0 done or same, 1 a check differs, 2 a cell failed, 3 usage or file, 124 out of time,
/// 130 stopped.
@main
struct Unroll: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unroll",
        abstract: "A terminal notebook for sequence modelling: train recurrent networks and step through them.",
        version: "\(version)\n\(sandboxSentence)",
        subcommands: [
            Open.self, Run.self, Check.self, Replay.self, Runs.self, Repl.self, Manual.self, Export.self,
            Bench.self,
        ], defaultSubcommand: Open.self)
    static let version = "1.0"

    /// Which second wall there is around cells.
    private static var sandboxSentence: String {
        switch ThreadSandbox.version {
        case 0: "cells run without a sandbox of the kernel: it has no Landlock, or a container forbids it"
        case let number: "cells run in a sandbox of the kernel (Landlock \(number)\(number < 4 ? ", files only" : ""))"
        }
    }

    /// ArgumentParser ends with 64 for a command line that it can't read; ours is 3, as for any file that is not there.
    static func main() {
        // Beyond the limit of a file's size a write is an error like any other, not an end.
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let problem as Problem {
            writeLine("unroll: \(Text.visible(problem.sentence))", to: stderrDescriptor)
            Glibc.exit(ExitStatus.usageOrFile.rawValue)
        } catch {
            let status = exitCode(for: error)
            let text = fullMessage(for: error)
            if !text.isEmpty { writeLine(text, to: status == .success ? stdoutDescriptor : stderrDescriptor) }
            Glibc.exit(status == .validationFailure ? ExitStatus.usageOrFile.rawValue : status.rawValue)
        }
    }
}

/// What the program tells the shell.
enum ExitStatus: Int32 {
    case same = 0
    case differs = 1
    case cellFailed = 2
    case usageOrFile = 3
    case stopped = 130
}

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

/// For codes of our own.
func writeRaw(_ text: String, to descriptor: Int32 = stdoutDescriptor) {
    Array(text.utf8).withUnsafeBytes { buffer in
        var sent = 0
        while sent < buffer.count {
            let count = write(descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return }
            sent += count
        }
    }
}
