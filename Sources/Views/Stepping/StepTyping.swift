import Display
import Engine

/// What is typed in a step view: values to set by hand, and guesses.
extension StepView {
    package mutating func press(_ key: Key) -> ViewerOutcome {
        if entry != nil { return type(key) }
        if guessing?.typed != nil { return guess(key) }
        if beginsGuess(key) { return .stay }
        guard let action = action(for: key) else { return .stay }
        return update(action)
    }

    package var isTyping: Bool { entry != nil || guessing?.typed != nil }

    package var help: [HelpLine] {
        if entry != nil { return EditEntry.help }
        if guessing?.typed != nil { return Guessing.help }
        return bindings.map(\.helpLine)
    }

    // MARK: setting by hand

    private mutating func type(_ key: Key) -> ViewerOutcome {
        guard var entry else { return .stay }
        switch (key.code, key.modifiers.subtracting(.shift)) {
        case (.escape, _), (.character("c"), .control):
            self.entry = nil
            return .stay
        case (.function(1), _): return .help
        case (.down, _): entry.choose(1)
        case (.up, _): entry.choose(-1)
        case (.tab, _): entry.nextKind()
        case (.backspace, _): if !entry.typed.isEmpty { entry.typed.removeLast() }
        case (.enter, _): return enter(entry)
        case (.character(let character), []): entry.typed.append(character)
        default: return .stay
        }
        self.entry = entry
        return .stay
    }

    private mutating func enter(_ entry: EditEntry) -> ViewerOutcome {
        guard !entry.typed.isEmpty else {
            self.entry = nil
            return .stay
        }
        guard let made = entry.changes(trace) else { return .tell(entry.refusal) }
        let before = changes
        let kept = changes.filter { old in !made.contains { $0.replaces(old) } }
        if let outcome = set(kept + made) { return outcome }
        earlier.append(before)
        self.entry = nil
        if entry.opensTwin { depth = .twin }
        return .stay
    }

    // MARK: guessing

    /// Numbers and symbols in turn, then everything is shown again.
    mutating func predict() {
        switch guessing?.kind {
        case nil: guessing = Guessing(.number)
        case .number: guessing = trace.canGuessSymbols && depth == .network ? Guessing(.symbol) : nil
        case .symbol: guessing = nil
        }
    }

    /// A digit, a sign or Enter begins a guess where something is hidden.
    private mutating func beginsGuess(_ key: Key) -> Bool {
        guard guessing != nil, isHiding else { return false }
        switch (key.code, key.modifiers) {
        case (.enter, []): guessing?.typed = ""
        case (.character(let character), []) where guessing?.kind == .number && "+-.0123456789".contains(character):
            guessing?.typed = String(character)
        default: return false
        }
        return true
    }

    private mutating func guess(_ key: Key) -> ViewerOutcome {
        guard var typed = guessing?.typed else { return .stay }
        switch (key.code, key.modifiers.subtracting(.shift)) {
        case (.escape, _), (.character("c"), .control): guessing?.typed = nil
        case (.backspace, _):
            if !typed.isEmpty { typed.removeLast() }
            guessing?.typed = typed
        case (.enter, _): return grade(typed)
        case (.character(let character), []): guessing?.typed = typed + String(character)
        default: break
        }
        return .stay
    }

    private mutating func grade(_ typed: String) -> ViewerOutcome {
        guard let guessing, !typed.isEmpty else {
            self.guessing?.typed = nil
            return .stay
        }
        let words: String
        let isRight: Bool
        switch guessing.kind {
        case .number:
            guard let number = Real(typed), number.isFinite else { return .tell(Phrases.noNumber(typed)) }
            let grade = Grade(number, truth: hiddenNumber)
            (words, isRight) = (Phrases.graded(number, grade, truth: hiddenNumber), grade.isRight)
        case .symbol:
            guard let row = trace.outputRow(at: cursor.step), let best = trace.bestClass(row) else { return .stay }
            guard let named = trace.classNumber(typed) else { return .tell(Phrases.noClass(typed)) }
            isRight = named == best
            words = Phrases.graded(typed, isRight, trace, row)
        }
        tally.asked += 1
        if isRight { tally.right += 1 }
        let place = guessPlace
        self.guessing?.typed = nil
        self.guessing?.found.insert(place)
        return .tell(words + " " + Phrases.tally(tally))
    }

    // MARK: hiding

    /// Something is to be guessed here and has not been yet.
    var isHiding: Bool {
        guard let guessing, depth == .network || depth == .cell, !guessing.found.contains(guessPlace) else {
            return false
        }
        return guessing.kind == .number
            ? hiddenNumber.isFinite : depth == .network && trace.outputRow(at: cursor.step) != nil
    }

    private var guessPlace: StepCursor {
        var place = cursor
        if depth == .network { place.equation = max(0, trace.equationCount(of: cursor.layer) - 1) }
        if guessing?.kind == .symbol { (place.unit, place.layer, place.equation) = (-1, -1, -1) }
        return place
    }

    /// In the network the state of the chosen unit, in the cell the chosen gate or state.
    private var hiddenNumber: Real {
        guard let layer, let equation = layer.equations[safe: guessPlace.equation] else { return .nan }
        return layer.numbers(equation, step: cursor.step, unit: cursor.unit).result
    }

    /// The trace with what is to be guessed hidden, and with it all that is made of it.
    var shown: Trace {
        guard isHiding, let guessing else { return trace }
        var result = trace
        switch guessing.kind {
        case .number:
            guard let field = layer?.equations[safe: guessPlace.equation]?.field else { return trace }
            result.layers[cursor.layer].hide(field, cursor.step, cursor.unit)
            if cursor.layer == trace.layers.count - 1, let row = trace.outputRow(at: cursor.step),
                result.output[row].indices.contains(cursor.unit)
            {
                result.output[row][cursor.unit] = Numbers.hidden
            }
            if cursor.layer + 1 < trace.layers.count {
                result.layers[cursor.layer + 1].hideInput(cursor.step, cursor.unit)
            }
        case .symbol:
            guard let row = trace.outputRow(at: cursor.step) else { return trace }
            result.output[row] = result.output[row].map { _ in Numbers.hidden }
            if result.stepLosses[safe: row] ?? nil != nil { result.stepLosses[row] = Numbers.hidden }
            if let last = result.layers.indices.last { result.layers[last].hideRow(row) }
        }
        return result
    }
}

extension LayerTrace {
    fileprivate mutating func hide(_ field: String, _ step: Int, _ unit: Int) {
        if fields[field]?.indices.contains(step) == true, fields[field]?[step].indices.contains(unit) == true {
            fields[field]?[step][unit] = Numbers.hidden
        }
        if outputs.indices.contains(step), outputs[step].indices.contains(unit) { outputs[step][unit] = Numbers.hidden }
    }

    fileprivate mutating func hideRow(_ row: Int) {
        fields = fields.mapValues { rows in
            rows.enumerated().map { $0.offset == row ? $0.element.map { _ in Numbers.hidden } : $0.element }
        }
    }

    fileprivate mutating func hideInput(_ step: Int, _ unit: Int) {
        if inputs.indices.contains(step), inputs[step].indices.contains(unit) { inputs[step][unit] = Numbers.hidden }
    }
}

extension Trace {
    /// The outputs are classes with probabilities.
    var canGuessSymbols: Bool {
        (output.first?.count ?? 0) > 1 && (targetsAreClasses || lossName.hasPrefix("categorical"))
    }

    /// By name, or by number.
    func classNumber(_ typed: String) -> Int? {
        if let named = outputNames?.firstIndex(of: typed) { return named }
        guard let number = Int(typed), output.first?.indices.contains(number) == true else { return nil }
        return number
    }
}
