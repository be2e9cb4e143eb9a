import Base
import Glibc

/// A process that has a notebook open, as its swap file names it.
package struct Holder: Hashable, Sendable {
    package var process: Int32
    /// When the process began, as the kernel counts: tells it from a later one of the same number.
    var start: String
    package var host: String
    /// When it opened the notebook, in seconds since 1970.
    package var opened: Double

    package enum Life: Sendable { case alive, gone, unknown }

    /// Whether it still runs; `unknown` on another machine, whose processes cannot be seen from here.
    package var life: Life {
        guard host == Holder.thisHost else { return .unknown }
        if let now = Holder.start(of: process) { return now == start ? .alive : .gone }
        // Where other users' processes are hidden, there still is an answer whether they are there.
        return kill(process, 0) != 0 && errno == EPERM ? .alive : .gone
    }

    package static func this() -> Holder {
        Holder(process: getpid(), start: start(of: getpid()) ?? "", host: thisHost, opened: Clock.now())
    }

    private static var thisHost: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "?" }
        let bytes = name.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Field 22 of the kernel's line about a process; nil if there is none, or only what its parent has not buried.
    private static func start(of process: Int32) -> String? {
        guard let bytes = try? Files.readAny("/proc/\(process)/stat") else { return nil }
        // The second field is the program's name in parentheses, which may hold anything.
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return String(fields[19])
    }
}
