import Display

extension Recording {
    /// The notebook with its recorded outputs as plain text, from a cell on: what a replay is where nothing can move.
    package func text(of session: Session, from first: Int = 1, width: Int, glyphs: Glyphs) -> [String] {
        let document = session.document
        let name = session.path.map(Files.name) ?? ""
        var lines = [Messages.heading(name, cells: document.numbered.count, seed: document.seed)]
        lines += document.notes.map { "note: " + $0 }
        let labels = Labels(session)
        let start = first == 1 ? 0 : cells.firstIndex { $0.cell.number == first } ?? 0
        for cell in cells[min(start, cells.count)...] {
            lines.append("")
            let isProse = cell.standing == .prose
            lines +=
                isProse
                ? Markdown(cell.cell.source).lines(width: width, glyphs: glyphs).map(\.text)
                : [labels.title(cell.cell, width: width)] + cell.text(width: width, glyphs: glyphs)
        }
        return lines
    }
}

extension Recording.Cell {
    /// Source, outputs, and what there is to say of them.
    fileprivate func text(width: Int, glyphs: Glyphs) -> [String] {
        var lines: [String] = []
        if !cell.options.isHidden {
            lines += cell.source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.isEmpty ? ">" : "> " + Text.visible(String(line))
            }
        }
        var below = outputs.flatMap { $0.lines(width: width - 2, glyphs: glyphs) }
        below += records.map { Messages.record($0.name, rows: $0.rows) } + [remark].compactMap { $0 }
        below += faults.map { "note: " + $0 }
        return lines + below.map { $0.isEmpty ? "" : "  " + $0 }
    }

    /// In a word, where the outputs are not simply what the source gave.
    package var remark: String? {
        switch standing {
        case .prose, .recorded: nil
        case .unverified: Messages.notVerified
        case .conflict: Messages.bothSides
        case .stale: Messages.recordedStale
        case .notRecorded: Messages.notRecordedWord
        case .skipped: outputs.isEmpty ? Messages.skipped : Messages.skippedRecorded
        }
    }
}
