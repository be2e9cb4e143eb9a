/// Something that shows a grid and is asked for its size: ncurses, or a test.
package protocol Screenful: AnyObject {
    var width: Int { get }
    var height: Int { get }
    var glyphs: Glyphs { get }
    /// Shows the grid; the cursor is hidden where it is nil.
    func show(_ grid: Grid, cursor: Point?)
    /// The bell, or a flash.
    func beep()
    /// What the window is called, where there is one; nil: as it was before.
    func setTitle(_ title: String?)
}

extension Screenful {
    package func setTitle(_ title: String?) {}
}

/// A value that can be drawn at any width: a plot, a table, a trace.
package protocol Drawable: Sendable {
    /// How many rows it wants at that width, at most `limit`.
    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int
    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs)
    /// Whether it uses more rows than it asks for, where it is given them: a plot does, a table doesn't.
    var isElastic: Bool { get }
}

extension Drawable {
    package var isElastic: Bool { false }
}
