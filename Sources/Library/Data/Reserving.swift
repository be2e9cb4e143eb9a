import Base
import Datasets
import Engine
import Language

/// Sizes that a user has typed are held against the memory that there is before anything is made of them.
extension Call {
    /// Throws if so many bytes are more than the program may still take; `name` is the argument that asks for them.
    func reserve(_ bytes: Int, at name: String? = nil) throws {
        if let free = MemoryLimit.shortage(of: bytes) { throw Messages.tooMuchMemory(bytes, free, self, at: name) }
    }

    /// For so many numbers of the engine's.
    func reserve(numbers: Int, at name: String? = nil) throws {
        try reserve(Sizes.product(numbers, MemoryLayout<Real>.stride), at: name)
    }

    /// For a list of so many values without a payload of their own: numbers, or values that are there already.
    func reserve(values: Int, at name: String? = nil) throws {
        try reserve(Sizes.product(values, MemoryLayout<Value>.stride), at: name)
    }

    /// For so many rows that are written down anew, each of so many numbers in double precision.
    func reserve(rows: Int, columns: Int, copies: Int = 1, at name: String? = nil) throws {
        try reserve(Sizes.product(rows, columns, copies, MemoryLayout<Double>.stride), at: name)
    }

    /// For the rows of a table once more: numbers, or texts, whose letters are shared, and the list of the rows.
    func reserve(copyOf table: Table, rows: Int? = nil, at name: String? = nil) throws {
        let each = MemoryLayout<Int>.stride + (table.columns.count + 1) * MemoryLayout<String>.stride
        try reserve(Sizes.product(rows ?? table.rowCount, each), at: name)
    }

    /// For a result of an operand's shape; of a series it is there twice, the second time in double precision.
    func reserve(resultOf operand: Operand, copies: Int = 1, at name: String) throws {
        let each = MemoryLayout<Real>.stride + (operand.series == nil ? 0 : MemoryLayout<Double>.stride)
        try reserve(Sizes.product(operand.tensor.count, each, copies), at: name)
    }

    /// For a list of texts or other things that grows by doubling: what was there, and twice of it.
    static let growth = 3

    /// The inputs of windows, which overlap, written out one after the other.
    func inputTensor(_ windows: Windows) throws -> Tensor {
        try reserve(numbers: Sizes.product(windows.count, windows.plan.length, max(1, windows.width)))
        return windows.inputTensor
    }

    /// The same of the targets.
    func targetTensor(_ windows: Windows) throws -> Tensor? {
        try reserve(numbers: Sizes.product(windows.count, windows.plan.targetSteps, max(1, windows.targetWidth)))
        return windows.targetTensor
    }
}

extension Messages {
    static func tooMuchMemory(_ bytes: Int, _ free: Int, _ call: Call, at name: String?) -> Diagnostic {
        let needs = bytes == Int.max ? "more memory than there is anywhere" : "\(size(Double(bytes))) of memory"
        return call.fail(
            "`\(call.builtin.name)` would need \(needs); the limit leaves \(size(Double(free)))",
            at: name.flatMap { call.isGiven($0) ? $0 : nil }, "make this smaller")
    }

    /// An operator's operand.
    static func tooMuchMemory(_ symbol: String, bytes: Int, free: Int) -> Diagnostic {
        Diagnostic(
            "`\(symbol)` would need \(size(Double(bytes))) of memory", notes: ["the limit leaves \(size(Double(free)))"]
        )
    }

    /// An operator's result.
    static func tooMuchMemory(_ symbol: String, _ left: Tensor, _ right: Tensor, bytes: Int, free: Int) -> Diagnostic {
        Diagnostic(
            "\(left.shapeDescription) \(symbol) \(right.shapeDescription) would need \(size(Double(bytes))) of memory",
            notes: ["the limit leaves \(size(Double(free)))"])
    }

    static func tooMuchWork(_ left: Tensor, _ right: Tensor, products: Int) -> Diagnostic {
        Diagnostic(
            "the product \(left.shapeDescription) @ \(right.shapeDescription) would take too long",
            notes: [
                "it needs \(short(Double(products))) multiplications; at most \(short(Double(Calculation.mostWork)))"
            ])
    }
}
