/// What Terminal tells people.
enum Messages {
    static let noTerminal = "a full screen needs a terminal, and standard input or output is not one"
    static let noType = "TERM is not set, so nothing is known about this terminal"
    static func unknownType(_ type: String) -> String { "TERM=\(type) is not known here: terminfo has no entry for it" }
    static func cannotMove(_ type: String) -> String {
        "TERM=\(type) cannot move the cursor or clear the screen, which a full screen needs"
    }
    static func cannotOpen(_ type: String) -> String { "ncurses could not open the terminal as TERM=\(type)" }
}
