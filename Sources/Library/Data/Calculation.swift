import Base
import Engine
import Language

/// `+ - * / ^ @` and comparisons where an operand is a list or an object.
package let operators = Operators(
    binary: { symbol, left, right in
        func operand(_ value: Value) throws -> Operand? {
            try Operand(value) { try Calculation.reserve($0, symbol) }
        }
        guard let first = try operand(left), let second = try operand(right) else { return nil }
        return try Calculation.apply(symbol, first, second)
    },
    negate: { value in
        guard let operand = try Operand(value, reserve: { try Calculation.reserve($0, "-") }) else { return nil }
        try Calculation.reserve(bytes(of: operand, results: 1), "-")
        return operand.like(operand.tensor.negated())
    })

/// What so many results of an operand's shape take; a series holds numbers twice as wide, and is made of a tensor.
private func bytes(of operand: Operand, results: Int) -> Int {
    let each = MemoryLayout<Real>.stride + (operand.series == nil ? 0 : MemoryLayout<Double>.stride)
    return Sizes.product(operand.tensor.count, each, results)
}

enum Calculation {
    static func apply(_ symbol: String, _ left: Operand, _ right: Operand) throws -> Value? {
        let owner = left.series == nil ? right : left
        try check(symbol, left.tensor, right.tensor, isSeries: owner.series != nil)
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
    private static func check(_ symbol: String, _ left: Tensor, _ right: Tensor, isSeries: Bool) throws {
        let rank = max(left.rank, right.rank)
        var numbers = Sizes.product(zip(padded(left.shape, rank), padded(right.shape, rank)).map { $0 == 1 ? $1 : $0 })
        if symbol == "@" {
            let columns = right.rank == 2 ? right.shape[1] : 1
            let work = Sizes.product(left.count, columns)
            guard work <= mostWork else { throw Messages.tooMuchWork(left, right, products: work) }
            numbers = Sizes.product(left.rank == 2 ? left.shape[0] : 1, columns)
        }
        // A result that becomes a series is there twice for a moment, the second time in double precision.
        let each = MemoryLayout<Real>.stride + (isSeries ? MemoryLayout<Double>.stride : 0)
        let bytes = Sizes.product(numbers, each)
        if let free = MemoryLimit.shortage(of: bytes) {
            throw Messages.tooMuchMemory(symbol, left, right, bytes: bytes, free: free)
        }
    }

    /// For an operand's numbers, before it is known what the result will be.
    static func reserve(_ bytes: Int, _ symbol: String) throws {
        if let free = MemoryLimit.shortage(of: bytes) { throw Messages.tooMuchMemory(symbol, bytes: bytes, free: free) }
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
