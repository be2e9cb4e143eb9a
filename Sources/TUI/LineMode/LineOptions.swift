import Display
import Language

/// Where the lines of line mode go, and what they may look like.
package struct LineOptions {
    /// Words instead of drawings, for a screen reader: no columns and no strokes.
    package var isSpoken: Bool
    /// Somebody is there who sees a prompt and can be asked.
    package var isTerminal: Bool
    package var glyphs: Glyphs
    /// Letters of any script can be shown; otherwise ASCII only.
    package var hasLetters: Bool
    package var width: () -> Int
    package var write: (String) -> Void
    /// Shows how far long work is in place, or takes that away; nil where only whole lines may be written.
    package var bar: ((Progress?) -> Void)?
    package var bell: () -> Void

    package init(
        isSpoken: Bool, isTerminal: Bool, glyphs: Glyphs, hasLetters: Bool = true, width: @escaping () -> Int,
        write: @escaping (String) -> Void, bar: ((Progress?) -> Void)? = nil, bell: @escaping () -> Void = {}
    ) {
        self.isSpoken = isSpoken
        self.isTerminal = isTerminal
        self.glyphs = glyphs
        self.hasLetters = hasLetters
        self.width = width
        self.write = write
        self.bar = bar
        self.bell = bell
    }
}

/// Draws nothing.
final class NoScreen: Screenful {
    // Too small for anything: nothing is arranged, nothing drawn.
    let (width, height) = (1, 1)
    let glyphs: Glyphs
    private let bell: () -> Void

    init(_ options: LineOptions) {
        glyphs = options.glyphs
        bell = options.bell
    }

    func show(_ grid: Grid, cursor: Point?) {}
    func beep() { bell() }
}
