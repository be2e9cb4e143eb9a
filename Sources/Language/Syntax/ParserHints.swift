/// Finds the words for what a parser ran into: which habit or slip it may be, and what to write instead.
extension Parser {
    /// `import x`, `for (i in …)`, `if x`: statements of R and Python. Words that have a built-in are left alone, and
    /// so are names that are given a value or used as one.
    func foreignStatement() -> Diagnostic? {
        guard current.kind == .name, let advice = Foreign.statements[wordHere], builtins[wordHere] == nil else {
            return nil
        }
        switch tokens[position + 1].kind {
        case .name, .number, .text, .constant, .symbol(.openRound), .stray:
            return .foreignStatement(spanHere, wordHere, advice: advice)
        case .newline, .end, .symbol(.semicolon):
            let standsAlone = ["else", "pass", "return"].contains(wordHere)
            return standsAlone ? .foreignStatement(spanHere, wordHere, advice: advice) : nil
        case .symbol, .comment:
            return nil
        }
    }

    /// `lambda x: …` and `function(x) …` where a value should stand.
    func foreignFunction() -> Diagnostic? {
        let isLambda = wordHere == "lambda" && tokens[position + 1].kind == .name
        let isFunction = wordHere == "function" && tokens[position + 1].is(.openRound)
        guard isLambda || isFunction, builtins[wordHere] == nil else { return nil }
        return .foreignStatement(spanHere, wordHere, advice: Foreign.statements["function"] ?? "")
    }

    /// Something stands here that cannot go on what was read so far.
    func unexpected() -> Diagnostic {
        if case .stray(let stray) = current.kind { return strayMessage(stray) }
        if let open = unclosed() { return open }
        if isAtCloser { return closerMessage() }
        if current.kind == .name, Foreign.words.contains(wordHere) { return .foreignWord(spanHere, wordHere) }
        if current.startsWord { return sideBySide() }
        switch current.kind {
        case .symbol(.assign), .symbol(.arrow):
            if let name = dottedName() { return .dottedName(spanHere, name, isArgument: !openers.isEmpty) }
            return openers.isEmpty ? .onlyNamesAreAssigned(spanHere) : .nameOutsideCall(spanHere)
        case .symbol(.comma):
            return .commaOutsideList(spanHere)
        case .symbol(.openRound):
            return .notCallable(spanHere)
        case .symbol(.dot), .symbol(.openSquare), .symbol(.dollar), .symbol(.scope):
            return .pipeNeedsBrackets(spanHere)
        default:
            return .cannotGoOn(spanHere, wordHere)
        }
    }

    /// A value should stand here.
    func valueMissing() -> Diagnostic {
        if case .stray(let stray) = current.kind { return strayMessage(stray) }
        if let open = unclosed() { return open }
        let previous = position > 0 ? tokens[position - 1] : nil
        switch current.kind {
        case .newline, .end, .symbol(.semicolon):
            let end = previous?.range.upperBound ?? 0
            return .valueMissing(span(end..<end), after: previous.map(text) ?? "")
        case .symbol(.closeRound), .symbol(.closeSquare):
            return openers.isEmpty ? closerMessage() : .valueMissing(spanHere, before: wordHere)
        case .symbol(.assign), .symbol(.arrow):
            return .nameMissing(spanHere, before: wordHere)
        case .symbol(.plus):
            return .plusInFront(spanHere)
        default:
            return .valueMissing(spanHere, before: wordHere)
        }
    }

    /// The opening bracket, if it was never closed: the text ends, or a line starts with what cannot go on inside it.
    private func unclosed() -> Diagnostic? {
        guard let opener = openers.last else { return nil }
        let isNextStatement =
            isFirstOnLine && opener.range.upperBound <= lineStart(of: current) && !isAtCloser
            && current.kind == .name
        guard current.kind == .end || isNextStatement else { return nil }
        return .unclosed(span(opener.range), text(opener), closer: opener.is(.openRound) ? ")" : "]")
    }

    private func closerMessage() -> Diagnostic {
        guard let opener = openers.last else { return .nothingToClose(spanHere, wordHere) }
        return .closedByOther(
            span(opener.range), text(opener), spanHere, wordHere, closer: opener.is(.openRound) ? ")" : "]")
    }

    /// `na.rm` in front of `=`, written as one name: R allows dots in names.
    private func dottedName() -> String? {
        guard position >= 3, tokens[position - 1].kind == .name, tokens[position - 2].is(.dot),
            tokens[position - 3].kind == .name
        else { return nil }
        return text(tokens[position - 3]) + "_" + text(tokens[position - 1])
    }

    // MARK: two values side by side

    private func sideBySide() -> Diagnostic {
        let previous = tokens[position - 1]
        if previous.kind == .number, current.kind == .name {
            return .numberBeforeName(spanHere, number: text(previous), name: wordHere)
        }
        guard let opener = openers.last else {
            return previous.kind == .name ? .command(spanHere, commandAdvice(text(previous))) : .twoValues(spanHere)
        }
        guard previous.kind == .name, current.kind != .name, opener.is(.openRound) else {
            return .commaMissing(spanHere)
        }
        return .assignMissing(spanHere, text(previous), wordHere)
    }

    /// What to write instead of a command, unless its first word is nothing that could be called.
    private func commandAdvice(_ name: String) -> String {
        let known = builtins[name] == nil ? Suggestion(for: name, among: builtins.names).best : name
        if known == nil, let habit = builtins.habits[name] { return habit }
        if known == nil, !builtins.all.isEmpty { return "write a call, such as name(…), or # before a comment" }
        return "write: " + callInstead(of: known ?? name)
    }

    /// `window temps length=7` as the call that was probably meant: `window(temps, length = 7)`.
    private func callInstead(of name: String) -> String {
        var arguments = [""]
        var previous: Token?
        for token in tokens[position...] {
            if token.kind == .newline || token.kind == .end || token.is(.semicolon) { break }
            if case .stray = token.kind { break }
            if token.is(.pipe) || token.is(.rPipe) || arguments.count > 6 { break }
            if token.is(.comma) || token.startsWord && previous?.endsValue == true { arguments.append("") }
            if !token.is(.comma) { arguments[arguments.count - 1] += spaced(token) }
            previous = token
        }
        return name + "(" + arguments.filter { !$0.isEmpty }.joined(separator: ", ") + ")"
    }

    private func spaced(_ token: Token) -> String {
        switch token.kind {
        case .symbol(.assign), .symbol(.plus), .symbol(.star), .symbol(.slash), .symbol(.at): " \(text(token)) "
        default: text(token)
        }
    }

    // MARK: strays

    private func strayMessage(_ stray: Token.Stray) -> Diagnostic {
        switch stray {
        case .openText: .unclosedText(spanHere, quote: String(wordHere.prefix(1)))
        case .quotes: .typographicQuotes(spanHere, inside: String(wordHere.dropFirst().dropLast()))
        case .space: .oddSpace(spanHere, wordHere.unicodeScalars.first ?? " ")
        case .lookalike(let plain): .lookalike(spanHere, wordHere, plain: plain)
        case .foreign(let advice): .foreignSign(spanHere, wordHere, advice: advice)
        case .number: .numberTooLarge(spanHere)
        case .other: .strayCharacter(spanHere, wordHere)
        }
    }

    // MARK: lines

    /// Where the line on which the token stands begins, looked for over a screenful of lines at most.
    func lineStart(of token: Token) -> Int {
        bytes[..<token.range.lowerBound].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }

    /// Whether only blanks stand before the current token on its line.
    var isFirstOnLine: Bool {
        position == 0 || tokens[position - 1].kind == .newline
    }
}

extension Token {
    /// Whether a value can end with this token.
    var endsValue: Bool { startsWord || self.is(.closeRound) || self.is(.closeSquare) }
}
