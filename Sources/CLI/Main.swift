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

    static func main() {
        StandardDescriptors.fill()
        // Beyond the limit of a file's size a write is an error like any other, not an end.
        signal(SIGXFSZ, SIG_IGN)
        let status = run()
        StandardOutput.finish()
        Glibc.exit(status)
    }

    /// ArgumentParser ends with 64 for a command line that it can't read; ours is 3, as for any file that is not there.
    private static func run() -> Int32 {
        do {
            if let word = Arguments.notText {
                throw Problem(sentence: "\(word) is not UTF-8, and unroll opens only files whose names are; rename it")
            }
            var command = try parseAsRoot()
            try command.run()
            return ExitStatus.same.rawValue
        } catch let problem as Problem {
            writeLine("unroll: \(Text.visible(problem.sentence))", to: stderrDescriptor)
            return ExitStatus.usageOrFile.rawValue
        } catch {
            let status = exitCode(for: error)
            let text = fullMessage(for: error)
            if !text.isEmpty { writeLine(text, to: status == .success ? stdoutDescriptor : stderrDescriptor) }
            return status == .validationFailure ? ExitStatus.usageOrFile.rawValue : status.rawValue
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
