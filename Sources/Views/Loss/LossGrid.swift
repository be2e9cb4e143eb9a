import Display
import Engine

/// The positions as a grid: an example in each row, a time step in each column with its target, output and loss.
struct LossGrid {
    private let view: LossView
    /// Those that are shown.
    private(set) var steps: Range<Int>
    private let marks: Bool
    private let label: Int
    private let target: Int
    private let output: Int
    private let loss: Int
    private let sum: Int
    private let places: Int
    /// Too narrow for a position's target and output: its loss alone.
    private let isNarrow: Bool

    private var table: LossTable { view.shown }

    /// As many steps as fit around the chosen one; wide enough for all that may be seen near it, or for `all`.
    init(_ view: LossView, width: Int, all: Bool = false, marks: Bool = true) {
        self.view = view
        self.marks = marks
        let table = view.shown
        let heads = Phrases.lossHeads(table.loss)
        label = max(6, (view.names.map { Text.width(of: $0) }.max() ?? 0) + 3)
        places = table.loss.isCrossEntropy && table.isCoarse ? 2 : 3
        output = table.loss.isCrossEntropy ? 5 : 8
        loss = max(table.loss.isCrossEntropy ? 6 : 8, heads.loss.count)
        let tallest = (0..<table.examples).map { table.sum(of: $0) }
        let wanted = max(6, tallest.map { Phrases.figure($0).count }.max() ?? 0)
        // Where one looks tells how wide targets are: of 5,000 steps those that may be shown.
        let near = all ? 0 : max(0, view.step - 40)
        let looked = near..<min(table.steps, all ? table.steps : near + 80)
        var widest = max(5, "t\(table.steps) \(heads.target)".count)
        for row in table.positions.prefix(400) {
            for step in looked { widest = max(widest, Text.width(of: view.targetText(row[step]))) }
        }
        target = min(widest, 12)
        isNarrow = label + target + output + loss + 6 > width
        let cell = isNarrow ? loss + 3 : target + output + loss + 5
        // A screen that is too narrow for one position and its row's sum does without the sum.
        sum = label + 1 + cell + 1 + wanted <= width ? wanted : 0
        let count = max(1, min(table.steps, (width - label - 1 - (sum > 0 ? sum + 1 : 0)) / cell))
        let start = min(max(0, view.step - count / 2), table.steps - count)
        steps = start..<start + count
    }

    /// The same columns over other steps.
    func band(from first: Int) -> LossGrid {
        var band = self
        band.steps = first..<min(table.steps, first + steps.count)
        return band
    }

    /// Row numbers, steps, and what the three columns of each are.
    var head: [StyledLine] {
        let heads = Phrases.lossHeads(table.loss)
        var line = Text.pad(" inst", to: label) + "|"
        for step in steps {
            let loss = isNarrow ? "t\(step + 1)" : heads.loss
            line += cell(" ", "t\(step + 1) \(heads.target)", heads.output, loss, " ") + "|"
        }
        return [StyledLine(sum > 0 ? line + " " + Text.pad("Loss_m", to: sum, .right) : line, Ink.strong)]
    }

    /// Rows of examples with the chosen one among them, or from `first` on.
    func rows(limit: Int, from first: Int? = nil) -> [StyledLine] {
        let count = min(limit, table.examples)
        let top = first ?? min(max(0, view.example - count / 2), table.examples - count)
        return (top..<top + count).map(row)
    }

    private func row(_ example: Int) -> StyledLine {
        let isHere = marks && example == view.example
        var line = StyledLine(
            Text.pad((isHere ? ">" : " ") + " " + view.names[example], to: label), isHere ? Ink.strong : .plain)
        line.append("|")
        for step in steps {
            let position = table.positions[example][step]
            let isChosen = isHere && step == view.step
            let text = cell(
                isChosen ? "[" : " ", view.targetText(position), outputText(position),
                position.loss.map(lossText) ?? "---", isChosen ? "]" : " ")
            line.append(text, isChosen ? Style(bold: true, reverse: true) : position.loss == nil ? Ink.faint : .plain)
            line.append("|")
        }
        guard sum > 0 else { return line }
        let hasLoss = table.positions[example].contains { $0.loss != nil }
        line.append(" " + Text.pad(hasLoss ? Phrases.figure(table.sum(of: example)) : "---", to: sum, .right))
        return line
    }

    /// Which examples count at each step, in their order; how many, where there is no room for it.
    var maskLine: StyledLine {
        var line = Text.pad(" mask", to: label) + "|"
        for step in steps {
            let counts = table.positions.map { $0[step].loss == nil ? 0 : 1 }
            let room = isNarrow ? loss + 2 : target + output + loss + 4
            let each = " " + counts.map { " \($0)" }.joined()
            let all = " \(counts.reduce(0, +)) of \(counts.count)"
            line += Text.pad(each.count <= room ? each : all, to: room) + "|"
        }
        return StyledLine(line)
    }

    private func cell(_ open: String, _ target: String, _ output: String, _ loss: String, _ close: String) -> String {
        if isNarrow { return open + Text.pad(loss, to: self.loss, .right) + close }
        return open + Text.pad(Text.clip(target, to: self.target, ellipsis: ".."), to: self.target) + " "
            + Text.pad(output, to: self.output, .right) + " " + Text.pad(loss, to: self.loss, .right) + close
    }

    private func outputText(_ position: LossTable.Position) -> String {
        if position.loss == nil { return "---" }
        switch table.loss {
        case .categoricalCrossEntropy:
            return table.label(position).map { Phrases.probability(position.output[$0], places: places) } ?? "---"
        case .binaryCrossEntropy where position.output.count == 1:
            return Phrases.probability(position.output[0], places: places)
        case .meanSquaredError, .meanAbsoluteError:
            if position.output.count == 1 { return Numbers.significant(Double(position.output[0]), 4) }
            return "x\(position.output.count)"
        case .binaryCrossEntropy: return "x\(position.output.count)"
        }
    }

    private func lossText(_ number: Double) -> String {
        let text = Numbers.fixed(number, 3)
        return text.count <= loss && (number == 0 || abs(number) >= 0.0005) ? text : Numbers.significant(number, 2)
    }
}

extension LossTable {
    /// All probabilities are hundredths: typed, and not computed.
    var isCoarse: Bool {
        examples * steps * width <= 1000
            && positions.allSatisfy { row in
                row.allSatisfy { $0.output.allSatisfy { !$0.isFinite || abs(($0 * 100).rounded() - $0 * 100) < 1e-3 } }
            }
    }
}

extension LossView {
    /// `(1,0)` of two or three classes, the class of many, `-1` for none; the number of a value.
    func targetText(_ position: LossTable.Position) -> String {
        let table = shown
        guard position.loss != nil else {
            return position.isPadding ? "pad" : table.loss.isCrossEntropy ? "-1" : "none"
        }
        switch table.loss {
        case .categoricalCrossEntropy:
            guard let label = table.label(position) else { return "-1" }
            if classes.indices.contains(label) { return shortName(label) }
            guard table.width <= 3 else { return "\(label)" }
            return "(" + (0..<table.width).map { $0 == label ? "1" : "0" }.joined(separator: ",") + ")"
        case .binaryCrossEntropy, .meanSquaredError, .meanAbsoluteError:
            guard position.target.count == 1 else {
                let values = position.target.prefix(3).map { Numbers.short(Double($0)) }.joined(separator: ",")
                return "(" + values + (position.target.count > 3 ? ",.." : "") + ")"
            }
            return Numbers.significant(Double(position.target[0]), 4)
        }
    }
}
