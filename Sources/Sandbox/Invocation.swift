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
        let last = file.map { [$0.hasPrefix("-") ? "./" + $0 : $0] } ?? []
        return command + " " + (options + words + last).map(Invocation.quoted).joined(separator: " ")
    }

    /// In single quotes unless a shell takes it as it is: the word may come from a notebook.
    static func quoted(_ word: String) -> String {
        let isSimple = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_-./,:=+@%".utf8.contains(byte)
            }
        }
        if isSimple, !word.isEmpty { return word }
        let parts = word.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }
}
