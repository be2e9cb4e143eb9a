extension ParameterType {
    func accepts(_ value: Value) -> Bool {
        switch (self, value) {
        case (.any, _), (.number, .number), (.bool, .bool), (.text, .text), (.list, .list): true
        case (.numberIn(let bounds), .number(let number)): bounds.contains(number)
        case (.whole(let from), .number(let number)): Int(exactly: number).map { $0 >= from } ?? false
        case (.choice(let words), .text(let word)): words.contains(word)
        case (.object(let kind), .object(let object)): type(of: object).kind == kind
        case (.either(let types), _): types.contains { $0.accepts(value) }
        case (.number, _), (.bool, _), (.text, _), (.list, _), (.numberIn, _), (.whole, _), (.choice, _), (.object, _):
            false
        }
    }

    /// How messages and help name it: "a whole number of 1 or more".
    var phrase: String {
        switch self {
        case .any: "any value"
        case .number: "a number"
        case .numberIn(let bounds) where bounds.upperBound == .infinity:
            "a number of \(numberText(bounds.lowerBound)) or more"
        case .numberIn(let bounds):
            "a number between \(numberText(bounds.lowerBound)) and \(numberText(bounds.upperBound))"
        case .whole(let from): "a whole number of \(from) or more"
        case .bool: "true or false"
        case .text: "text"
        case .choice(let words): ParameterType.phrase(for: words)
        case .list: "a list"
        case .object(let kind): kind.withArticle
        case .either(let types): ParameterType.joined(types.map(\.phrase))
        }
    }

    private static func phrase(for words: [String]) -> String {
        let quoted = joined(words.map { "\"\($0)\"" })
        return quoted.count <= 32 ? quoted : "one of \(words.count) words"
    }

    private static func joined(_ phrases: [String]) -> String {
        var distinct: [String] = []
        for phrase in phrases where !distinct.contains(phrase) { distinct.append(phrase) }
        guard distinct.count > 1, let last = distinct.last else { return distinct.first ?? "" }
        return distinct.dropLast().joined(separator: ", ") + " or " + last
    }

    /// The words that a text may be, of all alternatives.
    var choices: [String] {
        switch self {
        case .choice(let words): words
        case .either(let types): types.flatMap(\.choices)
        case .any, .number, .numberIn, .whole, .bool, .text, .list, .object: []
        }
    }

    /// Whether true and false may stand here, among others.
    var takesBool: Bool {
        switch self {
        case .bool: true
        case .either(let types): types.contains(where: \.takesBool)
        case .any, .number, .numberIn, .whole, .text, .choice, .list, .object: false
        }
    }

    var isNumeric: Bool {
        switch self {
        case .number, .numberIn, .whole: true
        case .either(let types): types.contains(where: \.isNumeric)
        case .any, .bool, .text, .choice, .list, .object: false
        }
    }

    /// What to write instead of a value that does not fit.
    func advice(for value: Value) -> String {
        switch (self, value) {
        case (_, .text(let word)) where !choices.isEmpty:
            return Suggestion(for: word, among: choices).best.map { "did you mean \"\($0)\"?" } ?? "no such choice"
        case (_, .text(let text)) where Double(text).map { accepts(.number($0)) } ?? false:
            return "write \(text.clipped(20)) without quotes"
        case (.text, .number(let number)):
            return "write \"\(numberText(number))\" in quotes"
        case (.text, _), (.choice, _):
            return "write a text in quotes"
        case (.whole(let from), .number(let number)):
            if number < Double(from) { return "the least is \(from)" }
            return Int(exactly: number.rounded()).map { "write \($0)" } ?? "this is too large"
        case (.bool, _):
            return "write true or false"
        case (.list, .number), (.list, .text):
            return "write [\(value.excerpt(20))]"
        case (.either(let types), .number):
            return (types.first { $0.isNumeric } ?? .any).adviceWithinBounds(for: value)
        default:
            return adviceWithinBounds(for: value)
        }
    }

    private func adviceWithinBounds(for value: Value) -> String {
        switch (self, value) {
        case (.numberIn(let bounds), .number(let number)):
            let bound = number < bounds.lowerBound ? bounds.lowerBound : bounds.upperBound
            return "the \(number < bounds.lowerBound ? "least" : "most") is \(numberText(bound))"
        case (.whole, .number):
            return advice(for: value)
        default:
            return "this is \(value.described)"
        }
    }
}

extension Kind {
    /// "a table", "an optimiser"; words that take no article stay as they are.
    var withArticle: String {
        if name.hasSuffix("s") || ["true or false", "text", "none"].contains(name) { return name }
        return ("aeiou".contains(name.prefix(1)) ? "an " : "a ") + name
    }
}
