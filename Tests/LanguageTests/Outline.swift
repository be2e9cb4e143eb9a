@testable import Language

extension Expression {
    /// The tree as nested brackets, without places: what two trees must share to be the same.
    var outline: String {
        switch node {
        case .constant(let value): value.literal
        case .name(let name): name
        case .list(let elements): "(list\(elements.map { " " + $0.outline }.joined()))"
        case .negate(let value): "(neg \(value.outline))"
        case .binary(let infix, let left, let right): "(\(infix.text) \(left.outline) \(right.outline))"
        case .member(let owner, let name): "(. \(owner.outline) \(name.text))"
        case .index(let owner, let index): "([] \(owner.outline) \(index.outline))"
        case .call(let call): "(\(call.outline))"
        }
    }
}

extension CallSyntax {
    fileprivate var outline: String {
        let style =
            switch subject?.style {
            case nil: "call"
            case .pipe: "pipe"
            case .dot: "dot"
            }
        let subject = subject.map { " " + $0.value.outline } ?? ""
        let rest = arguments.map { " " + ($0.name.map { "\($0.text)=" } ?? "") + $0.value.outline }
        return "\(style) \(name.text)\(subject)\(rest.joined())"
    }
}

extension Program {
    var outline: String {
        statements.map {
            ($0.names.isEmpty ? "" : $0.names.map(\.text).joined(separator: ",") + " := ") + $0.value.outline
        }
        .joined(separator: "\n")
    }
}

/// The outline of a text, or the heads of its messages.
func outline(_ text: String) -> String {
    let parsed = parse(Source(name: "cell 1", text: text), builtins: .fake)
    return parsed.diagnostics.isEmpty ? parsed.program.outline : parsed.diagnostics.map(\.head).joined(separator: "\n")
}

/// A small generator with a fixed start, so that random tests repeat (xorshift64*, Vigna 2016).
struct Dice {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func roll(_ count: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % count
    }

    mutating func pick<T>(_ items: [T]) -> T { items[roll(items.count)] }
}
