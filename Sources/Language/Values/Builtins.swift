/// All built-ins, to be found by name or alias, and the operators on their objects.
package struct Builtins: Sendable {
    package let all: [Builtin]
    package let operators: Operators
    /// Words that learners bring from R and Python, with what to write instead: `"compile": "leave it out: …"`.
    package let habits: [String: String]
    private let byName: [String: Int]

    package init(_ all: [Builtin], operators: Operators = .none, habits: [String: String] = [:]) {
        self.all = all
        self.operators = operators
        self.habits = habits
        var byName: [String: Int] = [:]
        for (index, builtin) in all.enumerated() {
            for alias in builtin.aliases where byName[alias] == nil { byName[alias] = index }
        }
        for (index, builtin) in all.enumerated() { byName[builtin.name] = index }
        self.byName = byName
    }

    /// The built-in of this name or alias.
    package subscript(name: String) -> Builtin? { byName[name].map { all[$0] } }

    /// Whether a built-in's name stands without quotes where the parameter wants just that.
    func isFunctionName(_ expression: Expression, for parameter: Parameter) -> Bool {
        parameter.namesFunction && expression.asName.map { self[$0] != nil } ?? false
    }

    /// The names proper, without aliases, in the order of the records.
    package var names: [String] { all.map(\.name) }

    /// Every spelling that can be called.
    package var spellings: [String] { byName.keys.sorted() }
}

/// What `+`, `@`, `==` … do when an operand is a list or an object. Numbers, texts and truth values are done by the
/// evaluator itself.
package struct Operators: Sendable {
    /// The operator as printed (`+ - * / @ ^ == != < <= > >=`) and its operands; nil: these cannot be combined.
    package var binary: @Sendable (String, Value, Value) throws -> Value?
    package var negate: @Sendable (Value) throws -> Value?

    package init(
        binary: @escaping @Sendable (String, Value, Value) throws -> Value?,
        negate: @escaping @Sendable (Value) throws -> Value?
    ) {
        self.binary = binary
        self.negate = negate
    }

    package static let none = Operators(binary: { _, _, _ in nil }, negate: { _ in nil })
}
