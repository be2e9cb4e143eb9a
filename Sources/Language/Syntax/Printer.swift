/// Writes a tree as program text, one way for everything: `=`, `|>`, double quotes, brackets only where they are
/// needed.
///
/// What is printed reads back as the same tree.
extension Program {
    package var printed: String { statements.map(\.printed).joined(separator: "\n") }
}

extension Statement {
    package var printed: String {
        names.isEmpty ? value.printed : names.map(\.text).joined(separator: ", ") + " = " + value.printed
    }
}

extension Expression {
    package var printed: String {
        switch node {
        case .constant(let value): value.literal
        case .name(let name): name
        case .list(let elements): "[" + elements.map(\.printed).joined(separator: ", ") + "]"
        case .negate(let value): "-" + value.printed(within: .factor)
        case .binary(let infix, let left, let right): printed(infix, left, right)
        case .member(let owner, let name): owner.printedOwner + "." + name.text
        case .index(let owner, let index): owner.printed(within: .postfix) + "[" + index.printed + "]"
        case .call(let call): printed(call)
        }
    }

    private func printed(_ infix: Infix, _ left: Expression, _ right: Expression) -> String {
        let (onLeft, onRight): (Level, Level) =
            switch level {
            case .compare: (.sum, .sum)
            case .sum: (.sum, .term)
            case .term: (.term, .factor)
            default: (.postfix, .factor)
            }
        let sign = level == .power ? infix.text : " \(infix.text) "
        return left.printed(within: onLeft) + sign + right.printed(within: onRight)
    }

    private func printed(_ call: CallSyntax) -> String {
        let arguments = call.arguments.map { argument in
            (argument.name.map { "\($0.text) = " } ?? "") + argument.value.printed
        }
        let plain = call.name.text + "(" + arguments.joined(separator: ", ") + ")"
        return switch call.subject?.style {
        case nil: plain
        case .pipe: (call.subject?.value.printed(within: .pipe) ?? "") + " |> " + plain
        case .dot: (call.subject?.value.printedOwner ?? "") + "." + plain
        }
    }

    /// In front of a dot a number needs brackets: `1.x` would be read as the number `1.`.
    private var printedOwner: String {
        if case .constant(.number) = node { "(\(printed))" } else { printed(within: .postfix) }
    }

    private func printed(within needed: Level) -> String {
        level < needed ? "(\(printed))" : printed
    }

    /// The rules of the grammar, from the one that holds least together.
    private enum Level: Int, Comparable {
        case pipe, compare, sum, term, factor, power, postfix
        static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    private var level: Level {
        switch node {
        case .constant, .name, .list, .member, .index: .postfix
        case .negate: .factor
        case .call(let call): call.subject?.style == .pipe ? .pipe : .postfix
        case .binary(let infix, _, _):
            switch infix.text {
            case "+", "-": .sum
            case "*", "/", "@": .term
            case "^": .power
            default: .compare
            }
        }
    }
}

extension Value {
    /// How the value is written in a program, exactly.
    package var literal: String {
        switch self {
        case .none: "none"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
        case .text(let text): "\"" + text.map(Value.escaped).joined() + "\""
        case .list(let elements): "[" + elements.map(\.literal).joined(separator: ", ") + "]"
        case .object(let object): object.summary
        }
    }

    private static func escaped(_ character: Character) -> String {
        switch character {
        case "\\": "\\\\"
        case "\"": "\\\""
        case "\n": "\\n"
        case "\r\n": "\r\\n"
        case "\t": "\\t"
        default: String(character)
        }
    }
}
