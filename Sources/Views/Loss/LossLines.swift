import Display
import Engine

/// The lines of a loss table: the positions, the arithmetic of the chosen one, the means, the gradient.
package struct LossLines {
    private let view: LossView
    private let width: Int
    private let ink: Ink
    private let grid: LossGrid

    private var table: LossTable { view.shown }

    package init(_ view: LossView, width: Int, glyphs: Glyphs) {
        self.view = view
        self.width = width
        ink = Ink(glyphs: glyphs)
        grid = LossGrid(view, width: width)
    }

    /// What fits into `height` lines; what gives way first: rules, remarks, the gradient, figures, the means.
    func screen(height: Int) -> [StyledLine] {
        let rule = [ink.rule(width)]
        let parts: [(rank: Int, lines: [StyledLine])] = [
            (6, [grid.maskLine]), (1, rule), (9, arithmetic(limit: 3)), (1, rule),
            (4, [StyledLine(fitting(Phrases.whichMean, width))]), (8, means), (2, remarks), (3, rule),
            (5, gradient(limit: 2)), (7, figures),
        ]
        let least = 1 + min(2, table.examples)
        var shown = parts
        for rank in 1...8 {
            let used = shown.reduce(0) { $0 + $1.lines.count }
            if used + (rank < 6 ? 1 + min(4, table.examples) : least) <= height { break }
            shown.removeAll { $0.rank == rank }
        }
        let room = max(1, height - 1 - shown.reduce(0) { $0 + $1.lines.count })
        let rows = grid.rows(limit: room)
        return grid.head + rows + shown.flatMap(\.lines)
    }

    /// All positions in bands, as many as `bands` and `rows` allow.
    package func all(bands: Int = .max, rows: Int = .max) -> [StyledLine] {
        var lines: [StyledLine] = []
        let whole = LossGrid(view, width: width, all: bands == .max, marks: false)
        let starts = Array(stride(from: 0, to: table.steps, by: whole.steps.count))
        for start in starts.prefix(bands) {
            let band = whole.band(from: start)
            lines += band.head + band.rows(limit: min(rows, table.examples), from: 0)
            if rows < table.examples { lines.append(StyledLine(Phrases.moreExamples(table.examples - rows))) }
            lines += [band.maskLine, ink.rule(width)]
        }
        if bands < starts.count {
            lines.append(StyledLine(Phrases.moreSteps(table.steps - starts[bands])))
        }
        lines += arithmetic(limit: nil) + [StyledLine(fitting(Phrases.whichMean, width))] + means + remarks
        lines += gradient(limit: bands == .max ? nil : 3) + figures
        return lines
    }

    // MARK: the chosen position

    func arithmetic(limit: Int?) -> [StyledLine] {
        if let editing = view.editing { return editingLines(editing) }
        let head = " instance \(view.names[view.example]), t\(view.step + 1): "
        let arithmetic = LossArithmetic(table, view.position, classes: view.classes, step: view.step)
        let lines = flow(arithmetic.words, after: head, width: width)
        guard let limit, lines.count > limit else { return lines }
        // Where the terms have no room, what comes of them.
        return Array(flow([arithmetic.result], after: " t\(view.step + 1): ", width: width).prefix(limit))
    }

    private func editingLines(_ editing: LossView.Editing) -> [StyledLine] {
        let what: String
        if editing.isTarget {
            what = table.loss == .categoricalCrossEntropy ? Phrases.targetNumber : Phrases.targetValue
        } else {
            what =
                table.loss == .categoricalCrossEntropy
                ? Phrases.probabilityOf(view.className(view.editedClass))
                : table.loss == .binaryCrossEntropy ? Phrases.probabilityOf("class 1") : Phrases.outputValue
        }
        return [
            StyledLine(Phrases.editing(what, view.names[view.example], view.step, editing.text), Ink.strong),
            StyledLine(Phrases.editingKeys),
        ]
    }

    // MARK: the means

    /// One of the ways to make one number of the table.
    private struct Mean {
        let name: String
        let words: String
        let sum: String
        let divisor: String
        let total: Double
        let isChosen: Bool
    }

    private var means: [StyledLine] {
        let (table, sum) = (view.table, Phrases.figure(view.table.sum))
        var means = [Normaliser.lecture, .real, .padded].map { normaliser in
            Mean(
                name: normaliser.rawValue, words: Phrases.words(normaliser, table), sum: sum,
                divisor: Phrases.dividedBy(normaliser, table), total: table.total(normaliser),
                isChosen: !view.countsMasked && normaliser == view.normaliser)
        }
        if let mistaken = view.mistaken {
            means.append(
                Mean(
                    name: Phrases.wrongName, words: Phrases.wrongWords(table), sum: Phrases.figure(mistaken.sum),
                    divisor: Phrases.dividedBy(.padded, mistaken), total: mistaken.total(.padded),
                    isChosen: view.countsMasked))
        }
        return lines(means)
    }

    /// Below each other. The words give way, then how a number comes about; never the number.
    private func lines(_ means: [Mean]) -> [StyledLine] {
        let sum = means.map(\.sum.count).max() ?? 0
        let divisor = max(6, means.map(\.divisor.count).max() ?? 0)
        let words = means.map { Text.width(of: $0.words) }.max() ?? 0
        let results = means.map { " = " + ($0.total.isNaN && table.realCount == 0 ? "none" : Phrases.figure($0.total)) }
        let room = width - 17 - sum - 1 - divisor - (results.map(\.count).max() ?? 0)
        return zip(means, results).map { mean, result in
            let mark = mean.isChosen ? "[x] " : "[ ] "
            let number = "\(Text.pad(mean.sum, to: sum, .right)) \(Text.pad(mean.divisor, to: divisor))\(result)"
            let middle = room >= words ? Text.pad(mean.words, to: max(words, min(room, 39))) + "  " : ""
            let whole = "  \(mark)\(Text.pad(mean.name, to: 9))\(middle)\(number)"
            let line = fitting([whole, " \(mark)\(mean.name)\(result)", " \(mean.name)\(result)"], width)
            return StyledLine(line, mean.isChosen ? Ink.strong : .plain)
        }
    }

    private var remarks: [StyledLine] {
        var words = [Phrases.step(view.normaliser, view.table)]
        if view.table.realCount < view.table.positionCount {
            if view.countsMasked, let mistaken = view.mistaken {
                words = [Phrases.wrongLearns(view.table, mistaken)]
            }
        } else {
            words.append(Phrases.nothingMasked)
        }
        return words.flatMap { flow($0.split(separator: " ").map(String.init), after: " ", width: width) }
    }

    // MARK: the gradient and the figures

    /// dL/do of the chosen example around the chosen step; of all steps without a limit.
    private func gradient(limit: Int?) -> [StyledLine] {
        let normaliser = view.countsMasked ? .padded : view.normaliser
        let divisor = "/" + Phrases.amount(table.divisor(normaliser))
        let head = Phrases.gradientHead(table, normaliser, view.names[view.example])
        let lines = [StyledLine(fitting([head, " dL/do, instance \(view.names[view.example])"], width))]
        let row = table.positions[view.example]
        let first = limit == nil ? 0 : width < 60 ? view.step : min(max(0, view.step - 1), max(0, row.count - 3))
        let words = row.indices.dropFirst(first).prefix(limit == nil ? row.count : 12).map { step -> String in
            let gradient = row[step].gradient
            let numbers = gradientWords(row[step])
            let isZero = gradient.allSatisfy { $0 == 0 }
            return " t\(step + 1) (\(numbers))" + (isZero ? "" : divisor)
        }
        let flowed = flow(words, after: "  ", width: width)
        return lines + (limit.map { Array(flowed.prefix(max(1, $0 - 1))) } ?? flowed)
    }

    /// All numbers of a few outputs; of many classes those of the target and of the likeliest one.
    private func gradientWords(_ position: LossTable.Position) -> String {
        let gradient = position.gradient
        let most = width < 60 ? 2 : 4
        func number(_ index: Int) -> String { gradient[index] == 0 ? "0" : ink.short(gradient[index]) }
        if gradient.count > most, let label = table.label(position) {
            let best = table.likeliest(position)
            let shown = [label] + (best == label ? [] : [best])
            return shown.map { "\(view.shortName($0)):\(number($0))" }.joined(separator: ",") + ",.."
        }
        return gradient.indices.prefix(most).map(number).joined(separator: ",") + (gradient.count > most ? ",.." : "")
    }

    private var figures: [StyledLine] {
        let accuracy = view.countsMasked ? Phrases.accuracyCounted(table) : Phrases.accuracy(table)
        return [Phrases.perplexity(table), accuracy].compactMap { $0 }.flatMap { line in
            flow(line.split(separator: " ").map(String.init), after: " ", width: width)
        }
    }
}

extension Ink {
    /// Three places and a sign: `+0.400`.
    func short(_ number: Real) -> String {
        let size = abs(number)
        return number.isFinite && (size < 0.0005 || size >= 10_000)
            ? (number < 0 ? "" : "+") + Numbers.significant(Double(number), 3) : Numbers.signed(Double(number), 3)
    }
}

extension LossView {
    /// The class's name, or its number.
    func shortName(_ number: Int) -> String {
        classes[safe: number].map { $0 == " " ? "_" : Text.clip(Text.visible($0), to: 10, ellipsis: "..") }
            ?? "\(number)"
    }

    /// `class 3`, or the name that it has.
    func className(_ number: Int) -> String {
        classes[safe: number].map { "\"\(Text.clip(Text.visible($0), to: 16, ellipsis: ".."))\"" } ?? "class \(number)"
    }
}
