/// Arguments and variables that have another value than the program says, as whoever runs it asks: `epochs=5`.
///
/// A name stands for the argument so called (or by an alias) of every call of every built-in that takes it, whether it
/// is written there or left to its default, and for a variable so called that a cell gives a value. The text of the
/// program stays as it is, and so does all that is told from it.
package struct Overrides: Sendable {
    private var values: [(name: String, value: Value)] = []

    package init() {}

    /// Each as `NAME=VALUE`, where the value is written as in a program: a number, a text, true, false, none or a list.
    /// A word is a text without its quotes. Of two for one name the last one counts.
    package init(_ texts: [String]) throws(Fault) {
        for text in texts {
            guard let mark = text.firstIndex(of: "="), Overrides.isName(text[..<mark]) else { throw .form(text) }
            let written = String(text[text.index(after: mark)...])
            guard let value = Overrides.value(written) else { throw .value(String(text[..<mark]), written) }
            let name = String(text[..<mark])
            values.removeAll { $0.name == name }
            values.append((name, value))
        }
    }

    package var isEmpty: Bool { values.isEmpty }
    package var names: [String] { values.map(\.name) }

    /// As a program would write it: `epochs = 5, optimizer = "sgd"`.
    package var text: String { values.map { "\($0.name) = \($0.value.excerpt(1000))" }.joined(separator: ", ") }

    subscript(name: String) -> Value? { values.first { $0.name == name }?.value }

    /// What stands before a pipe, and arguments of any number, have no single value to be replaced.
    subscript(parameter: Parameter) -> Value? {
        guard parameter.isSettable else { return nil }
        return values.first { parameter.isCalled($0.name) }?.value
    }

    package enum Fault: Error, Hashable, Sendable {
        /// Not `NAME=VALUE`.
        case form(String)
        /// The value of this name is not one that can be written down.
        case value(String, String)
        /// Nothing in the programs is called so.
        case unknown(String, Suggestion)
        /// No call that has such an argument takes the value.
        case unfit(String, String, needs: String)
    }

    /// That each name means something in these programs, and that its value fits somewhere.
    package func check(against programs: [Program], _ builtins: Builtins) throws(Fault) {
        var variables: Set<String> = []
        var parameters: [Parameter] = []
        for program in programs {
            for statement in program.statements {
                if statement.names.count == 1 { variables.insert(statement.names[0].text) }
                parameters += statement.value.builtins(builtins).flatMap { $0.parameters.filter(\.isSettable) }
            }
        }
        for (name, value) in values where !variables.contains(name) {
            let called = parameters.filter { $0.isCalled(name) }
            guard let first = called.first else {
                let names = variables.union(parameters.map(\.name)).sorted()
                throw .unknown(name, Suggestion(for: name, among: names))
            }
            if !called.contains(where: { $0.takes(value) }) {
                throw .unfit(name, value.described, needs: first.type.phrase)
            }
        }
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || first == "_" else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "."
        }
    }

    private static func value(_ text: String) -> Value? {
        let parsed = parse(Source(name: "value", text: text), builtins: Builtins([]))
        guard parsed.diagnostics.isEmpty, parsed.program.statements.count == 1,
            let statement = parsed.program.statements.first, statement.names.isEmpty
        else { return nil }
        if case .name(let word) = statement.value.node { return .text(word) }
        return statement.value.literal
    }
}

extension Parameter {
    fileprivate var isSettable: Bool { !isVariadic && !isSubject }
}

extension Expression {
    /// What it stands for if it is written out.
    fileprivate var literal: Value? {
        switch node {
        case .constant(let value): return value
        case .negate(let inner):
            if case .number(let number) = inner.literal { return .number(-number) }
            return nil
        case .list(let elements):
            let values = elements.compactMap(\.literal)
            return values.count == elements.count ? .list(values) : nil
        case .name, .binary, .member, .index, .call: return nil
        }
    }

    /// The built-ins that are called in it.
    fileprivate func builtins(_ all: Builtins) -> [Builtin] {
        let inner = node.children.flatMap { $0.builtins(all) }
        guard case .call(let written) = node, let own = all[written.resolved(all) { _ in false }.name.text] else {
            return inner
        }
        return inner + [own]
    }
}
