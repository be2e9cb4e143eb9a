import ArgumentParser
import Terminal

/// The language, or a notebook, a line at a time. Every line is a cell of a notebook that `:save` writes.
struct Repl: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Type the language, or go on with a notebook, a line at a time: all that the screens can do.",
        discussion: "Without a terminal the lines are read from standard input. ACCESSIBLE=1 tells drawings in words.")

    @Argument(help: "A notebook to go on with.") var file: String?
    @Flag(help: "Make the notebook if there is none of this name.") var new = false

    func run() throws {
        let contents = try file.map { try notebookContents(of: $0, new: new) } ?? nil
        LineMode().run(file, contents)
    }
}
