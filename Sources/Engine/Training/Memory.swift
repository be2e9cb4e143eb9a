#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Numbers of a fit in one piece, set to 0, on a cache line; freed with its owner.
final class Memory {
    let base: UnsafeMutablePointer<Real>
    let count: Int

    /// Refuses what is more than the machine has free, before anything is allocated.
    init(_ count: Int) throws(EngineError) {
        try Memory.check(numbers: count)
        self.count = max(count, 16)
        let raw = UnsafeMutableRawPointer.allocate(byteCount: self.count * MemoryLayout<Real>.stride, alignment: 64)
        base = raw.bindMemory(to: Real.self, capacity: self.count)
        base.initialize(repeating: 0, count: self.count)
    }

    deinit { base.deallocate() }

    /// Throws `.tooMuchMemory` if so many numbers are more than is free.
    static func check(numbers: Int) throws(EngineError) {
        let needed = Sizes.product(numbers, MemoryLayout<Real>.stride)
        let free = freeBytes
        guard needed <= free else { throw .tooMuchMemory(needed: needed, free: free) }
    }

    /// What the system can give without swapping: Linux's own estimate, else all memory.
    static var freeBytes: Int {
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        let all = pages > 0 ? pages * sysconf(Int32(_SC_PAGESIZE)) : Int.max
        return min(all, available ?? all)
    }

    /// The line "MemAvailable: … kB".
    private static var available: Int? {
        let file = open("/proc/meminfo", O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 2048)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let lines = bytes[..<count].split(separator: UInt8(ascii: "\n"))
        let words = lines.first { $0.starts(with: Array("MemAvailable:".utf8)) }?.split(separator: UInt8(ascii: " "))
        guard let words, words.count > 1 else { return nil }
        return Int(String(decoding: words[1], as: UTF8.self)).map { $0 * 1024 }
    }
}
