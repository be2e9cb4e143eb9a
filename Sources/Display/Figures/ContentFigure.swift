import Content

extension Content {
    /// The image of its first block that has one; nil where the text shows all of it as well.
    package var figure: Figure? { blocks.lazy.compactMap(\.figure).first }
}

extension Content.Block {
    fileprivate var figure: Figure? {
        switch self {
        case .chart(let chart): chart.figure
        case .histogram(let histogram): histogram.figure
        case .heatmap(let map): map.figure
        case .table, .sentences, .lines, .paragraphs: nil
        }
    }
}
