import ArgumentParser
import Notebook
import Terminal

/// The language, or a notebook, a line at a time. Every line is a cell of a notebook that `:save` writes.
struct Repl: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Type the language, or go on with a notebook, a line at a time: all that the screens can do.",
        discussion: """
            Without a terminal the lines are read from standard input. ACCESSIBLE=1 tells drawings in words.
            What is typed without a notebook may read and write below the current folder.
            """)

    @Argument(help: "A notebook to go on with.", completion: .notebooks) var file: String?
    @Flag(help: "Make the notebook if there is none of this name.") var new = false
    @OptionGroup var rights: Rights

    func run() throws {
        let contents = try file.map { try notebookContents(of: $0, new: new) } ?? nil
        if let file, let contents, Script.isOne(contents, path: file) {
            throw Problem(sentence: Messages.scriptKeepsNothing(file))
        }
        LineMode("unroll repl", rights).run(file, contents)
    }
}
