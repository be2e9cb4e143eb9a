import ArgumentParser
import Language
import Library
import Notebook
import TUI

/// The manual, written from the records of the built-ins.
struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the manual of the language, or write it to a file.")

    @Argument(help: "Where to write it; printed if left out.", completion: .file()) var file: String?
    @Flag(help: "The manual page of the commands instead, for `man`.") var man = false
    @Flag(help: "The keys and commands of the notebook instead, as Markdown.") var keys = false
    @Flag(help: "Replace a file that Unroll did not write, or that was changed since; a notebook never.") var force =
        false

    func run() throws {
        let text = man ? try ManPage().text : keys ? commandReference() : manual(Library.builtins)
        guard let file else { return writeRaw(text) }
        do throws(OutputFault) {
            try Files.write([OutputFile(file, Array(text.utf8), man ? .manPage : .manual)], force: force)
        } catch {
            throw Problem(sentence: error.sentence)
        }
    }
}
