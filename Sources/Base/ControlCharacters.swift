extension Unicode.Scalar {
    /// Whether a terminal would obey it instead of showing it, or shows nothing or the rest of the line in another order
    /// because of it: control codes, line and paragraph separators, what is never seen.
    package var steersTerminal: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
        default: value >= 0xAD && isNeverSeen
        }
    }
}
