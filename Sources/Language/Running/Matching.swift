/// Which argument of a call goes to which parameter: by name, the others in order.
struct Matching {
    /// An argument as written.
    struct Given {
        let value: Expression
        /// Its place among the call's values: the subject, if there is one, then the arguments.
        let position: Int
    }

    struct Slot {
        let parameter: Parameter
        var given: [Given] = []
    }

    /// Who takes the first argument without a name, where the first parameter is for what stands before a pipe.
    enum Subject {
        /// It stands before a pipe or a dot, or its type fits.
        case inFront
        /// Nothing is in front, and the first argument belongs to the second parameter.
        case absent
    }

    private(set) var slots: [Slot]
    private let call: CallSyntax
    private let builtin: Builtin
    private let source: Source

    init(_ call: CallSyntax, _ builtin: Builtin, in source: Source, subject: Subject) throws(Diagnostic) {
        self.call = call
        self.builtin = builtin
        self.source = source
        slots = builtin.parameters.map { Slot(parameter: $0) }
        let givens = call.values.enumerated().map { Given(value: $1.value, position: $0) }
        let names = call.values.map(\.name)
        let isSubjectFree = slots.first?.parameter.isSubject == true && call.subject == nil && subject == .absent
        var next = isSubjectFree ? 1 : 0
        for (given, name) in zip(givens, names) where name == nil { try place(given, at: &next) }
        for (given, name) in zip(givens, names) {
            if let name { try place(given, named: name) }
        }
        try checkNothingIsMissing()
    }

    private mutating func place(_ given: Given, at next: inout Int) throws(Diagnostic) {
        guard next < slots.count else {
            let hidden = slots.first.map { $0.parameter.isSubject ? 1 : 0 } ?? 0
            let subjects = slots.first.map { $0.parameter.isSubject ? $0.given.count : 0 } ?? 0
            throw .tooManyArguments(
                Span(source, given.value.range), builtin, most: slots.count - hidden,
                count: call.values.count { $0.name == nil } - subjects)
        }
        slots[next].given.append(given)
        if !slots[next].parameter.isVariadic { next += 1 }
    }

    private mutating func place(_ given: Given, named name: Name) throws(Diagnostic) {
        guard let index = builtin.parameters.firstIndex(where: { $0.isCalled(name.text) }) else {
            throw .unknownArgument(Span(source, name.range), name.text, builtin)
        }
        if let first = slots[index].given.first {
            throw .argumentTwice(
                Span(source, name.range), slots[index].parameter.name, first: Span(source, first.value.range))
        }
        slots[index].given.append(given)
    }

    private func checkNothingIsMissing() throws(Diagnostic) {
        let missing = slots.first { $0.given.isEmpty && $0.parameter.fallback == nil }
        guard let missing else { return }
        throw .argumentMissing(Span(source, call.name.range), missing.parameter, builtin)
    }
}

extension CallSyntax {
    /// The subject, if there is one, then the arguments.
    var values: [(name: Name?, value: Expression)] {
        (subject.map { [(name: nil, value: $0.value)] } ?? []) + arguments.map { ($0.name, $0.value) }
    }

    /// The call as it is meant: without a library's name before the dot (`keras.layers.Dense(10)` is `Dense(10)`), and
    /// with a dotted name as one (`read.csv("x")`).
    func resolved(_ builtins: Builtins, isDefined: (String) -> Bool) -> CallSyntax {
        guard let subject, subject.style == .dot, let root = subject.value.root, !isDefined(root) else { return self }
        if let dotted = dottedName(builtins) {
            return CallSyntax(
                name: dotted, subject: nil, arguments: arguments, range: dotted.range.lowerBound..<range.upperBound)
        }
        guard subject.value.isModule else { return self }
        return CallSyntax(name: name, subject: nil, arguments: arguments, range: range)
    }

    /// `read.csv`, if a built-in is written so.
    func dottedName(_ builtins: Builtins) -> Name? {
        guard let subject, subject.style == .dot, let first = subject.value.asName else { return nil }
        let whole = first + "." + name.text
        return builtins[whole].map { _ in
            Name(text: whole, range: subject.value.range.lowerBound..<name.range.upperBound)
        }
    }

    /// Whether the first argument without a name might be meant for the parameter before a pipe.
    var mayStartWithSubject: Bool {
        guard subject == nil, let first = arguments.first(where: { $0.name == nil }) else { return false }
        return switch first.value.node {
        case .constant, .list, .negate: false
        case .name, .binary, .member, .index, .call: true
        }
    }
}

extension Parameter {
    func isCalled(_ name: String) -> Bool { self.name == name || aliases.contains(name) }
}
