import ArgumentParser
import Display
import Experiments
import Glibc
import Language
import Library
import Notebook
import Sandbox
import Terminal

/// The notebook without a screen.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run all cells of a notebook and print them with their outputs.",
        discussion: """
            Its fits are logged in your state folder (see unroll runs).
            Exit status: 0 done, 2 a cell failed, 3 usage or file, 124 out of time, 130 stopped.
            """)

    @Argument(help: "The notebook, or a script.", completion: .notebooksAndScripts) var file: String
    @Flag(help: "Save the outputs into the file.") var write = false
    @Flag(help: "Do not log the fits.") var noLog = false
    @OptionGroup var setting: Setting
    @OptionGroup var rights: Rights
    @OptionGroup var patience: Patience

    func validate() throws {
        if write, !setting.set.isEmpty { throw ValidationError(Setting.isNotSaved("--write")) }
    }

    func run() throws {
        let (file, write) = (file, write)
        if write { StandardOutput.endLater() }
        let log = noLog ? nil : RunLog(in: Files.runsFolder(of: file), version: Unroll.version)
        defer { log?.close() }
        let status = headless("unroll run", rights, patience, log, try setting.overrides) {
            $0.run(file, saves: write)
        }
        try finish(status)
    }
}

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rerun notebooks and compare with the outputs recorded in them.",
        discussion: """
            At the end of each stands a digest: the same on two machines where the notebook and its results are.
            With --set, not results are compared but the kinds of outputs, and check(…) in cells is passed over.
            Exit status, of several the worst: 0 same, 1 differs, 2 a cell failed, 3 usage or file,
            124 out of time, 130 stopped.
            """)

    @Argument(help: "Notebooks, and folders for all *.unroll.md in them and below.", completion: .notebooks)
    var paths: [String] = []
    @Option(
        defaultAsFlag: "all",
        help: ArgumentHelp(
            "Take over new outputs: all that differ, or of these cells (such as 2,5).", valueName: "cells"))
    var accept: String?
    @OptionGroup var setting: Setting
    @OptionGroup var rights: Rights
    @OptionGroup var patience: Patience

    func validate() throws {
        if accept != nil, !setting.set.isEmpty { throw ValidationError(Setting.isNotSaved("--accept")) }
    }

    func run() throws {
        let (paths, accepting) = try taken()
        if accept != nil { StandardOutput.endLater() }
        if paths.isEmpty { throw ValidationError("there is no notebook to check; name files or folders") }
        let status = headless("unroll check", rights, patience, nil, try setting.overrides) {
            $0.check(all: paths, accepting: accepting)
        }
        try finish(status)
    }

    /// `--accept lesson.unroll.md` accepts all, and its word is the first path: no number, and there is such a file.
    private func taken() throws -> ([String], Runner.Acceptance) {
        guard let accept else { return (paths, .none) }
        if accept == "all" { return (paths, .all) }
        let words = accept.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = words.compactMap { Int($0) }
        if numbers.count == words.count { return (paths, try acceptance(of: numbers)) }
        guard access(accept, F_OK) == 0 else {
            throw ValidationError("--accept takes numbers of cells, such as 5 or 2,5, or nothing for all")
        }
        return ([accept] + paths, .all)
    }

    private func acceptance(of numbers: [Int]) throws -> Runner.Acceptance {
        guard Files.notebooks(at: paths).count == 1 else {
            throw ValidationError("--accept with numbers of cells is for one notebook; without, it takes over all")
        }
        return .cells(Set(numbers))
    }
}

/// What `run` and `check` set otherwise than the notebook says.
struct Setting: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Give an argument, in every call that takes it, or a variable another value: --set epochs=5. Repeatable.",
            valueName: "name=value"))
    var set: [String] = []

    var overrides: Overrides? {
        get throws {
            if set.isEmpty { return nil }
            do throws(Overrides.Fault) { return try Overrides(set) } catch { throw Problem(sentence: error.sentence) }
        }
    }

    static func isNotSaved(_ option: String) -> String {
        "\(option) is not for outputs that come of --set: the notebook's own text would give others"
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
func headless<Result: Sendable>(
    _ command: String, _ rights: Rights, _ patience: Patience, _ log: RunLog? = nil,
    _ overrides: Overrides? = nil, to descriptor: Int32 = stdoutDescriptor,
    _ work: @escaping @Sendable (Runner) -> Result
) -> Result {
    rights.apply()
    let stop = StopRequest()
    let isPlain = isatty(descriptor) != 1 || TerminalProbe.glyphs() == .ascii
    var runner = Runner(
        builtins: Library.builtins, width: outputWidth(), glyphs: isPlain ? .ascii : .blocks,
        isSpoken: TerminalProbe.isAccessible,
        access: { [rights] in rights.access(command, $0) }, dataFile: { Library.dataFile($0, $1) },
        secondsPerCell: patience.timeLimit, isStopped: { stop.isMade },
        write: { writeLine($0, to: descriptor) })
    (runner.services, runner.overrides) = (log.map { [$0] } ?? [], overrides)
    (runner.sandbox, runner.ledger) = (Rights.sandbox(log), ComputedOutputs.ofUser)
    // What does not ask whether to stop, such as one large product, is not waited for.
    return withInterrupts(
        { if stop.make() { leave(.stopped, "stopped at once") } },
        onTick: { [runner] in
            if stop.isUnheard { leave(.stopped, "stopped at once") }
            if runner.isStuck { leave(.outOfTime, "a cell took too long and did not stop") }
        },
        do: { [runner] in work(runner) })
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
