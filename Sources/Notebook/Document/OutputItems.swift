import Content

/// A chart of a file: its picture, and the lines of its record with what they hold.
package struct RecordedChart: Sendable {
    package let text: String
    package let chart: Chart
    let lines: [String]

    /// nil where the record is none of a chart.
    init?(text: String, record lines: [String]) {
        guard let chart = Chart(record: lines) else { return nil }
        (self.text, self.chart, self.lines) = (text, chart, lines)
    }
}

/// Outputs as a region of a file has them.
extension Output {
    /// What a file has for it, records in the region itself.
    var items: [Region.Item] {
        switch self {
        case .record(let name, let csv):
            let record = Record(name: name, csv: csv)
            return [.record(name: record.name, csv: record.lines)]
        case .chart(let recorded): return [.text(fileLines), .record(name: Chart.recordName, csv: recorded.lines)]
        case .text, .error, .value, .diagnostic:
            let lines = fileLines
            guard !lines.isEmpty else { return [] }
            return isError ? [.error(lines)] : [.text(lines)] + [chartItem].compactMap { $0 }
        }
    }

    /// Small enough to be in the notebook's file itself.
    private var chartItem: Region.Item? {
        guard let lines = chart?.record else { return nil }
        let record = Record(name: Chart.recordName, csv: lines.joined(separator: "\n"))
        return record.isLarge ? nil : .record(name: record.name, csv: record.lines)
    }

    /// The outputs that a region holds. The record of a chart belongs to the text before it.
    static func all(in items: [Region.Item]) -> [Output] {
        var outputs: [Output] = []
        for item in items {
            switch item {
            case .text(let lines): outputs.append(.text(lines.joined(separator: "\n")))
            case .error(let lines): outputs.append(.error(lines.joined(separator: "\n")))
            case .record(let name, let csv):
                if name == Chart.recordName, case .text(let text)? = outputs.last,
                    let recorded = RecordedChart(text: text, record: csv)
                {
                    outputs[outputs.count - 1] = .chart(recorded)
                } else {
                    outputs.append(.record(name: name, csv: csv.joined(separator: "\n")))
                }
            case .file: continue
            }
        }
        return outputs
    }
}

extension Region.Item {
    /// The numbers of a picture that is there too: what is compared is the picture.
    var isChart: Bool { if case .record(Chart.recordName, _) = self { true } else { false } }
}

extension Session {
    /// Adds the records of charts that the file lacks to outputs that otherwise stay as they are recorded.
    mutating func addCharts(to id: CellID) {
        guard let recorded = document[id]?.region?.items, states[id]?.isComputed == true else { return }
        let now = items(of: id)
        var rest = recorded.filter { !$0.isChart && !$0.isFile }[...]
        guard now.count(where: \.isChart) > recorded.count(where: \.isChart),
            now.count(where: { !$0.isChart }) == rest.count
        else { return }
        states[id]?.outputs = Output.all(in: now.compactMap { $0.isChart ? $0 : rest.popFirst() })
        states[id]?.isUnsaved = true
    }
}
