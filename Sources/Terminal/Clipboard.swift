import FoundationEssentials

extension NcursesScreen {
    package func copy(_ text: String) { Clipboard.copy(text) }
}

package enum Clipboard {
    /// Hands text to the clipboard of the machine that shows this terminal, over ssh too, where the terminal lets programs
    /// do that (the sequence OSC 52).
    package static func copy(_ text: String) {
        // Terminals drop a whole sequence that is too long for them; xterm takes 100,000 bytes.
        let encoded = Data(text.utf8.prefix(74_000)).base64EncodedString()
        ScreenModes.write("\u{1B}]52;c;\(encoded)\u{07}")
    }
}
