import ArgumentParser
import Base
import Datasets
import Experiments
import Glibc
import Library
import Notebook
import Sandbox

/// What the cells of a notebook may do, as options of every command that runs them.
struct Rights: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Cells may also read files below this folder; without it only their notebook's folder and the data sets.",
            valueName: "folder"))
    var allowRead: [String] = []
    @Flag(help: "Cells may write tables and weights below their notebook's folder.") var allowWrite = false
    @Option(help: ArgumentHelp("The most memory, such as 2GB; without it half of the machine's.", valueName: "size"))
    var memoryLimit: MemorySize?

    func validate() throws {
        for folder in allowRead where !isFolder(folder) {
            throw ValidationError("--allow-read takes a folder, and \(folder) is none")
        }
        if let memoryLimit, memoryLimit.bytes < MemoryLimit.least {
            throw ValidationError("--memory-limit takes 64MB or more: the program itself needs that")
        }
    }

    /// `command` as typed in front of the file's name: `unroll run`.
    func access(_ command: String, _ file: String? = nil, mayWrite: Bool = false) -> FileAccess {
        let given = allowRead.flatMap { ["--allow-read", $0] } + (allowWrite ? ["--allow-write"] : [])
        var invocation = Invocation(command, options: given, file)
        if command == "unroll open" { invocation.allowsWritingHere = ":allow write" }
        return FileAccess(
            folder: file.map(Files.folder) ?? ".", reading: allowRead, mayWrite: mayWrite || allowWrite,
            invocation: invocation)
    }

    /// What the kernel lets the threads of cells do; `log` is where their fits are logged.
    static func sandbox(_ log: RunLog? = nil) -> CellSandbox {
        { access in Library.sandbox(for: access, writable: (log?.makeFolder()).map { [$0] } ?? []) }
    }

    /// Asks the system for the limit.
    func apply() { if let memoryLimit { MemoryLimit.set(memoryLimit.bytes) } }

    private func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }
}

/// `500MB`, `2GB`, or bytes.
struct MemorySize: ExpressibleByArgument, Sendable {
    let bytes: Int

    init?(argument: String) {
        let text = argument.uppercased()
        let unit = ["KB", "MB", "GB", "TB"].firstIndex { text.hasSuffix($0) }
        let digits = unit == nil ? text : String(text.dropLast(2))
        let factor = unit.map { (0...$0).reduce(1.0) { product, _ in product * 1000 } } ?? 1
        guard let number = Double(digits), number * factor >= 1, number * factor < 1e18 else { return nil }
        bytes = Int(clamping: number * factor)
    }
}
