import Display

/// A `Screenful` on ncurses, which is used for output only.
package final class NcursesScreen: Screenful {
    package private(set) var width = 80
    package private(set) var height = 24
    package let glyphs = Glyphs.braille
    /// Throws `TerminalProblem`.
    package init() throws {}
    package func show(_ grid: Grid, cursor: Point?) {}
    package func beep() {}
    /// Gives the terminal back as it was; also done when the program ends in any other way.
    package func close() {}
}

/// Why there is no full screen; `sentence` is for people.
package struct TerminalProblem: Error { package let sentence: String }
