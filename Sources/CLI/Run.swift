import ArgumentParser
import Display
import Glibc
import Library
import Notebook
import Sandbox
import Terminal

/// The notebook without a screen.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run all cells of a notebook and print them with their outputs.",
        discussion: "Exit status: 0 done, 2 a cell failed, 3 usage or file, 124 out of time, 130 stopped.")

    @Argument(help: "The notebook.") var file: String
    @Flag(help: "Save the outputs into the file.") var write = false
    @OptionGroup var rights: Rights
    @OptionGroup var patience: Patience

    func run() throws {
        let (file, write) = (file, write)
        try finish(headless("unroll run", rights, patience) { $0.run(file, saves: write) })
    }
}

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rerun a notebook and compare with the outputs recorded in it.",
        discussion: "Exit status: 0 same, 1 differs, 2 a cell failed, 3 usage or file, 124 out of time, 130 stopped.")

    @Argument(help: "The notebook.") var file: String
    @Option(help: "Take over the new outputs of these cells (numbers, separated by commas).") var accept: String?
    @OptionGroup var rights: Rights
    @OptionGroup var patience: Patience

    func run() throws {
        let accepted = try numbers(accept)
        let file = file
        try finish(headless("unroll check", rights, patience) { $0.check(file, accepting: accepted) })
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

/// How long a cell may take.
struct Patience: ParsableArguments {
    @Option(help: ArgumentHelp("A cell that takes longer is stopped, as by Ctrl-C.", valueName: "seconds"))
    var timeLimit: Double?

    func validate() throws {
        if let timeLimit, !(timeLimit > 0) { throw ValidationError("--time-limit takes seconds, more than 0") }
    }
}

/// Runs `work` with a runner that prints, and turns Ctrl-C into its stop.
private func headless(
    _ command: String, _ rights: Rights, _ patience: Patience,
    _ work: @escaping @Sendable (Runner) -> Runner.Status
) -> Runner.Status {
    rights.apply()
    let isStopped = Lock(false)
    let isPlain = isatty(stdoutDescriptor) != 1 || TerminalProbe.glyphs() == .ascii
    let access: @Sendable (String) -> FileAccess = { [rights] in rights.access(command, $0) }
    let runner = Runner(
        builtins: Library.builtins, width: outputWidth(), glyphs: isPlain ? .ascii : .blocks, access: access,
        dataFile: { Library.dataFile($0, $1) }, secondsPerCell: patience.timeLimit,
        isStopped: { isStopped.with { $0 } }, write: { writeLine($0) })
    // What does not ask whether to stop, such as one large product, is not waited for a second time.
    return withInterrupts(
        { if isStopped.with({ flag in defer { flag = true }; return flag }) { leave(.stopped, "stopped at once") } },
        onTick: { if runner.isStuck { leave(.outOfTime, "a cell took too long and did not stop") } }
    ) { work(runner) }
}

/// Ends the program whatever still computes. Nothing is half written: files are replaced whole.
private func leave(_ status: Runner.Status, _ sentence: String) -> Never {
    writeLine(sentence)
    _exit(status.rawValue)
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
