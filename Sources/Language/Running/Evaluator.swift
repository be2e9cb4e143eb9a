/// Runs programs: looks up names, matches and checks arguments, calls the built-ins.
package struct Evaluator: Sendable {
    package let builtins: Builtins

    package init(builtins: Builtins) {
        self.builtins = builtins
    }

    /// Runs the statements in order. What can be known to be wrong beforehand keeps all of them from running; an error
    /// on the way ends the run, and names given before it stay. The value of a statement without names is shown, but
    /// for that of the last one, which is the outcome's result.
    package func run(_ program: Program, in environment: inout Environment, host: any Host) -> Outcome {
        var checker = Checker(program.source, builtins: builtins, environment: environment)
        var outcome = Outcome(diagnostics: checker.errors(in: program))
        guard outcome.diagnostics.isEmpty else { return outcome }
        for (index, statement) in program.statements.enumerated() {
            if host.isStopped {
                outcome.result = nil
                outcome.isStopped = true
                outcome.diagnostics = [.stopped(Span(program.source, statement.range))]
                return outcome
            }
            do throws(Diagnostic) {
                // Not held in a name: the names would be copied when the next one is added.
                let value = try Evaluation(
                    source: program.source, builtins: builtins, names: environment.names, host: host,
                    statement: statement
                ).value
                try give(value, to: statement, program.source, in: &environment)
                outcome.names += statement.names.map(\.text)
                outcome.result = value
                outcome.isAssignment = !statement.names.isEmpty
                let isLast = index == program.statements.count - 1
                if statement.names.isEmpty, !isLast, !value.isNone { host.show(value) }
            } catch {
                outcome.result = nil
                outcome.diagnostics = [error]
                return outcome
            }
        }
        return outcome
    }

    private func give(
        _ value: Value, to statement: Statement, _ source: Source, in environment: inout Environment
    ) throws(Diagnostic) {
        guard statement.names.count > 1, let first = statement.names.first, let last = statement.names.last else {
            for name in statement.names { environment.names[name.text] = value }
            return
        }
        let parts = value.parts
        guard let parts, parts.count == statement.names.count else {
            throw .cannotTakeApart(
                Span(source, first.range.lowerBound..<last.range.upperBound), names: statement.names.count, value,
                parts: parts?.count)
        }
        for (name, part) in zip(statement.names, parts) { environment.names[name.text] = part }
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

extension Value {
    /// The values that several names can be given: elements of a list or an object, or an object's named parts.
    fileprivate var parts: [Value]? {
        switch self {
        case .list(let elements): return elements
        case .object(let object):
            if let count = object.count { return count > 0 && count <= 64 ? (1...count).map(object.element) : nil }
            let members = object.members.compactMap { object.member($0.name) }
            return members.isEmpty ? nil : members
        case .none, .bool, .number, .text: return nil
        }
    }
}
