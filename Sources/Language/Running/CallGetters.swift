/// How a body reads its arguments. The evaluator has checked them against their types, so that asking for another type
/// than the record states is a mistake of ours and stops the program.
extension Call {
    /// The value, or the parameter's default; `none` if it has neither.
    package func value(_ name: String) -> Value { arguments[name] ?? .none }

    /// Whether it was written in the call.
    package func isGiven(_ name: String) -> Bool { argumentSpans[name] != nil }

    /// A parameter of type number.
    package func number(_ name: String) -> Double { number(ifGiven: name) ?? mistaken(name, "number") }

    /// nil where the value is none (or of another kind, for a parameter that takes either).
    package func number(ifGiven name: String) -> Double? {
        if case .number(let number) = value(name) { number } else { nil }
    }

    /// A parameter of type whole.
    package func whole(_ name: String) -> Int { whole(ifGiven: name) ?? mistaken(name, "whole number") }

    package func whole(ifGiven name: String) -> Int? { number(ifGiven: name).flatMap(Int.init(exactly:)) }

    package func text(_ name: String) -> String { text(ifGiven: name) ?? mistaken(name, "text") }

    package func text(ifGiven name: String) -> String? {
        if case .text(let text) = value(name) { text } else { nil }
    }

    /// A parameter of type bool; none counts as false.
    package func flag(_ name: String) -> Bool {
        if case .bool(let flag) = value(name) { flag } else { false }
    }

    package func list(_ name: String) -> [Value] { list(ifGiven: name) ?? mistaken(name, "list") }

    package func list(ifGiven name: String) -> [Value]? {
        if case .list(let list) = value(name) { list } else { nil }
    }

    /// The object, or a message at the argument if it is of another Swift type than its kind promised.
    package func object<T: Object>(_ name: String, as type: T.Type) throws -> T {
        guard let object = object(ifGiven: name, as: type) else {
            throw fail("`\(name)` must be a \(T.kind.name)", at: name, "this is something else")
        }
        return object
    }

    /// nil where the value is none or something else.
    package func object<T: Object>(ifGiven name: String, as type: T.Type) -> T? {
        if case .object(let object) = value(name) { object as? T } else { nil }
    }

    /// Where the argument stands, or the function's name if it was not given.
    package func span(of name: String) -> Span { argumentSpans[name] ?? nameSpan }

    /// Where argument `index` (from 1) of a variadic parameter stands.
    package func span(of name: String, at index: Int) -> Span { argumentSpans["\(name)[\(index)]"] ?? span(of: name) }

    /// An error that points at an argument, or at the function's name if `name` is nil or was not given.
    package func fail(
        _ head: String, at name: String? = nil, _ label: String = "", notes: [String] = []
    ) -> Diagnostic {
        Diagnostic(head, labels: [.init(name.map(span(of:)) ?? nameSpan, label)], notes: notes)
    }

    private func mistaken<T>(_ name: String, _ word: String) -> T {
        preconditionFailure("`\(builtin.name)` asked for `\(name)` as a \(word), which its record does not promise")
    }
}
