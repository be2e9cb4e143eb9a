/// A cell's program as a tree. Each node knows where it stands, so that messages can point at it.
package struct Program: Sendable {
    package let source: Source
    package let statements: [Statement]

    package init(source: Source, statements: [Statement]) {
        self.source = source
        self.statements = statements
    }
}

/// `x = 3`, `train, test = split(w, 0.8)`, or a value alone, which has no names.
package struct Statement: Sendable {
    package let names: [Name]
    package let value: Expression
    package let range: Range<Int>
}

/// A word and where it stands, as offsets into the UTF-8 of the source.
package struct Name: Sendable {
    package let text: String
    package let range: Range<Int>
}

/// A value to be computed.
package struct Expression: Sendable {
    package let node: Node
    package let range: Range<Int>
    /// Levels of nodes below and including this one; the parser keeps it small so that walks are safe on any stack.
    let depth: Int

    package indirect enum Node: Sendable {
        case constant(Value)
        case name(String)
        case list([Expression])
        case negate(Expression)
        case binary(Infix, Expression, Expression)
        case member(Expression, Name)
        case index(Expression, Expression)
        case call(CallSyntax)
    }

    /// An operator between two values, as it is printed, with where it stands.
    package struct Infix: Sendable {
        package let text: String
        package let range: Range<Int>
    }

    init(_ node: Node, _ range: Range<Int>) {
        self.node = node
        self.range = range
        self.depth = 1 + (node.children.map(\.depth).max() ?? 0)
    }
}

/// `f(a, b = 1)`, and the same with its first argument in front: `x |> f(a)`, `x.f(a)`.
package struct CallSyntax: Sendable {
    package let name: Name
    package let subject: Subject?
    package let arguments: [Argument]
    /// From the name to the closing parenthesis: a subject in front is not part of it.
    package let range: Range<Int>

    package struct Subject: Sendable {
        package enum Style: Sendable { case pipe, dot }
        package let style: Style
        package let value: Expression
    }

    package struct Argument: Sendable {
        package let name: Name?
        package let value: Expression
    }
}

extension Expression.Node {
    /// The nodes right below, in the order in which they are written.
    package var children: [Expression] {
        switch self {
        case .constant, .name: []
        case .list(let elements): elements
        case .negate(let value): [value]
        case .binary(_, let left, let right): [left, right]
        case .member(let value, _): [value]
        case .index(let value, let index): [value, index]
        case .call(let call): (call.subject.map { [$0.value] } ?? []) + call.arguments.map(\.value)
        }
    }
}
