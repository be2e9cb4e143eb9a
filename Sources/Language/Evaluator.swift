/// Runs programs: looks up names, matches and checks arguments, calls the built-ins.
package struct Evaluator: Sendable {
    package let builtins: Builtins

    package init(builtins: Builtins) {
        self.builtins = builtins
    }

    package func run(_ program: Program, in environment: inout Environment, host: any Host) -> Outcome {
        Outcome()
    }
}

/// What a run of one cell came to.
package struct Outcome: Sendable {
    /// The value of the last statement, if all went well.
    package var result: Value?
    /// Whether the last statement gave its value a name.
    package var isAssignment: Bool
    /// The names that were given, in order.
    package var names: [String]
    /// At most the first error of a statement, and at most three.
    package var diagnostics: [Diagnostic]
    /// Whether the user asked to stop and statements were left out.
    package var isStopped: Bool

    package init(
        result: Value? = nil, isAssignment: Bool = false, names: [String] = [], diagnostics: [Diagnostic] = [],
        isStopped: Bool = false
    ) {
        self.result = result
        self.isAssignment = isAssignment
        self.names = names
        self.diagnostics = diagnostics
        self.isStopped = isStopped
    }
}
