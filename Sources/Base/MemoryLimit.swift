import Glibc
import Synchronization

/// How much memory the program may take. The limit is the operating system's, so that nobody here has to hand it on:
/// half of what the machine or its control group has, or what `set` has asked the kernel to allow.
package enum MemoryLimit {
    /// In less than this many bytes the program itself has no room.
    package static let least = 64_000_000

    /// All that the program may have, in bytes.
    package static var total: Int {
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        let machine = pages > 0 ? pages * sysconf(Int32(_SC_PAGESIZE)) : Int.max
        return min(min(machine, controlGroup ?? machine) / 2, asked ?? Int.max)
    }

    /// What is left of it, of what the machine can give without swapping, and of what the kernel still hands out.
    package static var free: Int {
        let left = max(0, min(total - resident, (handedOut ?? .max) - data - spare))
        return min(left, available ?? left)
    }

    /// nil if so many bytes may be taken; otherwise how many may. Whoever is about to take more than a few megabytes asks
    /// here before anything is allocated: Swift ends the program where the kernel gives nothing.
    package static func shortage(of bytes: Int) -> Int? {
        let free: Int
        if let reservations {
            free = reservations.denies() ? 0 : .max
        } else {
            // Asking takes longer than to fill so little.
            guard bytes > 1 << 22 else { return nil }
            free = self.free
        }
        guard bytes > free || free == 0 else { return nil }
        refused.add(1, ordering: .relaxed)
        return free
    }

    /// How often something was refused: tells a thing that is not there from one that there was no memory for.
    package static var refusals: Int { refused.load(ordering: .relaxed) }
    private static let refused = Atomic(0)

    /// For tests: what asks for memory within `withValue` is counted, and one of them is refused.
    @TaskLocal package static var reservations: Reservations?

    /// What the program takes, in bytes, if that is more than it may.
    package static var used: Int? {
        let resident = resident
        // Asked at every call of a program: the limit is looked up only where it could matter.
        return resident > least && resident > total ? resident : nil
    }

    /// From now on at most so much, in bytes. The kernel itself ends the program a quarter above it, should something
    /// have taken memory without asking.
    package static func set(_ bytes: Int) {
        var limit = rlimit()
        getrlimit(dataLimit, &limit)
        limit.rlim_cur = min(rlim_t(bytes) / 4 * 5 + rlim_t(stacks), limit.rlim_max)
        setrlimit(dataLimit, &limit)
    }

    private static var asked: Int? { handedOut.map { max(0, $0 - stacks) / 5 * 4 } }

    /// What the kernel counts against the limit without anything being in it: the stacks of the threads, most of all that
    /// of the thread that evaluates.
    private static let stacks = 512 << 20
    /// Small things between one reservation and the next.
    private static let spare = 16 << 20

    /// The most bytes of data that the kernel hands out; nil if that is not limited.
    private static var handedOut: Int? {
        var limit = rlimit()
        guard getrlimit(dataLimit, &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur)
    }

    private static let dataLimit = __rlimit_resource_t(RLIMIT_DATA.rawValue)

    /// The line "MemAvailable: … kB".
    private static var available: Int? {
        guard let line = text("/proc/meminfo").split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") })
        else { return nil }
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }

    /// The least limit of the control group and those around it (versions 2 and 1).
    private static var controlGroup: Int? {
        let lines = text("/proc/self/cgroup").split(separator: "\n")
        let own = lines.first { $0.hasPrefix("0::") }?.dropFirst(3) ?? "/"
        var folders = [Substring("")]
        for part in own.split(separator: "/") { folders.append((folders.last ?? "") + "/" + part) }
        let paths = folders.map { "/sys/fs/cgroup\($0)/memory.max" } + ["/sys/fs/cgroup/memory/memory.limit_in_bytes"]
        return paths.compactMap { Int(text($0).prefix { $0 != "\n" }) }.filter { $0 > 0 }.min()
    }

    private static var resident: Int { pages(1) }
    /// Data and stacks, whether there is anything in them or not.
    private static var data: Int { pages(5) }

    /// A field of /proc/self/statm, in bytes.
    private static func pages(_ field: Int) -> Int {
        let fields = text("/proc/self/statm").split(separator: " ")
        guard field < fields.count, let pages = Int(fields[field]) else { return 0 }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    private static func text(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(file, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : ""
    }
}
