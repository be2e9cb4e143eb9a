import Base

/// Operators on single values: numbers are computed and compared, texts compared, everything compared for equality.
enum Arithmetic {
    /// nil: these two cannot be combined.
    static func combine(_ sign: String, _ left: Value, _ right: Value, at span: Span) throws(Diagnostic) -> Value? {
        switch (left, right) {
        case (.number(let a), .number(let b)):
            if let holds = compare(sign, a, b) { return .bool(holds) }
            return try compute(sign, a, b, at: span)
        case (.text(let a), .text(let b)):
            return compare(sign, a, b).map(Value.bool)
        case (.bool(let a), .bool(let b)):
            return equality(sign, a == b)
        case (.none, .none):
            return equality(sign, true)
        default:
            return equality(sign, false)
        }
    }

    private static func compute(_ sign: String, _ a: Double, _ b: Double, at span: Span) throws(Diagnostic) -> Value? {
        let result: Double
        switch sign {
        case "+": result = a + b
        case "-": result = a - b
        case "*": result = a * b
        case "/":
            if b == 0 { throw .divisionByZero(span) }
            result = a / b
        case "^":
            if a == 0, b < 0 { throw .divisionByZero(span) }
            result = pow(a, b)
        default: return nil
        }
        if a.isFinite, b.isFinite, !result.isFinite { throw .noNumber(span, result) }
        return .number(result)
    }

    private static func compare<T: Comparable>(_ sign: String, _ a: T, _ b: T) -> Bool? {
        switch sign {
        case "==": a == b
        case "!=": a != b
        case "<": a < b
        case "<=": a <= b
        case ">": a > b
        case ">=": a >= b
        default: nil
        }
    }

    private static func equality(_ sign: String, _ isEqual: Bool) -> Value? {
        switch sign {
        case "==": .bool(isEqual)
        case "!=": .bool(!isEqual)
        default: nil
        }
    }
}
