import Base

/// Numbers of a fit in one piece, set to 0, on a cache line; freed with its owner.
final class Memory {
    let base: UnsafeMutablePointer<Real>
    let count: Int

    /// Refuses what is more than the program may take, before anything is allocated.
    init(_ count: Int) throws(EngineError) {
        try Memory.check(numbers: count)
        self.count = max(count, 16)
        let raw = UnsafeMutableRawPointer.allocate(byteCount: self.count * MemoryLayout<Real>.stride, alignment: 64)
        base = raw.bindMemory(to: Real.self, capacity: self.count)
        base.initialize(repeating: 0, count: self.count)
    }

    deinit { base.deallocate() }

    /// Throws `.tooMuchMemory` if so many numbers are more than the program may still take.
    static func check(numbers: Int) throws(EngineError) {
        let needed = Sizes.product(numbers, MemoryLayout<Real>.stride)
        if let free = MemoryLimit.shortage(of: needed) { throw .tooMuchMemory(needed: needed, free: free) }
    }
}
