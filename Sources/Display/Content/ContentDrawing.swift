import Content

/// Content in characters: its blocks below each other. Where they do not fit, the first that can be drawn smaller is.
extension Content: Drawable {
    /// Charts use all the rows that there are.
    package var isElastic: Bool { blocks.contains { $0.drawable.isElastic } }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        heights(width: width, limit: limit, glyphs: glyphs).reduce(0, +)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        var heights = heights(width: area.width, limit: area.height, glyphs: glyphs)
        let spare = area.height - heights.reduce(0, +)
        if spare > 0, let place = blocks.firstIndex(where: { $0.drawable.isElastic }) { heights[place] += spare }
        var rest = area
        for (block, height) in zip(blocks, heights) {
            let parts = rest.split(top: height)
            block.drawable.draw(into: &grid, area: parts.top, glyphs: glyphs)
            rest = parts.rest
        }
    }

    private func heights(width: Int, limit: Int, glyphs: Glyphs) -> [Int] {
        var rest = limit
        var heights = blocks.map { block -> Int in
            guard !block.isFlexible else { return 0 }
            let height = block.drawable.height(width: width, limit: rest, glyphs: glyphs)
            rest -= height
            return height
        }
        for index in blocks.indices where blocks[index].isFlexible {
            heights[index] = blocks[index].drawable.height(width: width, limit: rest, glyphs: glyphs)
            rest -= heights[index]
        }
        return heights
    }
}

extension Content.Block {
    fileprivate var drawable: any Drawable {
        switch self {
        case .chart(let chart): chart
        case .histogram(let histogram): histogram
        case .heatmap(let map): map
        case .table(let table): table
        case .sentences(let sentences): Paragraphs(sentences)
        case .lines(let lines): Lines(lines)
        case .paragraphs(let lines, let indent): Paragraphs(lines, indent: indent)
        }
    }

    /// Whether it can be drawn in fewer rows than it asks for.
    fileprivate var isFlexible: Bool {
        switch self {
        case .chart, .histogram, .heatmap, .table: true
        case .sentences, .lines, .paragraphs: false
        }
    }
}
