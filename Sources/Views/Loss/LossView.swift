import Base
import Content
import Display
import Engine

/// How the loss is built, full screen: position by position, with the mask, the means and the gradient of each.
///
/// Keys move over the table; an edited number is measured anew by the loss head, and everything follows.
package struct LossView: Sendable {
    package enum Action: ViewAction, Hashable, Sendable {
        case later, earlier, firstStep, lastStep, next, previous
        case edit, asItWas, mask, normaliser, worst, back, copy, help
    }

    /// What is being typed, and for which number.
    package struct Editing: Hashable, Sendable {
        package var isTarget = false
        package var text = ""
    }

    package var place: String
    private let original: LossTable
    package private(set) var table: LossTable
    /// The same with the masked positions counted: the mistake.
    package private(set) var mistaken: LossTable?
    /// The mask is off: the mistake is shown.
    package private(set) var countsMasked = false
    package private(set) var example = 0
    package private(set) var step = 0
    package private(set) var normaliser: Normaliser
    package private(set) var editing: Editing?
    /// Numbers of the examples.
    let names: [String]
    /// Names of the classes, if there are any.
    let classes: [String]

    package init(
        _ table: LossTable, normaliser: Normaliser = .real, names: [String]? = nil, classes: [String] = [],
        place: String = "", step: Int = 0
    ) {
        original = table
        self.table = table
        self.normaliser = normaliser
        self.names = names ?? (0..<table.examples).map { "\($0 + 1)" }
        self.classes = classes
        self.place = place
        self.step = min(max(0, step), max(0, table.steps - 1))
        mistaken = Self.mistaken(table)
    }

    /// Of the one example of a trace; nil if it has no targets.
    package init?(trace: Trace, normaliser: Normaliser = .real, place: String = "", step: Int = 0) {
        guard let table = try? LossTable(trace) else { return nil }
        self.init(table, normaliser: normaliser, classes: trace.outputNames ?? [], place: place, step: step)
    }

    /// What is looked at: with the mask, or without.
    var shown: LossTable { countsMasked ? mistaken ?? table : table }
    var position: LossTable.Position { shown.positions[example][step] }

    package static let bindings: [Binding<Action>] = [
        .init(Key(.right), does: .later, short: "step", "next time step"),
        .init(Key(.left), does: .earlier, "time step before"),
        .init(Key(.home), does: .firstStep, "first time step"),
        .init(Key(.end), does: .lastStep, "last time step"),
        .init(Key(.down), .character("j"), does: .next, short: "instance", "next instance"),
        .init(Key(.up), .character("k"), does: .previous, "instance before"),
        .init(.character("e"), does: .edit, short: "edit", "edit p (the row is renormalised) or the target"),
        .init(.character("u"), does: .asItWas, short: "undo", "all numbers as they were"),
        .init(.character("m"), does: .mask, short: "mask", "mask on or off: what counting the masked ones does"),
        .init(.character("n"), does: .normaliser, short: "norm", "the next way to make one number of them"),
        .init(.character("w"), does: .worst, short: "worst", "to the largest loss"),
        .back, .copy, .help,
    ]

    package var bindings: [Binding<Action>] { Self.bindings.filter { isValid($0.action) } }

    package func isValid(_ action: Action) -> Bool {
        switch action {
        case .later, .earlier, .firstStep, .lastStep: table.steps > 1
        case .next, .previous: table.examples > 1
        case .mask: table.realCount < table.positionCount && mistaken != nil
        case .worst: table.realCount > 0
        case .asItWas: table.positions != original.positions
        case .edit: !countsMasked
        case .normaliser, .back, .copy, .help: true
        }
    }

    package mutating func update(_ action: Action) -> ViewerOutcome {
        switch action {
        case .later: step = min(table.steps - 1, step + 1)
        case .earlier: step = max(0, step - 1)
        case .firstStep: step = 0
        case .lastStep: step = table.steps - 1
        case .next: example = min(table.examples - 1, example + 1)
        case .previous: example = max(0, example - 1)
        case .edit: editing = Editing()
        case .asItWas: take(original)
        case .mask: countsMasked.toggle()
        case .normaliser: normaliser = Self.next[normaliser] ?? .real
        case .worst: if let worst = shown.worst { (example, step) = worst }
        case .back: return .close
        case .copy: return .copy(text(width: 100))
        case .help: return .help
        }
        return .stay
    }

    private static let next: [Normaliser: Normaliser] = [.lecture: .real, .real: .padded, .padded: .lecture]

    private mutating func take(_ table: LossTable) {
        self.table = table
        mistaken = Self.mistaken(table)
    }

    private static func mistaken(_ table: LossTable) -> LossTable? {
        table.realCount < table.positionCount ? try? table.countingMasked() : nil
    }
}

// MARK: editing

extension LossView {
    private mutating func edit(_ key: Key, _ now: Editing) -> ViewerOutcome {
        var now = now
        switch key.code {
        case .escape: editing = nil
        case .tab: editing = Editing(isTarget: !now.isTarget)
        case .backspace:
            _ = now.text.popLast()
            editing = now
        case .enter: return finish(now)
        case .character(let letter) where letter.isASCII && !letter.isWhitespace && now.text.count < 24:
            now.text.append(letter)
            editing = now
        default: break
        }
        return .stay
    }

    private mutating func finish(_ now: Editing) -> ViewerOutcome {
        do {
            let changed =
                now.isTarget
                ? try table.replacing(example: example, step: step, target: try target(now.text))
                : try table.replacing(example: example, step: step, output: try output(now.text))
            take(changed)
            editing = nil
            return .stay
        } catch let refusal as Refusal {
            return .tell(refusal.words)
        } catch {
            return .tell(Phrases.notANumber)
        }
    }

    private struct Refusal: Error { let words: String }

    /// The class whose probability is edited: the target, or the likeliest where there is none.
    var editedClass: Int { table.label(position) ?? table.likeliest(position) }

    private func output(_ text: String) throws -> [Real] {
        guard let value = Real(text), value.isFinite else { throw Refusal(words: Phrases.notANumber) }
        var output = table.positions[example][step].output
        guard table.loss.isCrossEntropy else {
            output[0] = value
            return output
        }
        guard (0...1).contains(value) else { throw Refusal(words: Phrases.notAProbability) }
        guard table.loss == .categoricalCrossEntropy else {
            output[0] = value
            return output
        }
        let chosen = editedClass
        let rest = output.indices.filter { $0 != chosen }
        let sum = rest.reduce(Real(0)) { $0 + output[$1] }
        // The others keep their proportions.
        for index in rest {
            output[index] = sum > 0 ? output[index] / sum * (1 - value) : (1 - value) / Real(rest.count)
        }
        output[chosen] = value
        return output
    }

    private func target(_ text: String) throws -> [Real] {
        let old = table.positions[example][step].target
        let isNone = text == "none" || text == "-1" && table.loss.isCrossEntropy
        if isNone { return old.map { _ in table.loss.isCrossEntropy ? -1 : .nan } }
        guard let value = Real(text), value.isFinite else { throw Refusal(words: Phrases.notANumber) }
        switch table.loss {
        case .categoricalCrossEntropy:
            guard value >= 0, value < Real(table.width), value == value.rounded() else {
                throw Refusal(words: Phrases.notAClass(table.width))
            }
            return table.hasClassNumbers ? [value] : old.indices.map { $0 == Int(clamping: value) ? 1 : 0 }
        case .binaryCrossEntropy:
            guard (0...1).contains(value) else { throw Refusal(words: Phrases.notAProbability) }
            return [value] + old.dropFirst()
        case .meanSquaredError, .meanAbsoluteError: return [value] + old.dropFirst()
        }
    }
}

// MARK: as a screen and as text

extension LossView: Viewer {
    package var title: String { "loss" }

    package var help: [HelpLine] {
        guard editing != nil else { return bindings.map(\.helpLine) }
        return [
            HelpLine(keys: "Enter", words: "take the number", run: [Key(.enter)]),
            HelpLine(keys: "Tab", words: "p or the target", run: [Key(.tab)]),
            HelpLine(keys: "Esc", words: "leave it as it was", run: [Key(.escape)]),
        ]
    }

    package mutating func press(_ key: Key) -> ViewerOutcome {
        if let editing {
            if key == Key(.function(1)) { return .help }
            return edit(key, editing)
        }
        guard let action = bindings.first(where: { $0.keys.contains(key) })?.action else { return .stay }
        return update(action)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        frame(glyphs).draw(into: &grid, area: area, glyphs: glyphs) { width, height in
            LossLines(self, width: width, glyphs: glyphs).screen(height: height)
        }
    }

    package func text(width: Int, glyphs: Glyphs = .ascii) -> String {
        let body = LossLines(self, width: width, glyphs: glyphs).all()
        return ViewFrame.text(frame(glyphs).lines(around: body, width: width, glyphs: glyphs))
    }

    package var content: Content {
        Content(statusLine(.ascii), [.lines(LossLines(self, width: 120, glyphs: .ascii).all().map(\.text))])
    }

    private func frame(_ glyphs: Glyphs) -> ViewFrame {
        let sizes = "M=\(table.examples), S=\(table.steps), K=\(table.width)"
        return ViewFrame(
            crumbs: [place, "\(Phrases.name(of: table.loss)), \(sizes)"],
            right: "t = \(step + 1) / \(table.steps)   " + (countsMasked ? "MASK OFF" : "position loss"),
            statusLine: sentence, keys: footer(glyphs))
    }

    private var sentence: String { Phrases.sayLoss(shown, normaliser, names: names, counts: countsMasked) }

    package var isTyping: Bool { editing != nil }

    /// The sentence, and of the chosen position what it comes to, or what is asked for.
    package func statusLine(_ glyphs: Glyphs) -> String {
        let lines = LossLines(self, width: 1000, glyphs: glyphs).arithmetic(limit: nil)
        let own = lines.map(\.text).joined().split(separator: " ").joined(separator: " ")
        return isTyping ? own : own + "; " + sentence
    }

    private func footer(_ glyphs: Glyphs) -> [String] {
        if editing != nil { return ["Enter take", "Tab other", "Esc leave"] }
        let pair = glyphs == .ascii ? ("<-/->", "up/dn") : ("←→", "↑↓")
        return bindings.filter { $0.short != nil }.map { binding in
            let key = binding.action == .later ? pair.0 : binding.action == .next ? pair.1 : binding.keys[0].label
            return "\(key) \(binding.short ?? "")"
        }
    }
}

extension LossTable {
    /// The class that is the target; nil without one, and for losses of values.
    func label(_ position: Position) -> Int? {
        guard loss == .categoricalCrossEntropy, position.loss != nil, let first = position.target.first else {
            return nil
        }
        if hasClassNumbers { return Int(clamping: first) }
        return position.target.indices.max { position.target[$0] < position.target[$1] }
    }

    func likeliest(_ position: Position) -> Int {
        position.output.indices.max { position.output[$0] < position.output[$1] } ?? 0
    }
}
