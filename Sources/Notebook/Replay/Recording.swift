import Content
import Display
import Language

/// What stands below the cells of a notebook, as a replay plays it. Nothing in it is computed.
package struct Recording: Sendable {
    /// How a cell's outputs stand to its source.
    package enum Standing: Hashable, Sendable {
        case prose
        /// Outputs of what stands there now, from the file or from this session.
        case recorded
        /// The same, from the file, and nothing says that this machine computed them.
        case unverified
        /// Its text, or something that it reads, has changed since.
        case stale
        case notRecorded
        /// Shown, never run.
        case skipped
        /// Both sides of a merge stand in the cell.
        case conflict
    }

    /// A history, and the place among the outputs that it is played before.
    package struct History: Sendable {
        /// The variable that tells it from other histories of the cell, where there are several.
        package var variable: String?
        package var chart: Chart
        package var output: Int
        /// Whether the chart is the one among the outputs.
        package var isShown: Bool
    }

    package struct Cell: Sendable {
        package let cell: NotebookCell
        package let standing: Standing
        /// Those that can be seen; records have a part of their own.
        package private(set) var outputs: [Output] = []
        package private(set) var histories: [History] = []
        /// Steps of traces.
        package private(set) var steps: [RecordedNumbers] = []
        /// The records by name, with their rows.
        package private(set) var records: [(name: String, rows: Int)] = []
        /// What could not be read, in sentences.
        package private(set) var faults: [String] = []
    }

    package private(set) var cells: [Cell] = []
    /// The code cells among them.
    package let count: Int

    /// `read` gives the lines of a record that stands in a file of its own.
    package init(_ session: Session, read: RecordReader) {
        for (cell, block) in zip(session.cells, session.document.blocks) {
            let isComputed = session.states[block.id]?.isComputed == true
            cells.append(Cell(cell, block, isComputed: isComputed, read: read))
        }
        count = cells.count { $0.cell.kind == .code }
    }
}

extension Recording.Cell {
    /// What this session has computed takes the place of what the file has.
    fileprivate init(_ cell: NotebookCell, _ block: Block, isComputed: Bool, read: RecordReader) {
        self.cell = cell
        standing = Self.standing(of: cell, block)
        var records = cell.outputs.compactMap { output in
            if case .record(let name, let csv) = output { Record(name: name, csv: csv) } else { nil }
        }
        // Below both sides of a merge stands what to do about it, which is not recorded.
        guard standing != .conflict else { return }
        if !isComputed { records += files(of: block, read) }
        outputs = cell.outputs.filter { !$0.isRecord }
        self.records = records.map { ($0.name, $0.rows) }
        take(records)
        if block.region?.hasConflict == true, !isComputed { faults.append(Messages.conflictInOutput) }
    }

    private static func standing(of cell: NotebookCell, _ block: Block) -> Recording.Standing {
        if cell.kind == .prose { return .prose }
        if block.hasConflict { return .conflict }
        if cell.options.isSkipped { return .skipped }
        switch cell.status {
        case .stale: return .stale
        case .ok, .recorded, .failed, .running: return cell.isUnverified ? .unverified : .recorded
        case .queued, .notRun: return cell.outputs.isEmpty ? .notRecorded : .stale
        }
    }

    private mutating func files(of block: Block, _ read: RecordReader) -> [Record] {
        (block.region?.items ?? []).compactMap { item in
            guard case .file(let path, let sha, let name) = item else { return nil }
            switch read(path, sha) {
            case .success(let lines): return Record(name: name, csv: lines.joined(separator: "\n"))
            case .failure(let fault):
                faults.append(Messages.notPlayed(name, fault))
                return nil
            }
        }
    }

    private mutating func take(_ records: [Record]) {
        for record in records {
            let isHistory = record.name.hasPrefix("history")
            guard isHistory || record.name.hasPrefix("steps") else { continue }
            guard let numbers = RecordedNumbers(record.lines) else {
                faults.append(Messages.noNumbers(record.name))
                continue
            }
            if isHistory { add(numbers, record.name) } else { steps.append(numbers) }
        }
        // What the reader is to guess stands among the steps.
        guard !steps.isEmpty, outputs.contains(where: \.hidesNumber) else { return }
        steps = []
        faults.append(Messages.toBeGuessed)
    }

    /// A history is played before the plot of it, the first one before the first; without a plot, before all outputs.
    private mutating func add(_ numbers: RecordedNumbers, _ name: String) {
        guard let losses = RecordedHistory(numbers) else { return faults.append(Messages.noNumbers(name)) }
        let charts = outputs.indices.compactMap { index in
            outputs[index].chart.flatMap { $0.isHistory ? (output: index, chart: $0) : nil }
        }
        let shown = histories.count < charts.count ? charts[histories.count] : nil
        let variable = name.hasPrefix("history-") ? String(name.dropFirst(8)) : nil
        histories.append(
            .init(
                variable: variable, chart: shown?.chart ?? losses.chart,
                output: shown?.output ?? charts.last?.output ?? 0, isShown: shown != nil))
    }
}

extension Output {
    fileprivate var isRecord: Bool { if case .record = self { true } else { false } }

    /// Whether a `?` stands in its text for a number.
    fileprivate var hidesNumber: Bool {
        lines(width: Session.fileWidth, glyphs: .ascii).contains { line in
            line.split(separator: " ").contains { $0 == "?" || $0 == "*?*" }
        }
    }
}
