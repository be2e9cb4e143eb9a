import Datasets
import Display

/// The lines of the windows view.
extension WindowsView {
    /// Header, the blocks of windows, the reading, the chosen window, and the audit where there is room for it. Without a
    /// height: everything, up to 200 windows of each kind.
    func lines(width: Int, height: Int?, glyphs: Glyphs) -> [StyledLine] {
        let ink = Ink(glyphs: glyphs)
        let strip = WindowStrip(windows, texts, width: width, first: firstRow, slides: true)
        let header = strip.header(columns: height.map { max(1, min(4, $0 / 8)) } ?? 4)
        let reading = reading(windows, width: width, ink)
        let chosen = chosenLines(width: width, ink, limit: height.map { $0 < 14 ? 1 : 2 })
        guard let height else {
            return header + [""] + blocks(strip, width: width, heights: wanted.map { min($0, 201) }) + reading + [""]
                + chosen + audit(width: width, ink, limit: .max)
        }
        let fixed = header.count + reading.count + chosen.count
        let isTight = height < fixed + 8
        var room = height - fixed - (isTight ? 0 : 1)
        if room < 3 {
            // Too small for all of it: the windows come first, then the chosen one's numbers.
            let heights = allot(max(2, height - header.count - chosen.count))
            let drawn = header + blocks(strip, width: width, heights: heights) + chosen + reading
            return Array(drawn.prefix(height))
        }
        let audit = audit(width: width, ink, limit: room - min(wanted.reduce(0, +), 14) - 1)
        room -= audit.isEmpty ? 0 : audit.count + 1
        let heights = allot(room)
        var lines = header + (isTight ? [] : [""]) + blocks(strip, width: width, heights: heights) + reading + chosen
        if !audit.isEmpty { lines += [ink.rule(width)] + audit }
        return lines
    }

    /// What is drawn: these windows, and where wanted the same rows reshaped and shifted without a target.
    private var plans: [Windows.Plan] {
        guard showsReshape, windows.isSeries else { return [plan] }
        return [plan] + (plan.isReshape ? [] : [plan.reshaped]) + (plan.targets == .none ? [] : [plan.untargeted])
    }

    /// Lines that each would like: its rule, and a line for each window.
    private var wanted: [Int] {
        plans.enumerated().map { index, plan in
            index > 0
                ? 1 + plan.count(rows: windows.rowCount)
                : 1 + windows.count + (windows.dropped == nil ? 0 : 1) + Phrases.leftOut(windows.leftOut).count
        }
    }

    /// The room shared out: the windows themselves first, then the others, a line at a time.
    private func allot(_ room: Int) -> [Int] {
        let wanted = wanted
        var heights = wanted.map { _ in 0 }
        var left = room
        for index in wanted.indices where left >= min(2, wanted[index]) {
            heights[index] = min(2, wanted[index])
            left -= heights[index]
        }
        while left > 0,
            let index = wanted.indices.filter({ heights[$0] > 0 && heights[$0] < wanted[$0] })
                .min(by: { heights[$0] < heights[$1] })
        {
            heights[index] += 1
            left -= 1
        }
        return heights
    }

    /// The mock-up's order: reshape, shift, and what is cut last.
    private func blocks(_ strip: WindowStrip, width: Int, heights: [Int]) -> [StyledLine] {
        var lines: [StyledLine] = []
        for (plan, height) in zip(plans, heights).dropFirst() where height > 0 {
            lines += otherBlock(plan, strip, width: width, height: height)
        }
        return lines + (heights[0] > 0 ? ownBlock(strip, width: width, height: heights[0]) : [])
    }

    private func otherBlock(_ plan: Windows.Plan, _ strip: WindowStrip, width: Int, height: Int) -> [StyledLine] {
        let count = plan.count(rows: windows.rowCount)
        let top = min(max(0, strip.rows.lowerBound / plan.shift), max(0, count - height + 1))
        let shown = top..<min(count, top + height - 1)
        return [StyledLine(fitting(Phrases.rules(plan, rows: windows.rowCount), width))]
            + shown.map { strip.line("ex \($0 + 1)", $0 * plan.shift, plan) }
    }

    private func ownBlock(_ strip: WindowStrip, width: Int, height: Int) -> [StyledLine] {
        var lines = [StyledLine(fitting(Phrases.rules(plan, rows: windows.rowCount), width), Ink.strong)]
        let left = Phrases.leftOut(windows.leftOut).map { StyledLine($0) }.prefix(max(0, height - 3))
        let room = max(0, height - 1 - left.count)
        let dropped = windows.dropped
        let all = windows.count + (dropped == nil ? 0 : 1)
        let top = min(max(0, chosen - room / 2), max(0, all - room))
        for index in top..<min(all, top + room) {
            if let start = windows.starts[safe: index] {
                lines.append(strip.example(index, start, width: width, isChosen: index == chosen))
            } else if let dropped {
                lines.append(strip.dropped(index, dropped, width: width))
            }
        }
        return lines + left
    }

    // MARK: the chosen window

    /// `ex 2: rows 3 to 9: 19 19 21 23 24 24 23 -> row 11: 20`, in at most `limit` lines.
    func chosenLines(width: Int, _ ink: Ink, limit: Int?) -> [StyledLine] {
        guard let start = windows.starts[safe: chosen] else { return [] }
        let inputs = start..<(start + plan.length)
        let several = texts.columns.count > 1
        var words = ["rows \(start + 1) to \(inputs.upperBound)" + (several ? ", \(windows.inputs[0].name):" : ":")]
        // As many as can be seen; the page of rows has them all.
        let most = limit.map { $0 * width / 2 } ?? 400
        words += inputs.prefix(most).map { texts.full(0, $0) }
        let target = targetWords(start)
        if inputs.count > most { words.append("...") }
        let lines = flow(words + target, after: " ex \(chosen + 1): ", width: width)
        guard let limit, lines.count > limit else { return lines }
        // The target is never what gives way.
        let end = StyledLine("   ... " + target.joined(separator: " ") + "  (Enter: all rows)")
        if limit == 1 {
            let end = target.joined(separator: " ")
            let rows = "rows \(start + 1) to \(inputs.upperBound)"
            return [StyledLine(fitting([" ex \(chosen + 1): \(rows) \(end)", " \(end)"], width))]
        }
        return lines.prefix(limit - 1) + [end]
    }

    private func targetWords(_ start: Int) -> [String] {
        guard plan.targets != .none, plan.answerSteps == nil else { return [] }
        let rows = plan.targetRows(from: start)
        guard rows.count == 1 else { return ["-> rows \(rows.lowerBound + 1) to \(rows.upperBound)"] }
        let values = windows.targets.prefix(3).map { target in
            let texts = RowTexts([target], rows: 1)
            return texts.full(0, rows.lowerBound)
        }
        let more = windows.targets.count > 3 ? " ..." : ""
        return ["-> row \(rows.lowerBound + 1):", values.joined(separator: ", ") + more]
    }

    // MARK: the audit

    func auditLines(width: Int, _ ink: Ink) -> [StyledLine] {
        [StyledLine(" AUDIT", Ink.strong)] + (findings ?? []).flatMap { Self.wrapped($0, width, ink) }
    }

    /// As much as fits into `limit` lines, faults first.
    private func audit(width: Int, _ ink: Ink, limit: Int) -> [StyledLine] {
        guard limit > 1 else { return [] }
        guard let findings else { return [StyledLine(" " + Phrases.notJudgedYet, Ink.faint)] }
        let all = findings.map { Self.wrapped($0, width, ink) }
        if all.reduce(0, { $0 + $1.count }) <= limit { return all.flatMap { $0 } }
        let order = [Audit.Finding.Level.fault, .note, .fine]
        let sorted = order.flatMap { level in findings.filter { $0.level == level } }
        var lines: [StyledLine] = []
        var shown = 0
        for finding in sorted {
            let more = Self.wrapped(finding, width, ink)
            guard lines.count + more.count < limit else { break }
            lines += more
            shown += 1
        }
        return lines + [StyledLine("  " + Phrases.moreFindings(findings.count - shown), Ink.faint)]
    }

    static func wrapped(_ finding: Audit.Finding, _ width: Int, _ ink: Ink) -> [StyledLine] {
        let style = finding.level == .fault ? Ink.negative : .plain
        let lines = Text.wrap(ink.symbols(finding.text), to: max(1, width - 7))
        return lines.enumerated().map { index, line in
            StyledLine((index == 0 ? " \(finding.level.rawValue) " : "      ") + line, style)
        }
    }

    // MARK: its rows as numbers

    func rowLines(width: Int, height: Int?, glyphs: Glyphs) -> [StyledLine] {
        guard let start = windows.starts[safe: chosen] else { return [] }
        let inputs = Array(start..<(start + plan.length))
        let targets = plan.targets == .none || plan.answerSteps != nil ? [] : Array(plan.targetRows(from: start))
        let all = inputs.map { ($0, false) } + targets.map { ($0, true) }
        let room = height.map { max(1, $0 - 2) } ?? all.count
        let top = height == nil ? 0 : min(scroll, max(0, all.count - room))
        let targetTexts = RowTexts(windows.targets, rows: 1)
        let columns = shownColumns(width)
        var lines = [StyledLine(heading(columns), Ink.strong)]
        for (place, (row, isTarget)) in all.enumerated().dropFirst(top).prefix(room) {
            let step = isTarget ? "target" : "t\(place + 1)"
            var line = StyledLine(Text.pad(" " + step, to: 9) + Text.pad("\(row + 1)", to: 9, .right))
            if isTarget {
                let values = windows.targets.indices.prefix(4).map {
                    "\(windows.targets[$0].name) = \(targetTexts.full($0, row))"
                }
                line.append("  " + values.joined(separator: ", "), Ink.negative)
            } else {
                for column in columns { line.append(Text.pad(texts.full(column, row), to: 14, .right)) }
            }
            lines.append(line)
        }
        let hidden = windows.inputs.count - columns.count
        let notes =
            (all.count > top + room ? [Phrases.moreBelow(all.count - top - room)] : [])
            + (hidden > 0 ? [Phrases.moreColumns(hidden)] : [])
        if !notes.isEmpty { lines.append(StyledLine("  ... " + notes.joined(separator: "; "), Ink.faint)) }
        return lines
    }

    private func shownColumns(_ width: Int) -> Range<Int> {
        0..<max(min(1, texts.columns.count), min(texts.columns.count, (width - 18) / 14))
    }

    private func heading(_ columns: Range<Int>) -> String {
        let names = columns.map {
            Text.pad(" " + Text.clip(Text.visible(texts.columns[$0].name), to: 13), to: 14, .right)
        }
        return Text.pad(" step", to: 9) + Text.pad("row", to: 9, .right) + names.joined()
    }
}
