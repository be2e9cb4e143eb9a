import Engine
import Glibc
import Language

/// `+ - * / ^ @` and comparisons where an operand is a list or an object.
package let operators = Operators(
    binary: { symbol, left, right in
        guard let first = Operand(left), let second = Operand(right) else { return nil }
        return try Calculation.apply(symbol, first, second)
    },
    negate: { value in
        Operand(value).map { $0.like($0.tensor.negated()) }
    })

enum Calculation {
    static func apply(_ symbol: String, _ left: Operand, _ right: Operand) throws -> Value? {
        let owner = left.series == nil ? right : left
        do {
            switch symbol {
            case "+": return owner.like(try left.tensor.adding(right.tensor))
            case "-": return owner.like(try left.tensor.subtracting(right.tensor))
            case "*": return owner.like(try left.tensor.multiplied(by: right.tensor))
            case "/": return owner.like(try left.tensor.divided(by: right.tensor))
            case "^", "**": return owner.like(try left.tensor.combined(with: right.tensor) { powf($0, $1) })
            case "@": return Operand.value(try left.tensor.matmul(right.tensor))
            case "==": return .bool(left.tensor == right.tensor)
            case "!=": return .bool(left.tensor != right.tensor)
            case "<": return owner.like(try compare(left, right, <))
            case "<=": return owner.like(try compare(left, right, <=))
            case ">": return owner.like(try compare(left, right, >))
            case ">=": return owner.like(try compare(left, right, >=))
            default: return nil
            }
        } catch {
            throw Messages.unfit(symbol, left.tensor, right.tensor)
        }
    }

    /// 1 where it holds, 0 where not.
    private static func compare(
        _ left: Operand, _ right: Operand, _ holds: (Real, Real) -> Bool
    ) throws(EngineError) -> Tensor {
        try left.tensor.combined(with: right.tensor) { holds($0, $1) ? 1 : 0 }
    }
}

extension Operand {
    static func value(_ tensor: Tensor) -> Value {
        tensor.rank == 0 ? .number(Double(tensor.values[0])) : .object(TensorObject(tensor))
    }
}
