import Base
import Datasets
import Display

/// How the values of a series are written: what they were before scaling, tokens as their text.
struct RowTexts: Sendable {
    let columns: [Column]
    private let places: [Int]
    /// Columns that the widest of them takes.
    let width: Int

    init(_ columns: [Column], rows: Int) {
        self.columns = columns
        // No more than some thousand texts: what is wider than these is written shorter where it is met.
        let step = max(1, rows * columns.count / 3000)
        let looked = Array(stride(from: 0, to: rows, by: step))
        places = columns.map { column in
            let values = looked.map { column.original($0) }
            return values.allSatisfy { $0.isNaN || $0 == $0.rounded() } ? 0 : 1
        }
        var widest = 0
        for (index, column) in columns.enumerated() {
            for row in looked { widest = max(widest, Text.width(of: Self.text(column, row, places[index]))) }
        }
        width = min(widest, 12)
    }

    func text(_ column: Int, _ row: Int) -> String {
        let text = Self.text(columns[column], row, places[column])
        guard Text.width(of: text) > width, columns[column].vocabulary == nil else { return text }
        return Numbers.significant(columns[column].original(row), 3)
    }

    /// With all its digits, for a list of numbers.
    func full(_ column: Int, _ row: Int) -> String {
        columns[column].vocabulary != nil ? text(column, row) : Numbers.short(columns[column].original(row))
    }

    private static func text(_ column: Column, _ row: Int, _ places: Int) -> String {
        let value = column.original(row)
        if value.isNaN { return "?" }
        guard let tokens = column.vocabulary?.tokens else { return Numbers.fixed(value, places) }
        guard value >= 0, value < Double(tokens.count) else { return Numbers.short(value) }
        switch tokens[Int(clamping: value)] {
        case " ": return "_"
        case "\n": return "\\n"
        case "": return "-"
        case let token: return Text.clip(Text.visible(token), to: 10, ellipsis: "..")
        }
    }
}

extension Column {
    /// The number of a row before every scaling; NaN for what is none.
    func original(_ row: Int) -> Double {
        guard case .numbers(let numbers) = values, row < numbers.count else { return .nan }
        return vocabulary == nil ? scalers.unscale(numbers[row]) : numbers[row]
    }
}

/// Rows of a series side by side, and windows below them: `==` what goes in, `--` rows skipped, `Y` the target.
///
/// A row gets as many columns as its values need, or, where a window would not fit then, one or less.
struct WindowStrip {
    static let labelWidth = 10

    let windows: Windows
    let texts: RowTexts
    /// Those shown.
    let rows: Range<Int>
    /// Columns for a row; 1 if its value is not shown.
    let cell: Int
    /// Rows behind one character.
    let step: Int
    private let width: Int

    var isWide: Bool { cell > 1 }

    /// All rows if they fit. Else those from `first` on: with their values if `slides` and a window fits so, or one
    /// character for as many rows as two windows need.
    init(_ windows: Windows, _ texts: RowTexts, width: Int, first: Int = 0, slides: Bool = false) {
        self.windows = windows
        self.texts = texts
        self.width = width
        let room = max(1, width - Self.labelWidth)
        let (count, reach) = (windows.rowCount, windows.plan.reach)
        let wide = max(3, texts.width, "\(count)".count) + 1
        let fits = count <= room / wide || slides && reach <= room / wide
        cell = fits ? wide : 1
        step = fits ? 1 : max(1, (reach + windows.plan.shift + room - 1) / room)
        let shown = min(count, fits ? room / wide : room * step)
        let start = max(0, min(first, count - shown))
        rows = start..<start + shown
    }

    /// Row numbers, and the values where there is room for them.
    func header(columns limit: Int = 4) -> [StyledLine] {
        guard isWide else {
            var line = Text.pad(" row", to: Self.labelWidth)
            let characters = (rows.count + step - 1) / step
            for column in stride(from: 0, to: characters, by: 10) {
                let number = "\(rows.lowerBound + column * step + 1)"
                // One that would stand out over the last row is left out.
                if column == 0 || column + number.count <= characters { line += Text.pad(number, to: 10) }
            }
            line = line.trimmedAtEnd
            return [StyledLine(line)]
                + (step == 1 ? [] : [StyledLine(fitting(Phrases.oneCharacter(step), width), Ink.faint)])
        }
        let numbers = rows.map { Text.pad("\($0 + 1)", to: cell, .right) }
        let head = StyledLine(Text.pad(" row", to: Self.labelWidth) + numbers.joined())
        return [head]
            + texts.columns.indices.prefix(limit).map { column in
                let name = Text.clip(Text.visible(texts.columns[column].name), to: Self.labelWidth - 2, ellipsis: "..")
                let values = rows.map { Text.pad(texts.text(column, $0), to: cell, .right) }
                return StyledLine(Text.pad(" " + name, to: Self.labelWidth) + values.joined())
            }
    }

    /// One window by a plan: of these windows, or of another way to cut the same rows.
    func line(_ label: String, _ start: Int, _ plan: Windows.Plan, isChosen: Bool = false) -> StyledLine {
        var line = StyledLine(
            Text.pad((isChosen ? " >" : "  ") + label, to: Self.labelWidth), isChosen ? Ink.strong : .plain)
        for row in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
            let (mark, style) = mark(row..<min(row + step, rows.upperBound), of: start, plan)
            line.append(Text.pad(mark, to: cell, .right), style)
        }
        return line
    }

    /// What stands for these rows: the target wins over inputs, inputs over what is skipped.
    private func mark(_ rows: Range<Int>, of start: Int, _ plan: Windows.Plan) -> (String, Style) {
        let inputs = start..<(start + plan.length)
        // An answer with steps of its own has no rows here.
        let targets = plan.answerSteps == nil ? plan.targetRows(from: start) : start..<start
        if rows.overlaps(targets) { return (isWide && rows.overlaps(inputs) ? "=Y" : "Y", Ink.negative) }
        if rows.overlaps(inputs) { return (isWide ? "==" : "=", Ink.positive) }
        if plan.targets != .none, rows.overlaps(start..<(start + plan.reach)) {
            return (isWide ? "--" : "-", Ink.faint)
        }
        return (".", Ink.faint)
    }
}
