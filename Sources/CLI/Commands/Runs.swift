import ArgumentParser
import Display
import Experiments
import Library
import Notebook

/// The log of a notebook's fits.
struct Runs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the fits of a notebook that were logged on this machine.",
        discussion: """
            Every fit of a notebook is logged when it ends, in your state folder (~/.local/state/unroll/runs); the \
            newest \(RunLog.limit) are kept. In a cell, runs() is the same table and compare(…) draws several in one \
            plot. --export writes the log as a database of SQLite, to be kept next to the notebook or handed on; such \
            a file can be listed, and --import adds its runs to the notebook's own log.
            """)

    @Argument(help: "The notebook, or a log that was exported.") var file: String
    @Flag(help: "All columns, as comma-separated values.") var csv = false
    @Option(help: "Instead: the figures of this run by epoch, as comma-separated values.") var curve: Int?
    @Option(help: "Remove all runs but so many, the newest.") var prune: Int?
    @Option(help: ArgumentHelp("Write the log as a database.", valueName: "file"), completion: .file()) var export:
        String?
    @Flag(help: "--export: replace a file that Unroll did not write, or that was changed since; a notebook never.")
    var force = false
    @Option(
        name: .customLong("import"),
        help: ArgumentHelp("Add the runs of a log that was exported.", valueName: "file"), completion: .file())
    var imported: String?

    func validate() throws {
        if let prune, prune < 0 { throw ValidationError("--prune takes how many runs to keep, 0 or more") }
        let changes = [prune != nil, export != nil, imported != nil].count { $0 }
        if changes > 1 { throw ValidationError("--prune, --export and --import are for one at a time") }
        if changes > 0, isCopy {
            throw ValidationError("--prune, --export and --import are for the log of a notebook, not for \(file)")
        }
    }

    func run() throws {
        do throws(LogFault) {
            if let prune { return try remove(allBut: prune) }
            if let curve { return try write(curve: curve) }
            if export == nil, imported == nil { return try list() }
        } catch .noFile {
            throw Problem(sentence: "no run of \(file) is logged on this machine" + older)
        } catch {
            throw Problem(sentence: "cannot read \(isCopy ? file : "the log of \(file)"): \(error.sentence)")
        }
        if let export { try write(to: export) }
        if let imported { try add(from: imported) }
    }

    /// Whether the file is a log by itself, and not a notebook.
    private var isCopy: Bool { file.hasSuffix(".sqlite") }
    private var log: RunLog { RunLog(in: Files.runsFolder(of: file), version: Unroll.version) }

    private var copy: LogCopy? {
        get throws(LogFault) { isCopy ? try LogCopy(bytes(of: file)) : nil }
    }

    private func bytes(of path: String) throws(LogFault) -> [UInt8] {
        do throws(FileFault) { return try Files.readAny(path) } catch {
            throw error == .missing ? .noFile : error == .tooLarge ? .tooLarge : .unreadable
        }
    }

    /// Earlier versions had the log next to the notebook. It is opened only where the user asks for it: it may come from another person.
    private var older: String {
        let stem = [".md", ".unroll"].reduce(file) { $0.hasSuffix($1) ? String($0.dropLast($1.count)) : $0 }
        let path = stem + ".runs.sqlite"
        return Files.exists(path) ? "; to add the runs of \(path): unroll runs \(file) --import \(path)" : ""
    }

    private func list() throws(LogFault) {
        let runs = if let copy = try copy { try copy.runs() } else { try log.list() }
        if csv { return write(RunTable.csv(runs)) }
        write(runs.isEmpty ? "no run is logged" : RunTable.text(runs, width: outputWidth()))
    }

    private func write(curve number: Int) throws(LogFault) {
        let curves = if let copy = try copy { try copy.curves(of: number) } else { try log.curves(of: number) }
        let none = "there is no run \(number) in the log, or it ended before its first epoch did"
        write(curves.isEmpty ? none : RunTable.csv(of: curves))
    }

    /// A log may come from anywhere, and with control codes.
    private func write(_ text: String) {
        for line in text.split(separator: "\n") { writeLine(Text.visible(String(line))) }
    }

    private func remove(allBut kept: Int) throws(LogFault) {
        let count = try log.prune(keeping: kept)
        writeLine("removed \(counted(count)) from the log of \(file)")
    }

    private func write(to path: String) throws {
        let bytes: [UInt8]
        do throws(LogFault) { bytes = try log.bytes() } catch {
            throw Problem(
                sentence: error == .noFile
                    ? "no run of \(file) is logged on this machine"
                    : "cannot read the log of "
                        + "\(file): \(error.sentence)")
        }
        do throws(OutputFault) { try Files.write([OutputFile(path, bytes, .runLog)], force: force) } catch {
            throw Problem(sentence: error.sentence)
        }
        writeLine("wrote \(path)")
    }

    private func add(from path: String) throws {
        do throws(LogFault) {
            let count = try log.add(from: LogCopy(bytes(of: path)))
            writeLine("added \(counted(count)) to the log of \(file)" + (count == 0 ? ": all are in it already" : ""))
        } catch {
            throw Problem(sentence: "cannot add the runs of \(path): \(error.sentence)")
        }
    }

    private func counted(_ runs: Int) -> String { runs == 1 ? "1 run" : "\(runs) runs" }
}
