/// What a program computes with. Values never change.
package enum Value: Sendable {
    case none
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([Value])
    case object(any Object)
}

/// The word for a kind of value in messages and signatures: "number", "table", "windows", "run".
package struct Kind: Hashable, Sendable, ExpressibleByStringLiteral {
    package let name: String
    package init(stringLiteral name: String) { self.name = name }

    package static let none: Kind = "none"
    package static let bool: Kind = "true or false"
    package static let number: Kind = "number"
    package static let text: Kind = "text"
    package static let list: Kind = "list"
}

/// A value that the language passes around without looking inside: a tensor, a table, a network, a run.
package protocol Object: Sendable {
    static var kind: Kind { get }
    /// One line that names its shape: `windows: 3 examples, x [7 × 1] → y [1]`.
    var summary: String { get }
    /// Its shape or size for a list of names, in a few characters: `3650 × 2`.
    var size: String { get }
    /// The names that may follow a dot, in the order to list them, each with the kind of what it gives.
    var members: [(name: String, kind: Kind)] { get }
    func member(_ name: String) -> Value?
    /// What a member is called in messages: "column", "part".
    static var memberWord: String { get }
    /// How many elements `value[i]` can reach (1 … count), or nil if it can't be indexed.
    var count: Int? { get }
    /// Element `index`, which the evaluator has checked to be in 1 … count.
    func element(_ index: Int) -> Value
}

extension Object {
    /// The summary without the word for the kind in front of it.
    package var size: String {
        let kind = Self.kind.name + ": "
        return summary.hasPrefix(kind) ? String(summary.dropFirst(kind.count)) : summary
    }
    package var members: [(name: String, kind: Kind)] { [] }
    package func member(_ name: String) -> Value? { nil }
    package static var memberWord: String { kind == "table" ? "column" : "part" }
    package var count: Int? { nil }
    package func element(_ index: Int) -> Value { .none }
}

extension Value {
    package var kind: Kind {
        switch self {
        case .none: .none
        case .bool: .bool
        case .number: .number
        case .text: .text
        case .list: .list
        case .object(let object): type(of: object).kind
        }
    }
}

/// An object whose numbers are worth keeping beside a cell's output: a run's history, as rows of CSV.
///
/// The notebook writes each record below the cell and `check` compares the columns number by number.
package protocol Recorded: Object {
    var records: [(name: String, csv: String)] { get }
}

/// An object that says something of this machine or this moment, such as a log of runs. Screens and pipes show it; the
/// notebook's file, which must be the same wherever its cells run, keeps something else in its place.
package protocol Passing: Object {
    /// None: nothing is kept. The object itself: it is not passing after all.
    var kept: Value { get }
}
