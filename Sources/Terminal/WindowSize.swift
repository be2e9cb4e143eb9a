import CTerminal
import Glibc

/// The size of the terminal's window, and what of it is drawn on: a window can say that it has 65,535 columns and as many
/// rows, four thousand million cells.
enum WindowSize {
    /// More than any screen shows in letters that can be read.
    static let most = (columns: 1000, rows: 500)

    /// nil where the terminal does not say.
    static var known: (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return (min(Int(size.ws_col), most.columns), min(Int(size.ws_row), most.rows))
    }

    /// Before ncurses starts: where it would take a size that is too large from the terminal or from LINES and COLUMNS, it
    /// is to begin with what terminfo says instead.
    static func limit() {
        var size = winsize()
        let isAsked = ioctl(1, UInt(TIOCGWINSZ), &size) == 0
        let isLarge = isAsked && (Int(size.ws_col) > most.columns || Int(size.ws_row) > most.rows)
        if isLarge || isTooLarge("COLUMNS", most.columns) || isTooLarge("LINES", most.rows) { use_env(false) }
    }

    private static func isTooLarge(_ variable: String, _ most: Int) -> Bool {
        guard let text = getenv(variable).map({ String(cString: $0) }), !text.isEmpty else { return false }
        return Int(text).map { !(1...most).contains($0) } ?? true
    }
}
