import Datasets
import Engine
import Language
import Sandbox

/// Sizes that a user has typed are held against the memory that there is before anything is made of them.
extension Call {
    /// Throws if so many bytes are more than the program may still take; `name` is the argument that asks for them.
    func reserve(_ bytes: Int, at name: String? = nil) throws {
        guard bytes > 1 << 22 else { return }
        let free = MemoryLimit.free
        guard bytes <= free else { throw Messages.tooMuchMemory(bytes, free, self, at: name) }
    }

    /// For so many numbers of the engine's.
    func reserve(numbers: Int, at name: String? = nil) throws {
        try reserve(Sizes.product(numbers, MemoryLayout<Real>.stride), at: name)
    }

    /// The inputs of windows, which overlap, written out one after the other.
    func inputTensor(_ windows: Windows) throws -> Tensor {
        try reserve(numbers: Sizes.product(windows.count, windows.plan.length, max(1, windows.width)))
        return windows.inputTensor
    }

    /// The same of the targets.
    func targetTensor(_ windows: Windows) throws -> Tensor? {
        let steps = windows.plan.targets == .all ? windows.plan.length : 1
        try reserve(numbers: Sizes.product(windows.count, steps, max(1, windows.targetWidth)))
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
