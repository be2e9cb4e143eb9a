/// What stands before the cursor, as far as it matters for what may follow.
struct Cursor {
    /// The word that is being written, and where it stands.
    let range: Range<Int>
    let word: String
    let smallWord: String
    /// Whether the word stands in quotes that are still open, and which.
    let isInText: Bool
    let quote: String
    let isInComment: Bool
    let call: OpenCall?
    let before: [Token]
    let builtins: Builtins
    private let bytes: [UInt8]
    /// Where the statement begins that is being written.
    private let statementStart: Int

    struct OpenCall {
        let builtin: Builtin
        /// The parameter that the cursor is at; nil if there is none left, or it is not yet clear which.
        let parameter: Parameter?
        /// Parameters that have been given by name.
        let given: Set<String>
        /// Whether `name =` stands before the cursor in this argument.
        let isNamed: Bool
        /// The name that the call is about: its first argument, or where the pipe begins.
        let subject: String?
    }

    /// Bytes before the cursor that are always looked at; of a longer text no more than the statements there.
    static let reach = 20_000

    init(_ text: String, at offset: Int, builtins: Builtins) {
        let end = min(max(0, offset), text.utf8.count)
        let base = end > Cursor.reach ? lineOutsideBrackets(in: text, before: end - Cursor.reach) : 0
        bytes = Array(text.utf8.dropFirst(base).prefix(end - base))
        var tokens = Lexer.tokens(of: bytes)
        tokens.removeLast()
        self.builtins = builtins
        var start = bytes.count
        var isInText = false
        isInComment = tokens.last?.kind == .comment
        if let last = tokens.last, last.range.upperBound == bytes.count {
            let isWord =
                switch last.kind {
                case .name, .constant: true
                default: false
                }
            if last.kind == .stray(.openText) { isInText = true }
            if isWord || isInText { start = last.range.lowerBound + (isInText ? 1 : 0) }
        }
        quote = isInText && bytes[start - 1] == UInt8(ascii: "'") ? "'" : "\""
        if start < bytes.count || isInText { tokens.removeLast() }
        self.isInText = isInText
        range = (base + start)..<(base + bytes.count)
        word = String(decoding: bytes[start...], as: UTF8.self)
        smallWord = word.lowercased()
        statementStart = Cursor.statementStart(tokens)
        before = tokens.filter { $0.kind != .newline && $0.kind != .comment }
        call = TokensBehind(before, bytes).openCall(builtins)
    }

    var isAfterDot: Bool { !isInText && (before.last?.is(.dot) == true || before.last?.is(.dollar) == true) }

    /// Whether a value is complete before the cursor: an operator, a comma or a pipe must come first.
    var isBehindValue: Bool {
        guard !isInText, let last = before.last, last.range.lowerBound >= statementStart else { return false }
        switch last.kind {
        case .number, .text, .constant, .name, .symbol(.closeRound), .symbol(.closeSquare): return true
        case .symbol, .newline, .comment, .stray, .end: return false
        }
    }

    private static func statementStart(_ tokens: [Token]) -> Int {
        var start = 0
        var depth = 0
        for token in tokens {
            if token.is(.openRound) || token.is(.openSquare) { depth += 1 }
            if token.is(.closeRound) || token.is(.closeSquare) { depth = max(0, depth - 1) }
            if depth == 0, token.kind == .newline || token.is(.semicolon) { start = token.range.upperBound }
        }
        return start
    }

    /// The names that the statements before this one give values to: `a = …`, `train, test = …`.
    var assigned: Set<String> {
        var names: Set<String> = []
        var depth = 0
        for (index, token) in before.enumerated() where token.range.lowerBound < statementStart {
            if token.is(.openRound) || token.is(.openSquare) { depth += 1 }
            if token.is(.closeRound) || token.is(.closeSquare) { depth = max(0, depth - 1) }
            guard depth == 0, token.is(.assign) || token.is(.arrow) else { continue }
            var place = index - 1
            while place >= 0, before[place].kind == .name {
                names.insert(text(before[place]))
                guard place >= 2, before[place - 1].is(.comma) else { break }
                place -= 2
            }
        }
        return names
    }

    /// The object whose members may follow: `temps.`, `parts.train.`, `temps["`.
    func owner(_ names: [String: Value]) -> (any Object)? {
        guard let last = before.last else { return nil }
        guard isAfterDot || isInText && last.is(.openSquare) else { return nil }
        var path: [String] = []
        var index = before.count - 2
        while index >= 0, before[index].kind == .name {
            path.insert(text(before[index]), at: 0)
            guard index >= 1, before[index - 1].is(.dot) else { break }
            index -= 2
        }
        guard let first = path.first, var value = names[first] else { return nil }
        for name in path.dropFirst() {
            guard case .object(let object) = value, let member = object.member(name) else { return nil }
            value = member
        }
        if case .object(let object) = value { return object }
        return nil
    }

    private func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }
}

/// Tokens read from the last one backwards.
private struct TokensBehind {
    private let tokens: [Token]
    private let bytes: [UInt8]

    init(_ tokens: [Token], _ bytes: [UInt8]) {
        self.tokens = tokens
        self.bytes = bytes
    }

    private func text(_ index: Int) -> String { String(decoding: bytes[tokens[index].range], as: UTF8.self) }

    private func isPipe(_ index: Int) -> Bool {
        tokens.indices.contains(index) && (tokens[index].is(.pipe) || tokens[index].is(.rPipe))
    }

    /// The innermost call whose parenthesis is open behind the last token.
    func openCall(_ builtins: Builtins) -> Cursor.OpenCall? {
        var depth = 0
        var commas = 0
        var given: Set<String> = []
        var current: String?
        for index in tokens.indices.reversed() {
            let token = tokens[index]
            if token.is(.closeRound) || token.is(.closeSquare) { depth += 1 }
            if depth == 0, token.is(.comma) { commas += 1 }
            if depth == 0, token.is(.assign), index > 0, tokens[index - 1].kind == .name {
                given.insert(text(index - 1))
                if commas == 0 { current = text(index - 1) }
            }
            guard token.is(.openRound) || token.is(.openSquare) else { continue }
            depth -= 1
            guard depth < 0 else { continue }
            guard token.is(.openRound), index > 0, let builtin = builtins[text(index - 1)] else {
                (depth, commas, given, current) = (0, 0, [], nil)  // a list or a group: its call is further out
                continue
            }
            let parameter = builtin.parameter(named: current, position: commas, isPiped: isPipe(index - 2))
            return Cursor.OpenCall(
                builtin: builtin, parameter: parameter, given: given, isNamed: current != nil,
                subject: subject(ofCallAt: index - 1))
        }
        return nil
    }

    /// `temps` of `window(temps, …` and of `temps |> scale() |> window(…`.
    private func subject(ofCallAt name: Int) -> String? {
        var index = name
        while isPipe(index - 1) {
            index -= 2
            if index >= 0, tokens[index].is(.closeRound) { index = nameOfCall(endingAt: index) }
        }
        if index < name { return index >= 0 && tokens[index].kind == .name ? text(index) : nil }
        guard name + 2 < tokens.count, tokens[name + 2].kind == .name else { return nil }
        let isWhole = name + 3 >= tokens.count || tokens[name + 3].is(.comma)
        return isWhole ? text(name + 2) : nil
    }

    /// The place of `f` in `f(…)`, given that of the closing parenthesis.
    private func nameOfCall(endingAt end: Int) -> Int {
        var depth = 0
        var index = end
        while index >= 0 {
            if tokens[index].is(.closeRound) { depth += 1 }
            if tokens[index].is(.openRound) { depth -= 1 }
            if depth == 0 { break }
            index -= 1
        }
        return index - 1
    }
}

extension Builtin {
    /// The parameter called `name`, or else the one at a position among the arguments without names.
    fileprivate func parameter(named name: String?, position: Int, isPiped: Bool) -> Parameter? {
        if let name { return parameters.first { $0.isCalled(name) } }
        let takesSubject = isPiped || parameters.first?.isSubject == true
        let index = position + (takesSubject ? 1 : 0)
        if let variadic = parameters.firstIndex(where: \.isVariadic), index >= variadic { return parameters[variadic] }
        return index < parameters.count ? parameters[index] : nil
    }
}
