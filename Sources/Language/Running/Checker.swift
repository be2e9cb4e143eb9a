/// Finds what can be known to be wrong before anything runs: names and arguments that nothing answers to.
///
/// So a slip in the last line of a cell is told before the first line trains for an hour.
struct Checker {
    let source: Source
    let builtins: Builtins
    let environment: Environment
    private var defined: Set<String>

    init(_ source: Source, builtins: Builtins, environment: Environment) {
        self.source = source
        self.builtins = builtins
        self.environment = environment
        defined = Set(environment.names.keys)
    }

    /// The first error of each statement, at most three.
    mutating func errors(in program: Program) -> [Diagnostic] {
        var errors: [Diagnostic] = []
        for statement in program.statements where errors.count < 3 {
            do throws(Diagnostic) { try check(statement.value) } catch { errors.append(error) }
            defined.formUnion(statement.names.map(\.text))
        }
        return errors
    }

    private func check(_ expression: Expression) throws(Diagnostic) {
        switch expression.node {
        case .constant:
            return
        case .name(let name):
            if !defined.contains(name) { throw undefined(name, expression.range) }
        case .call(let call):
            try check(call)
        case .list, .negate, .binary, .member, .index:
            for child in expression.node.children { try check(child) }
        }
    }

    private func check(_ written: CallSyntax) throws(Diagnostic) {
        let call = written.resolved(builtins, isDefined: defined.contains)
        guard let subject = call.subject else { return try checkArguments(of: call) }
        try check(subject.value)
        try checkArguments(of: call)
    }

    private func checkArguments(of call: CallSyntax) throws(Diagnostic) {
        guard let builtin = builtins[call.name.text] else { throw unknownFunction(call) }
        let slots = try slots(of: call, builtin)
        var named: Set<Range<Int>> = []
        for slot in slots {
            for given in slot.given where given.position > 0 || call.subject == nil {
                if builtins.isFunctionName(given.value, for: slot.parameter) { named.insert(given.value.range) }
                if case .name(let word) = given.value.node, !defined.contains(word),
                    slot.parameter.type.choices.contains(word)
                {
                    throw .wordWithoutQuotes(Span(source, given.value.range), word, slot.parameter.name)
                }
            }
        }
        for argument in call.arguments where !named.contains(argument.value.range) { try check(argument.value) }
    }

    /// Before values are known, either way of placing the first argument may turn out to be right.
    private func slots(of call: CallSyntax, _ builtin: Builtin) throws(Diagnostic) -> [Matching.Slot] {
        guard call.mayStartWithSubject, builtin.parameters.first?.isSubject == true else {
            return try Matching(call, builtin, in: source, subject: .absent).slots
        }
        let first = call.arguments.first { $0.name == nil }
        let isCall = if case .call = first?.value.node { true } else { false }
        let (likely, other): (Matching.Subject, Matching.Subject) = isCall ? (.inFront, .absent) : (.absent, .inFront)
        if let matching = try? Matching(call, builtin, in: source, subject: other) { return matching.slots }
        return try Matching(call, builtin, in: source, subject: likely).slots
    }

    // MARK: names that nothing answers to

    private func undefined(_ name: String, _ range: Range<Int>) -> Diagnostic {
        let span = Span(source, range)
        if let cell = environment.definedLater[name] { return .definedLater(span, name, cell: cell) }
        if builtins[name] != nil { return .functionWithoutCall(span, name) }
        let values = defined.sorted()
        let nearValue = Suggestion(for: name, among: values)
        if nearValue.best == nil {
            let nearFunction = Suggestion(for: name, among: values + builtins.names)
            if nearFunction.best != nil { return .unknownName(span, name, nearFunction) }
        }
        return .unknownName(span, name, nearValue)
    }

    private func unknownFunction(_ call: CallSyntax) -> Diagnostic {
        let name = call.name.text
        let span = Span(source, call.name.range)
        if let value = environment.names[name] { return .valueIsCalled(span, name, value) }
        let advice = (call.subject?.style == .dot ? builtins.habits["." + name] : nil) ?? builtins.habits[name]
        let proper = Suggestion(for: name, among: builtins.names)
        let spelled = Suggestion(for: name, among: builtins.spellings)
        return .unknownFunction(
            span, name, advice: advice, proper.best == nil && spelled.best != nil ? spelled : proper)
    }
}

extension Expression {
    /// The text that names `keras` and `keras.layers`: what R and Python put before a function and is no value here.
    var isModule: Bool {
        switch node {
        case .name(let name): Foreign.modules.contains(name)
        case .member(let value, let name): value.isModule && Foreign.modules.contains(name.text)
        case .constant, .list, .negate, .binary, .index, .call: false
        }
    }

    /// The name at the start of a chain of dots and brackets.
    var root: String? {
        switch node {
        case .name(let name): name
        case .member(let value, _), .index(let value, _): value.root
        case .constant, .list, .negate, .binary, .call: nil
        }
    }

    /// The name, if the expression is nothing else.
    var asName: String? {
        if case .name(let name) = node { name } else { nil }
    }
}
