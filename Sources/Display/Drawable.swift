extension Drawable {
    /// The drawing as plain text of at most `limit` rows: what files, pipes and tests show.
    package func text(width: Int, glyphs: Glyphs = .blocks, limit: Int = 200) -> String {
        let width = max(1, width)
        var grid = Grid(width: width, height: height(width: width, limit: limit, glyphs: glyphs))
        draw(into: &grid, area: grid.bounds, glyphs: glyphs)
        return grid.text()
    }
}
