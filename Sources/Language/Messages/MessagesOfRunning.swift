/// The sentences about programs that can be read but not run: names, arguments, types, members, arithmetic.
extension Diagnostic {
    private static func at(_ span: Span, _ head: String, _ label: String, notes: [String] = []) -> Diagnostic {
        Diagnostic(head, labels: [Label(span, label)], notes: notes)
    }

    /// "names: a, b, c", or nothing.
    private static func listing(_ word: String, _ names: [String]) -> [String] {
        names.isEmpty ? [] : ["\(word): " + names.joined(separator: ", ")]
    }

    // MARK: names

    static func unknownFunction(_ span: Span, _ name: String, advice: String?, _ suggestion: Suggestion) -> Diagnostic {
        at(
            span, "there is no layer or function called `\(name.clipped(32))`",
            advice ?? suggestion.best.map { "did you mean `\($0)`?" } ?? "nothing has this name",
            notes: advice == nil ? listing("functions", suggestion.others) : [])
    }

    static func valueIsCalled(_ span: Span, _ name: String, _ value: Value) -> Diagnostic {
        at(
            span, "`\(name.clipped(30))` is \(value.kind.withArticle), not a function",
            "to pass it on, write: \(name.clipped(30)) |> …")
    }

    static func unknownName(_ span: Span, _ name: String, _ suggestion: Suggestion) -> Diagnostic {
        let advice =
            suggestion.others.isEmpty
            ? "give it a value first: \(name.clipped(30)) = …" : "nothing has this name yet"
        return at(
            span, "there is nothing called `\(name.clipped(40))`",
            suggestion.best.map { "did you mean `\($0)`?" } ?? advice, notes: listing("names", suggestion.others))
    }

    static func definedLater(_ span: Span, _ name: String, cell: String) -> Diagnostic {
        at(span, "`\(name.clipped(30))` has no value yet", "\(cell.clipped(30)) gives it one: run that first")
    }

    static func functionWithoutCall(_ span: Span, _ name: String) -> Diagnostic {
        at(span, "`\(name)` is a function, and its parentheses are missing", "write \(name)(…)")
    }

    static func wordWithoutQuotes(_ span: Span, _ word: String, _ parameter: String) -> Diagnostic {
        at(span, "`\(parameter)` takes a text, but `\(word)` stands without quotes", "write \"\(word)\"")
    }

    // MARK: arguments

    static func tooManyArguments(_ span: Span, _ builtin: Builtin, most: Int, count: Int) -> Diagnostic {
        let takes =
            switch most {
            case 0: "no arguments"
            case 1: "one argument"
            default: "\(most) arguments"
            }
        return at(
            span, "`\(builtin.name)` takes \(takes), but \(count == 1 ? "one is" : "\(count) are") given",
            most == 0 ? "leave this out" : "from here on they are too many", notes: [signature(builtin).clipped(96)])
    }

    static func unknownArgument(_ span: Span, _ name: String, _ builtin: Builtin) -> Diagnostic {
        let suggestion = Suggestion(for: name, among: builtin.parameters.filter { !$0.isSubject }.map(\.name))
        let label = builtin.parameters.isEmpty ? "it takes no arguments" : "no argument has this name"
        return at(
            span, "`\(builtin.name)` has no argument called `\(name.clipped(24))`",
            suggestion.best.map { "did you mean `\($0)`?" } ?? label, notes: listing("arguments", suggestion.others))
    }

    static func argumentTwice(_ span: Span, _ name: String, first: Span) -> Diagnostic {
        Diagnostic(
            "`\(name)` is given twice",
            labels: [Label(first, "here", isFault: false), Label(span, "and here: leave one out")])
    }

    static func argumentMissing(_ span: Span, _ parameter: Parameter, _ builtin: Builtin) -> Diagnostic {
        at(
            span, "`\(builtin.name)` needs `\(parameter.name)`: \(parameter.sentence)".clipped(71),
            "write \(builtin.name)(\(parameter.isVariadic ? "" : parameter.name + " = ")…)")
    }

    static func wrongType(_ span: Span, _ parameter: Parameter, _ value: Value) -> Diagnostic {
        let type = parameter.type
        let choices = type.choices
        var found = value.described
        if case .number(let number) = value, type.isNumeric { found = numberText(number) }
        var phrase = type.phrase
        if phrase.count + found.count + parameter.name.count > 44, !choices.isEmpty {
            phrase = "one of \(choices.count) words"
        }
        let start = "`\(parameter.name)` must be \(phrase), but it is "
        if case .text(let text) = value, start.count + found.count > 71 {
            found = "the text \"\(text.clipped(max(6, 71 - start.count - 11)))\""
        }
        let words = choices.prefix(8) + (choices.count > 8 ? ["…"] : [])
        return at(span, start + found, type.advice(for: value), notes: listing("choices", Array(words)))
    }

    // MARK: parts of values

    /// `name` is the variable's name where there is one.
    static func unknownMember(_ span: Span, _ member: String, of object: any Object, called name: String?) -> Diagnostic
    {
        let kind = type(of: object).kind.name
        let word = type(of: object).memberWord
        let owner = name.map { "\(kind) `\($0.clipped(20))`" } ?? "this \(kind)"
        let members = object.members
        guard !members.isEmpty else {
            return at(span, "\(owner) has no \(word)s with a name", "leave this out")
        }
        let best = Suggestion(for: member, among: members.map(\.name)).best
        let listed = members.prefix(6).map { "\($0.name) (\($0.kind.name))" }.joined(separator: ", ")
        let rest = members.count > 6 ? " and \(members.count - 6) more" : ""
        return at(
            span, "\(owner) has no \(word) \"\(member.clipped(24))\"",
            best.map { "did you mean \"\($0)\"?" } ?? "no \(word) has this name", notes: ["\(word)s: \(listed)\(rest)"])
    }

    static func noMembers(_ span: Span, _ value: Value) -> Diagnostic {
        at(span, "\(value.kind.withArticle) has no parts with a name", "leave this out")
    }

    static func notIndexable(_ span: Span, _ value: Value) -> Diagnostic {
        at(span, "\(value.kind.withArticle) has no numbered parts", "leave the brackets out")
    }

    static func indexMustBeWhole(_ span: Span, _ value: Value) -> Diagnostic {
        at(span, "a position must be a whole number, but it is \(value.described)", "write a whole number, such as 1")
    }

    static func outOfRange(_ span: Span, _ index: Double, count: Int, of value: Value, called name: String?)
        -> Diagnostic
    {
        let owner = name.map { "`\($0.clipped(20))`" } ?? "this \(value.kind.name)"
        let label = count == 0 ? "it is empty" : index < 1 ? "counting starts at 1" : "the last one is \(count)"
        return at(span, "there is no position \(numberText(index)): \(owner) has \(count)", label)
    }

    static func cannotTakeApart(_ span: Span, names: Int, _ value: Value, parts: Int?) -> Diagnostic {
        guard let parts else {
            return at(
                span, "\(names) names need \(names) values, but this is \(value.kind.withArticle)", "write one name")
        }
        return at(
            span, "there are \(names) names for \(parts) value\(parts == 1 ? "" : "s")",
            "write \(parts) name\(parts == 1 ? "" : "s")")
    }

    // MARK: arithmetic

    static func cannotCombine(_ span: Span, _ sign: String, _ left: Value, _ right: Value) -> Diagnostic {
        let label =
            switch (left, right) {
            case (.none, _), (_, .none): "one side has no value"
            case (.text, _), (_, .text): "a text is no number"
            default: "these do not go together"
            }
        return at(span, "`\(sign)` cannot combine \(left.described) and \(right.described)", label)
    }

    static func cannotNegate(_ span: Span, _ value: Value) -> Diagnostic {
        at(span, "a minus stands before a number, but this is \(value.described)", "leave the minus out")
    }

    static func divisionByZero(_ span: Span) -> Diagnostic {
        at(span, "this divides by zero", "the right side is 0")
    }

    static func noNumber(_ span: Span, _ result: Double) -> Diagnostic {
        result.isNaN
            ? at(span, "the result is not a number", "a root of a negative number, for example")
            : at(span, "the result is too large for a number", "the largest is about 1.8e308")
    }

    // MARK: running

    /// For facts that a body throws without having made a sentence of them.
    static func bodyFailed(_ span: Span, _ name: String, _ fact: String) -> Diagnostic {
        at(span, "`\(name)` cannot go on: \(fact)".clipped(71), "it stopped here")
    }

    static func memoryUsedUp(_ span: Span, _ used: Int, limit: Int) -> Diagnostic {
        at(
            span, "the memory is used up: \(used / 1_000_000) MB of \(limit / 1_000_000) MB",
            "give up what is no longer needed, or restart")
    }

    static func noMemory(_ span: Span, forMember name: String) -> Diagnostic {
        at(
            span, "`\(name.clipped(24))` would need more memory than the limit leaves",
            "this is computed when it is asked for")
    }

    static func stopped(_ span: Span) -> Diagnostic {
        Diagnostic(.note, "stopped", labels: [Label(span, "not run, nor what follows")])
    }
}

extension Overrides.Fault {
    /// Said where no program stands that could be pointed at.
    package var sentence: String {
        switch self {
        case .form(let text): "--set takes NAME=VALUE, such as epochs=5, but there is \"\(text.clipped(40))\""
        case .value(let name, let text):
            "--set takes a number, a text, true, false, none or a list for `\(name)`, "
                + "but there is \"\(text.clipped(40))\""
        case .unknown(let name, let near):
            "there is no argument or variable called `\(name.clipped(40))` to set"
                + (near.best.map { "; did you mean `\($0)`?" }
                    ?? (near.others.isEmpty ? "" : "; there are \(near.others.joined(separator: ", "))"))
        case .unfit(let name, let found, let needs): "`\(name)` must be \(needs), but --set gives \(found)"
        }
    }
}
