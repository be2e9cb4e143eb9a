import ArgumentParser
import Display
import Glibc
import Library
import Notebook
import Terminal

/// The notebook without a screen.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run all cells of a notebook and print them with their outputs.",
        discussion: "Exit status: 0 done, 2 a cell failed, 3 usage or file, 130 stopped.")

    @Argument(help: "The notebook.") var file: String
    @Flag(help: "Save the outputs into the file.") var write = false

    func run() throws {
        let (file, write) = (file, write)
        try finish(headless { $0.run(file, saves: write) })
    }
}

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rerun a notebook and compare with the outputs recorded in it.",
        discussion: "Exit status: 0 same, 1 differs, 2 a cell failed, 3 usage or file, 130 stopped.")

    @Argument(help: "The notebook.") var file: String
    @Option(help: "Take over the new outputs of these cells (numbers, separated by commas).") var accept: String?

    func run() throws {
        let accepted = try numbers(accept)
        let file = file
        try finish(headless { $0.check(file, accepting: accepted) })
    }

    private func numbers(_ text: String?) throws -> Set<Int> {
        guard let text else { return [] }
        let parts = text.split(separator: ",").map { Int($0) }
        guard parts.allSatisfy({ $0 != nil }) else {
            throw ValidationError("--accept takes numbers of cells, such as 5 or 2,5")
        }
        return Set(parts.compactMap { $0 })
    }
}

/// Runs `work` with a runner that prints, and turns Ctrl-C into its stop.
private func headless(_ work: @escaping @Sendable (Runner) -> Runner.Status) -> Runner.Status {
    let isStopped = Lock(false)
    let isPlain = isatty(stdoutDescriptor) != 1 || TerminalProbe.glyphs() == .ascii
    let runner = Runner(
        builtins: Library.builtins, width: outputWidth(), glyphs: isPlain ? .ascii : .blocks,
        isSpoken: TerminalProbe.isAccessible, dataFile: { Library.dataFile($0, in: $1) },
        isStopped: { isStopped.with { $0 } }, write: { writeLine($0) })
    return withInterrupts({ isStopped.with { $0 = true } }) { work(runner) }
}

private func finish(_ status: Runner.Status) throws {
    if status != .same { throw ExitCode(status.rawValue) }
}

/// The columns of the terminal, or 80 where output goes elsewhere: what a file holds must not depend on a window.
func outputWidth() -> Int {
    var size = winsize()
    guard isatty(stdoutDescriptor) == 1, ioctl(stdoutDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
        return 80
    }
    return min(Int(size.ws_col), 120)
}
