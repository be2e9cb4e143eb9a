import ArgumentParser
import Exporting
import Glibc
import Notebook

/// A notebook for other programs.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a notebook for other programs: Jupyter, a browser, the shell, a player, Keras.",
        discussion: """
            ipynb   a notebook that Jupyter opens, with its outputs; plots are pictures
            html    one page with everything in it: no network, no program, plots as pictures
            script  a program without outputs, which `unroll run` runs
            cast    a recording (asciicast v3) in which the cells appear and the loss falls
            keras   a script that builds the network of a fit in Keras 3 with the same weights at the start and \
            trains it on the same windows, and a file of tensors (safetensors) that it reads

            Nothing is computed: the outputs are those recorded in the file, unless --run asks for fresh ones. The \
            result is printed, or written to the file named by --output; keras writes two files. A file of that name \
            is replaced if it is an earlier export of the same format that nothing has changed since.
            Exit status: 0 done, 2 a cell failed, 3 usage or file, 130 stopped.
            """)

    enum Target: String, ExpressibleByArgument, CaseIterable { case ipynb, html, script, cast, keras }

    @Argument(help: "The notebook.", completion: .notebooksAndScripts) var file: String
    @Option(help: ArgumentHelp("What to write.", valueName: "format")) var to: Target
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Where to write it; printed if left out.", valueName: "file"),
        completion: .file())
    var output: String?
    @Flag(name: .customLong("run"), help: "Run all cells first and write what they give now.") var runs = false
    @Option(help: ArgumentHelp("cast: columns of the terminal.", valueName: "columns")) var width = 80
    @Option(help: ArgumentHelp("cast: rows of the terminal.", valueName: "rows")) var height = 24
    @Option(
        help: ArgumentHelp(
            "keras: which run, by its name in the notebook; the last one if left out.", valueName: "run"))
    var name: String?

    @Flag(help: "Replace a file that Unroll did not write, or that was changed since; a notebook never.") var force =
        false

    @OptionGroup var rights: Rights
    @OptionGroup var patience: Patience

    func validate() throws {
        guard (20...300).contains(width), (8...100).contains(height) else {
            throw ValidationError("--width goes from 20 to 300, and --height from 8 to 100")
        }
        if runs, to == .script || to == .keras {
            throw ValidationError("--run has no use here: --to \(to.rawValue) writes no outputs")
        }
    }

    func run() throws {
        if let output, Files.isSame(output, file) {
            throw Problem(sentence: "\(output) is the notebook itself; choose another name for --output")
        }
        if to == .keras {
            return try ExportKeras(file: file, name: name, output: output, force: force, rights: rights).run()
        }
        let (file, runs) = (file, runs)
        let (status, session) = headless("unroll export", rights, patience, to: stderrDescriptor) {
            $0.gather(file, runs: runs)
        }
        guard let session else { throw ExitCode(status.rawValue) }
        let text = text(of: session)
        // Byte for byte into a file or a pipe; a terminal gets nothing that it would obey.
        guard let output else { return writeRaw(isatty(stdoutDescriptor) == 1 ? harmless(text) : text) }
        try write(OutputFile(output, Array(text.utf8), kind, mode: to == .script ? 0o755 : nil))
        writeLine("wrote \(output)", to: stderrDescriptor)
    }

    private func write(_ output: OutputFile) throws {
        do throws(OutputFault) { try Files.write([output], force: force) } catch {
            throw Problem(sentence: error.sentence)
        }
    }

    private var kind: OutputMark.Kind {
        switch to {
        case .ipynb: .ipynb
        case .html: .html
        case .script: .script
        case .cast: .cast
        case .keras: .keras
        }
    }

    private func text(of session: Session) -> String {
        let exhibit = Exhibit(name: Files.name(of: file), seed: session.document.seed, cells: session.cells)
        return switch to {
        case .ipynb: JupyterNotebook(exhibit).text
        case .html: HTMLPage(exhibit).text
        case .script: Script.text(session.cells, seed: session.document.seed)
        case .cast: Asciicast(exhibit, width: width, height: height).text
        case .keras: ""
        }
    }
}

extension CompletionKind {
    /// Any Markdown file is a notebook.
    static var notebooks: CompletionKind { .file(extensions: ["md"]) }
    static var notebooksAndScripts: CompletionKind { .file(extensions: ["md", "unroll"]) }
}
