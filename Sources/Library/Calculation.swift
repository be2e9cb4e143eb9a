import Engine
import Glibc
import Language
import Sandbox

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
        try check(symbol, left.tensor, right.tensor)
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

    /// The most multiplications of a product, which nobody can stop: some seconds.
    static let mostWork = 4_000_000_000

    /// Shapes that fit together can make a result larger than both, by repeating axes of length 1.
    private static func check(_ symbol: String, _ left: Tensor, _ right: Tensor) throws {
        let rank = max(left.rank, right.rank)
        var numbers = Sizes.product(zip(padded(left.shape, rank), padded(right.shape, rank)).map { $0 == 1 ? $1 : $0 })
        if symbol == "@" {
            let columns = right.rank == 2 ? right.shape[1] : 1
            let work = Sizes.product(left.count, columns)
            guard work <= mostWork else { throw Messages.tooMuchWork(left, right, products: work) }
            numbers = Sizes.product(left.rank == 2 ? left.shape[0] : 1, columns)
        }
        let bytes = Sizes.product(numbers, MemoryLayout<Real>.stride)
        guard bytes > 1 << 22 else { return }
        let free = MemoryLimit.free
        guard bytes <= free else { throw Messages.tooMuchMemory(symbol, left, right, bytes: bytes, free: free) }
    }

    private static func padded(_ shape: [Int], _ rank: Int) -> [Int] {
        [Int](repeating: 1, count: rank - shape.count) + shape
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
