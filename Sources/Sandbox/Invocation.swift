import Base

/// A command line that can be written once more with another option: `unroll run`, its options, the notebook's name.
package struct Invocation: Hashable, Sendable {
    private let command: String
    private let options: [String]
    private let file: String?
    /// How writing is allowed without starting again, where it can be.
    package var allowsWritingHere: String?

    package init(_ command: String = "unroll", options: [String] = [], _ file: String? = nil) {
        self.command = command
        self.options = options
        self.file = file
    }

    /// The same with these words in front of the file's name, ready for a shell.
    package func line(with words: String...) -> String {
        let last = file.map { [ShellText.file($0)] } ?? []
        return command + " " + ((options + words).map(ShellText.quoted) + last).joined(separator: " ")
    }
}
