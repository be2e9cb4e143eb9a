import Base

/// The evaluation of one statement: the names as they are, and the way to every value.
struct Evaluation {
    let source: Source
    let builtins: Builtins
    let names: [String: Value]
    let host: any Host
    let statement: Statement
    /// What is to be set otherwise than the program says.
    private let overrides: Overrides

    init(source: Source, builtins: Builtins, names: [String: Value], host: any Host, statement: Statement) {
        (self.source, self.builtins, self.names, self.host) = (source, builtins, names, host)
        self.statement = statement
        overrides = host.service(Overrides.self) ?? Overrides()
    }

    /// Of the whole statement.
    var value: Value {
        get throws(Diagnostic) {
            if statement.names.count == 1, let given = overrides[statement.names[0].text] { return given }
            return try value(of: statement.value)
        }
    }

    func value(of expression: Expression) throws(Diagnostic) -> Value {
        switch expression.node {
        case .constant(let value):
            return value
        case .name(let name):
            guard let value = names[name] else {
                throw .unknownName(span(expression.range), name, Suggestion(for: name, among: names.keys.sorted()))
            }
            return value
        case .list(let elements):
            var values: [Value] = []
            for element in elements { values.append(try value(of: element)) }
            let size = ListSize(values)
            if size.isTooLarge { throw .listTooLarge(span(expression.range), size) }
            return .list(values)
        case .negate(let operand):
            return try negated(value(of: operand), expression)
        case .binary(let infix, let left, let right):
            return try combined(infix, value(of: left), value(of: right), expression)
        case .member(let owner, let name):
            return try member(name.text, at: name.range, of: value(of: owner), owner)
        case .index(let owner, let index):
            return try element(value(of: index), at: index.range, of: value(of: owner), owner)
        case .call(let call):
            return try result(of: call)
        }
    }

    private func span(_ range: Range<Int>) -> Span { Span(source, range) }

    // MARK: parts

    private func member(
        _ name: String, at range: Range<Int>, of value: Value, _ owner: Expression
    ) throws(Diagnostic) -> Value {
        guard case .object(let object) = value else { throw .noMembers(span(range), value) }
        let refusals = MemoryLimit.refusals
        guard let member = object.member(name) else {
            if MemoryLimit.refusals > refusals { throw .noMemory(span(range), forMember: name) }
            throw .unknownMember(span(range), name, of: object, called: owner.asName)
        }
        return member
    }

    /// Positions count from 1; a text names a part.
    private func element(
        _ index: Value, at range: Range<Int>, of value: Value, _ owner: Expression
    ) throws(Diagnostic) -> Value {
        if case .text(let name) = index { return try member(name, at: range, of: value, owner) }
        let count: Int? =
            switch value {
            case .list(let elements): elements.count
            case .object(let object): object.count
            case .none, .bool, .number, .text: nil
            }
        guard let count else { throw .notIndexable(span(range), value) }
        guard case .number(let number) = index, number == number.rounded() else {
            throw .indexMustBeWhole(span(range), index)
        }
        guard let position = Int(exactly: number), position >= 1, position <= count else {
            throw .outOfRange(span(range), number, count: count, of: value, called: owner.asName)
        }
        switch value {
        case .list(let elements): return elements[position - 1]
        case .object(let object): return object.element(position)
        case .none, .bool, .number, .text: return .none
        }
    }

    // MARK: operators

    private func negated(_ value: Value, _ expression: Expression) throws(Diagnostic) -> Value {
        switch value {
        case .number(let number):
            return .number(-number)
        case .list, .object:
            let negative = try placed(span(expression.range), "-") { try builtins.operators.negate(value) }
            guard let negative else { throw .cannotNegate(span(expression.range), value) }
            return negative
        case .none, .bool, .text:
            throw .cannotNegate(span(expression.range), value)
        }
    }

    private func combined(
        _ infix: Expression.Infix, _ left: Value, _ right: Value, _ expression: Expression
    ) throws(Diagnostic) -> Value {
        let combined: Value? =
            if left.isScalar && right.isScalar {
                try Arithmetic.combine(infix.text, left, right, at: span(expression.range))
            } else {
                try placed(span(infix.range), infix.text) { try builtins.operators.binary(infix.text, left, right) }
            }
        guard let combined else { throw .cannotCombine(span(infix.range), infix.text, left, right) }
        return combined
    }

    // MARK: calls

    /// Values first, in the order in which they are written; then each goes to its parameter and is checked.
    private func result(of written: CallSyntax) throws(Diagnostic) -> Value {
        let call = written.resolved(builtins) { names[$0] != nil }
        guard let builtin = builtins[call.name.text] else {
            throw .unknownFunction(
                span(call.name.range), call.name.text, advice: nil,
                Suggestion(for: call.name.text, among: builtins.names))
        }
        var values: [Value] = []
        for given in call.values {
            let parameter = builtin.parameters.first { $0.namesFunction }
            if let parameter, builtins.isFunctionName(given.value, for: parameter) {
                values.append(.text(given.value.asName ?? ""))
            } else {
                values.append(try value(of: given.value))
            }
        }
        let matching = try Matching(call, builtin, in: source, subject: subject(of: call, builtin, values))
        var arguments: [String: Value] = [:]
        var spans: [String: Span] = [:]
        for slot in matching.slots {
            try fill(slot, from: values, into: &arguments, &spans)
            guard let value = overrides[slot.parameter] else { continue }
            let place = spans[slot.parameter.name] ?? span(call.name.range)
            guard slot.parameter.takes(value) else { throw .wrongType(place, slot.parameter, value) }
            (arguments[slot.parameter.name], spans[slot.parameter.name]) = (value, place)
        }
        let ready = Call(
            builtin: builtin, arguments: arguments, argumentSpans: spans, span: span(call.range),
            nameSpan: span(call.name.range), host: host, target: target(of: written))
        if let used = MemoryLimit.used { throw .memoryUsedUp(ready.nameSpan, used, limit: MemoryLimit.total) }
        return try placed(ready.nameSpan, builtin.name) { try builtin.body(ready) }
    }

    private func target(of call: CallSyntax) -> String? {
        guard case .call(let whole) = statement.value.node, whole.name.range == call.name.range else { return nil }
        return statement.names.count == 1 ? statement.names[0].text : nil
    }

    private func subject(of call: CallSyntax, _ builtin: Builtin, _ values: [Value]) -> Matching.Subject {
        guard call.subject == nil, let parameter = builtin.parameters.first, parameter.isSubject,
            let first = call.values.firstIndex(where: { $0.name == nil })
        else { return .inFront }
        guard parameter.type.accepts(values[first]) else { return .absent }
        // The network of `time_distributed(dense(3))` fits both places; it is the one that must not stay empty.
        let second = builtin.parameters.dropFirst().first
        let fitsBoth = second.map { $0.fallback == nil && $0.type.accepts(values[first]) } ?? false
        let isComplete = (try? Matching(call, builtin, in: source, subject: .inFront)) != nil
        return fitsBoth && !isComplete ? .absent : .inFront
    }

    private func fill(
        _ slot: Matching.Slot, from values: [Value], into arguments: inout [String: Value],
        _ spans: inout [String: Span]
    ) throws(Diagnostic) {
        let parameter = slot.parameter
        for (index, given) in slot.given.enumerated() {
            let value = values[given.position]
            guard parameter.takes(value) else { throw .wrongType(span(given.value.range), parameter, value) }
            if parameter.isVariadic { spans["\(parameter.name)[\(index + 1)]"] = span(given.value.range) }
        }
        guard let first = slot.given.first, let last = slot.given.last else {
            arguments[parameter.name] = parameter.fallback
            return
        }
        let given = slot.given.map { values[$0.position] }
        arguments[parameter.name] = parameter.isVariadic ? .list(given) : given[0]
        let start = min(first.value.range.lowerBound, last.value.range.lowerBound)
        spans[parameter.name] = span(start..<max(first.value.range.upperBound, last.value.range.upperBound))
    }

    /// Runs what others wrote; an error of theirs that points nowhere is placed at `span`.
    private func placed<Result>(_ span: Span, _ name: String, _ body: () throws -> Result) throws(Diagnostic) -> Result
    {
        do {
            return try body()
        } catch let error as Diagnostic {
            throw error.placed(at: span)
        } catch {
            throw .bodyFailed(span, name, "\(error)")
        }
    }
}

extension Parameter {
    /// Whether the value fits: its type, or none where that is the default.
    func takes(_ value: Value) -> Bool {
        if case .none = value, case .some(.none) = fallback { return true }
        return type.accepts(value)
    }
}

extension Value {
    var isNone: Bool { if case .none = self { true } else { false } }

    var isScalar: Bool {
        switch self {
        case .none, .bool, .number, .text: true
        case .list, .object: false
        }
    }
}
