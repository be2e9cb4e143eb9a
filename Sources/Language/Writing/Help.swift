/// The built-in's call with its parameters and defaults on one line: `gru(units, activation = "tanh")`.
package func signature(_ builtin: Builtin) -> String {
    builtin.name + "(" + signatureParts(builtin).map(\.text).joined(separator: ", ") + ")"
}

/// What stands between the parentheses of a signature: each parameter that can be written there, with its default.
package func signatureParts(_ builtin: Builtin) -> [(name: String, text: String)] {
    builtin.parameters.filter { !$0.isSubject }.map { ($0.name, $0.signature) }
}

/// What `help(gru)` shows: call, sentence, parameters, examples, other spellings; on lines of at most `width` columns, but
/// for the examples.
package func help(for builtin: Builtin, width: Int = 80) -> [String] {
    let subject = builtin.parameters.first { $0.isSubject }
    let call = ((subject.map { "[\($0.name) |>] " } ?? "") + signature(builtin)).wrapped(to: max(16, width - 4))
    var lines =
        Array(call.prefix(1)) + call.dropFirst().map { "    " + $0 }
        + builtin.sentence.wrapped(to: max(16, width - 4)).map { "  " + $0 }
    let names = builtin.parameters.map(\.name.count).max() ?? 0
    if !builtin.parameters.isEmpty { lines.append("") }
    for parameter in builtin.parameters {
        let name = parameter.name + String(repeating: " ", count: names - parameter.name.count)
        let words = "\(parameter.sentence) (\(parameter.explanation))".wrapped(to: max(16, width - 6 - names))
        for (index, line) in words.enumerated() {
            lines.append("  " + (index == 0 ? name : String(repeating: " ", count: names)) + "  " + line)
        }
    }
    for example in builtin.examples { lines += ["", "  example"] + example.shown.map { "    " + $0 } }
    if !builtin.aliases.isEmpty { lines += ["", "  also: " + builtin.aliases.joined(separator: ", ")] }
    return lines
}

extension Parameter {
    /// `units`, `activation = "tanh"`, `layers …`.
    fileprivate var signature: String {
        guard !isVariadic else { return "\(name) …" }
        return fallback.map { "\(name) = \($0.literal)" } ?? name
    }

    /// "a whole number of 1 or more; default 1".
    var explanation: String {
        let choices = type.choices
        let words = choices.count > 2 ? choices.map { "\"\($0)\"" }.joined(separator: ", ") : type.phrase
        if isVariadic { return "any number of them, each \(words)" }
        return switch fallback {
        case nil: words
        case .some(.none): "\(words); may be left out"
        case .some(let value): "\(words); default \(value.literal)"
        }
    }
}

extension Builtin.Example {
    /// The lines of the program and, below, what the last one shows.
    var shown: [String] {
        let result = result.map { $0.split(separator: "\n", omittingEmptySubsequences: false).map { "→ \($0)" } } ?? []
        return source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + result
    }
}

extension String {
    /// The text on lines of at most `width` columns, broken between words.
    func wrapped(to width: Int) -> [String] {
        var lines = [""]
        for word in split(separator: " ").map(String.init) {
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = word
            } else if line.columns + 1 + word.columns <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }
}
