/// Something that may be written at the cursor.
package struct Completion: Sendable, Hashable {
    /// What replaces the range: `gru(`, `units = `, `"relu"`, `temperature`.
    package let text: String
    /// Its kind in a word or two: "function", "table", "number".
    package let kind: String
    /// One sentence about it, or nothing.
    package let sentence: String

    package init(text: String, kind: String, sentence: String = "") {
        self.text = text
        self.kind = kind
        self.sentence = sentence
    }
}

/// What may be written at a place, and the stretch of UTF-8 that it replaces.
package struct Completions: Sendable, Hashable {
    package var range: Range<Int>
    package var items: [Completion]
}

/// What may stand at `offset` (in UTF-8) of the text. `files` are the names that fit parameters which name a file.
package func complete(
    _ text: String, at offset: Int, names: [String: Value], builtins: Builtins, files: [String] = []
) -> Completions {
    let cursor = Cursor(text, at: offset, builtins: builtins)
    let items = cursor.candidates(names: names, files: files).filter { cursor.fits($0.text) }
    return Completions(range: cursor.range, items: items)
}

/// The call around `offset` and which of its parameters is being written.
package func openCall(
    _ text: String, at offset: Int, builtins: Builtins
) -> (builtin: Builtin, parameter: Parameter?)? {
    Cursor(text, at: offset, builtins: builtins).call.map { ($0.builtin, $0.parameter) }
}

/// What stands before the cursor, as far as it matters for what may follow.
struct Cursor {
    /// The word that is being written, and where it stands.
    let range: Range<Int>
    let word: String
    /// Whether the word stands in quotes that are still open.
    let isInText: Bool
    let call: OpenCall?
    private let before: [Token]
    private let bytes: [UInt8]
    private let builtins: Builtins

    struct OpenCall {
        let builtin: Builtin
        /// The parameter that the cursor is at; nil if there is none left, or it is not yet clear which.
        let parameter: Parameter?
        /// Parameters that have been given by name.
        let given: Set<String>
        /// Whether `name =` stands before the cursor in this argument.
        let isNamed: Bool
    }

    init(_ text: String, at offset: Int, builtins: Builtins) {
        let all = Array(text.utf8)
        bytes = Array(all[..<min(max(0, offset), all.count)])
        var tokens = Lexer.tokens(of: bytes)
        tokens.removeLast()
        self.builtins = builtins
        var start = bytes.count
        var isInText = false
        if let last = tokens.last, last.range.upperBound == bytes.count {
            let isWord =
                switch last.kind {
                case .name, .constant: true
                default: false
                }
            if last.kind == .stray(.openText) { isInText = true }
            if isWord || isInText { start = last.range.lowerBound + (isInText ? 1 : 0) }
        }
        if start < bytes.count || isInText { tokens.removeLast() }
        self.isInText = isInText
        range = start..<bytes.count
        word = String(decoding: bytes[start...], as: UTF8.self)
        before = tokens.filter { $0.kind != .newline && $0.kind != .comment }
        call = Cursor.openCall(before, bytes, builtins)
    }

    func fits(_ text: String) -> Bool {
        text.lowercased().hasPrefix(word.lowercased()) && text != word
    }

    // MARK: what may follow

    func candidates(names: [String: Value], files: [String]) -> [Completion] {
        if before.last?.kind == .comment { return [] }
        if let owner = owner(names) { return members(of: owner) }
        if isInText { return quoted(files: files) }
        if before.last?.is(.dot) == true { return [] }
        if before.last?.is(.pipe) == true || before.last?.is(.rPipe) == true { return functions() }
        return arguments() + choices() + variables(names) + functions()
    }

    private func members(of owner: any Object) -> [Completion] {
        owner.members.map { Completion(text: isInText ? $0.name + "\"]" : $0.name, kind: $0.kind.name) }
    }

    private func quoted(files: [String]) -> [Completion] {
        guard let parameter = call?.parameter else { return [] }
        let words = parameter.namesFile ? files : parameter.type.choices
        return words.map { Completion(text: $0 + "\"", kind: parameter.name) }
    }

    private func choices() -> [Completion] {
        guard let parameter = call?.parameter else { return [] }
        if case .bool = parameter.type { return ["true", "false"].map { Completion(text: $0, kind: parameter.name) } }
        return parameter.type.choices.map { Completion(text: "\"\($0)\"", kind: parameter.name) }
    }

    private func arguments() -> [Completion] {
        guard let call, !call.isNamed, before.last.map({ $0.is(.openRound) || $0.is(.comma) }) ?? false else {
            return []
        }
        return call.builtin.parameters.filter { !call.given.contains($0.name) && !$0.isVariadic && !$0.isSubject }
            .map { Completion(text: "\($0.name) = ", kind: "argument", sentence: $0.sentence) }
    }

    private func variables(_ names: [String: Value]) -> [Completion] {
        names.keys.sorted().map { Completion(text: $0, kind: names[$0]?.kind.name ?? "") }
    }

    /// Functions by their names; by another spelling only where a name does not begin like the word.
    private func functions() -> [Completion] {
        let proper = builtins.all.map { Completion(text: $0.name + "(", kind: "function", sentence: $0.sentence) }
        guard !word.isEmpty, !proper.contains(where: { fits($0.text) }) else { return proper }
        return builtins.all.flatMap { builtin in
            builtin.aliases.map { Completion(text: $0 + "(", kind: "function", sentence: builtin.sentence) }
        }
    }

    // MARK: reading backwards

    /// The object whose members may follow: `temps.`, `parts.train.`, `temps["`.
    private func owner(_ names: [String: Value]) -> (any Object)? {
        guard let last = before.last else { return nil }
        guard last.is(.dot) || last.is(.dollar) || isInText && last.is(.openSquare) else { return nil }
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

    /// The innermost call whose parenthesis is open behind the last token.
    private static func openCall(_ tokens: [Token], _ bytes: [UInt8], _ builtins: Builtins) -> OpenCall? {
        func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }
        var depth = 0
        var commas = 0
        var given: Set<String> = []
        var current: String?
        for index in tokens.indices.reversed() {
            let token = tokens[index]
            if token.is(.closeRound) || token.is(.closeSquare) { depth += 1 }
            if depth == 0, token.is(.comma) { commas += 1 }
            if depth == 0, token.is(.assign), index > 0, tokens[index - 1].kind == .name {
                given.insert(text(tokens[index - 1]))
                if commas == 0 { current = text(tokens[index - 1]) }
            }
            guard token.is(.openRound) || token.is(.openSquare) else { continue }
            depth -= 1
            guard depth < 0 else { continue }
            guard token.is(.openRound), index > 0, let builtin = builtins[text(tokens[index - 1])] else {
                (depth, commas, given, current) = (0, 0, [], nil)   // a list or a group: its call is further out
                continue
            }
            let isPiped = index > 1 && (tokens[index - 2].is(.pipe) || tokens[index - 2].is(.rPipe))
            let parameter = builtin.parameter(named: current, position: commas, isPiped: isPiped)
            return OpenCall(builtin: builtin, parameter: parameter, given: given, isNamed: current != nil)
        }
        return nil
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
