/// Text as one word of a command line for a POSIX shell.
///
/// Source: POSIX.1-2024, "Shell Command Language", section 2.2, "Quoting".
package enum ShellText {
    /// In single quotes unless a shell takes it as it is: the word may come from a notebook.
    package static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy(isPlain) { return word }
        let parts = word.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
        return "'" + parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "'\\''") + "'"
    }

    /// The name of a file as an argument: one that begins with `-` would be taken for an option.
    package static func file(_ name: String) -> String { quoted(name.utf8.first == 45 ? "./" + name : name) }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: "_-./,:=+@%".utf8.contains(byte)
        }
    }
}
