extension Unicode.Scalar {
    /// Whether a terminal would obey it instead of showing it, or shows the rest of the line in another order because
    /// of it: control codes, line and paragraph separators, the marks that turn the direction of text.
    package var steersTerminal: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
        default: false
        }
    }
}
