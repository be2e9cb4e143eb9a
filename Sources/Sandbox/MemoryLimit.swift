import Glibc

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

    /// What is left of it, and of what the machine can give without swapping.
    package static var free: Int {
        let left = max(0, total - resident)
        return min(left, available ?? left)
    }

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
        getrlimit(data, &limit)
        limit.rlim_cur = min(rlim_t(bytes) / 4 * 5, limit.rlim_max)
        setrlimit(data, &limit)
    }

    private static var asked: Int? {
        var limit = rlimit()
        guard getrlimit(data, &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur).map { $0 / 5 * 4 }
    }

    private static let data = __rlimit_resource_t(RLIMIT_DATA.rawValue)

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

    private static var resident: Int {
        let pages = text("/proc/self/statm").split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))
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
