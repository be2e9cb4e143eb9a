import Content

/// Content in words: what a screen reader says in its place.
extension Content {
    package var spoken: [String] { blocks.flatMap(\.spoken) }
}

extension Content.Block {
    fileprivate var spoken: [String] {
        switch self {
        case .chart(let chart): chart.spoken
        case .histogram(let histogram): histogram.spoken
        case .heatmap(let map): map.spoken
        case .table(let table): table.spoken
        case .sentences(let sentences): sentences
        case .lines(let lines), .paragraphs(let lines, _): lines.flatMap(Spoken.plain)
        }
    }
}
