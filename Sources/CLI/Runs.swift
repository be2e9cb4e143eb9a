import ArgumentParser
import Display
import Experiments
import Library
import Notebook

/// The log beside a notebook.
struct Runs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the fits of a notebook that were logged beside it.",
        discussion: """
            Every fit of a notebook is logged in NAME.runs.sqlite when it ends; the newest \(RunLog.limit) are kept. \
            In a cell, runs() is the same table and compare(…) draws several in one plot.
            """)

    @Argument(help: "The notebook, or its log.") var file: String
    @Flag(help: "All columns, as comma-separated values.") var csv = false
    @Option(help: "Instead: the figures of this run by epoch, as comma-separated values.") var curve: Int?
    @Option(help: "Take out all runs but so many, the newest.") var prune: Int?

    func validate() throws {
        if let prune, prune < 0 { throw ValidationError("--prune takes how many runs to keep, 0 or more") }
    }

    func run() throws {
        do throws(LogFault) {
            if let prune { return try take(out: prune) }
            if let curve { return try write(curve: curve) }
            try list(RunLog.read(log))
        } catch .noFile {
            throw Problem(sentence: "no run of \(file) is logged: there is no \(Files.name(of: log)) beside it")
        } catch {
            throw Problem(sentence: "cannot read \(Files.name(of: log)): \(error.sentence)")
        }
    }

    private var log: String { file.hasSuffix(".sqlite") ? file : RunLog.path(beside: file) }

    private func list(_ runs: [LoggedRun]) {
        if csv { return write(RunTable.csv(runs)) }
        write(runs.isEmpty ? "no run is logged" : RunTable.text(runs, width: outputWidth()))
    }

    private func write(curve number: Int) throws(LogFault) {
        let curves = try RunLog.curves(of: number, in: log)
        let none = "there is no run \(number) in the log, or it ended before its first epoch did"
        write(curves.isEmpty ? none : RunTable.csv(of: curves))
    }

    /// A log may come from anywhere, and with control codes.
    private func write(_ text: String) {
        for line in text.split(separator: "\n") { writeLine(Text.visible(String(line))) }
    }

    private func take(out kept: Int) throws(LogFault) {
        let count = try RunLog.prune(log, keeping: kept)
        writeLine("took \(count) \(count == 1 ? "run" : "runs") out of \(Files.name(of: log))")
    }
}
