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
    /// What stands in the range now.
    package var word: String
    /// Whether the place asks for one of a few things: a column after a dot, a word in quotes.
    package var isNarrow: Bool
    /// Whether the place is inside the parentheses of a call.
    package var isInCall: Bool
    /// Whether there are more names than `items` have.
    package var isCut = false
}

/// What may stand at `offset` (in UTF-8) of the text. `names` have values, `others` none yet; `files` are the names
/// that fit parameters which name a data set or file. `index` has the names of both, where it was made before.
package func complete(
    _ text: String, at offset: Int, names: [String: Value], others: Set<String> = [], index: NameIndex? = nil,
    builtins: Builtins, files: @autoclosure () -> [String] = []
) -> Completions {
    let cursor = Cursor(text, at: offset, builtins: builtins)
    let found = index?.names(beginning: cursor.smallWord) ?? cursor.known(names, others)
    let items = cursor.candidates(names: names, found: found.names, files: files).filter { cursor.fits($0.text) }
    return Completions(
        range: cursor.range, items: items, word: cursor.word, isNarrow: cursor.isInText || cursor.isAfterDot,
        isInCall: cursor.call != nil, isCut: found.isCut && items.contains { found.names.contains($0.text) })
}

/// The call around `offset` and which of its parameters is being written.
package func openCall(
    _ text: String, at offset: Int, builtins: Builtins
) -> (builtin: Builtin, parameter: Parameter?)? {
    Cursor(text, at: offset, builtins: builtins).call.map { ($0.builtin, $0.parameter) }
}

/// What may follow.
extension Cursor {
    /// Asked of every name there is at every key: most are told apart by their first letter.
    func fits(_ text: String) -> Bool {
        if let first = smallWord.utf8.first, first < 0x80, let other = text.utf8.first, other < 0x80 {
            guard first == other || first == other | 0x20 else { return false }
        }
        return text.lowercased().hasPrefix(smallWord) && text != word
    }

    func candidates(names: [String: Value], found: Set<String>, files: () -> [String]) -> [Completion] {
        if isInComment || word.isEmpty && isBehindValue { return [] }
        if let owner = owner(names) { return members(of: owner) }
        if isInText { return quoted(names, files: files) }
        if isAfterDot { return [] }
        if before.last?.is(.pipe) == true || before.last?.is(.rPipe) == true { return functions() }
        return arguments() + choices(names) + variables(names, found) + functions()
    }

    private func members(of owner: any Object) -> [Completion] {
        owner.members.map { Completion(text: isInText ? $0.name + "\"]" : $0.name, kind: $0.kind.name) }
    }

    /// Words that may stand between the quotes that are open.
    private func quoted(_ names: [String: Value], files: () -> [String]) -> [Completion] {
        guard let call, let parameter = call.parameter else { return [] }
        if parameter.namesFile { return files().map { Completion(text: $0 + quote, kind: "data") } }
        return columns(names).map { Completion(text: $0.text + quote, kind: $0.kind) }
            + parameter.type.choices.map { Completion(text: $0 + quote, kind: parameter.name) }
    }

    private func choices(_ names: [String: Value]) -> [Completion] {
        guard let parameter = call?.parameter else { return [] }
        if parameter.namesFunction {
            return builtins.all.map { Completion(text: $0.name, kind: "function", sentence: $0.sentence) }
        }
        let flags = parameter.type.takesBool ? ["true", "false"] : []
        return flags.map { Completion(text: $0, kind: parameter.name) }
            + columns(names).map { Completion(text: "\"\($0.text)\"", kind: $0.kind) }
            + parameter.type.choices.map { Completion(text: "\"\($0)\"", kind: parameter.name) }
    }

    /// The columns of the table that the call is about, where the parameter names one.
    private func columns(_ names: [String: Value]) -> [(text: String, kind: String)] {
        guard let call, call.parameter?.namesColumn == true, let subject = call.subject,
            case .object(let table)? = names[subject], type(of: table).memberWord == "column"
        else { return [] }
        return table.members.map { ($0.name, $0.kind.name) }
    }

    private func arguments() -> [Completion] {
        guard let call, !call.isNamed, before.last.map({ $0.is(.openRound) || $0.is(.comma) }) ?? false else {
            return []
        }
        return call.builtin.parameters.filter { !call.given.contains($0.name) && !$0.isVariadic && !$0.isSubject }
            .map { Completion(text: "\($0.name) = ", kind: "argument", sentence: $0.sentence) }
    }

    private func variables(_ names: [String: Value], _ found: Set<String>) -> [Completion] {
        found.union(assigned).filter(fits).sorted().map { Completion(text: $0, kind: names[$0]?.kind.name ?? "name") }
    }

    /// Names that go on like the word, found without an index.
    fileprivate func known(_ names: [String: Value], _ others: Set<String>) -> (names: Set<String>, isCut: Bool) {
        (Set(names.keys.filter(fits)).union(others.filter(fits)), false)
    }

    /// Functions by their names; by another spelling only where a name does not begin like the word.
    private func functions() -> [Completion] {
        let proper = builtins.all.map { Completion(text: $0.name + "(", kind: "function", sentence: $0.sentence) }
        guard !word.isEmpty, !proper.contains(where: { fits($0.text) }) else { return proper }
        return builtins.all.flatMap { builtin in
            builtin.aliases.map { Completion(text: $0 + "(", kind: "function", sentence: builtin.sentence) }
        }
    }
}
