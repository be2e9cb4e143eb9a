import TerminalKit

/// What must hold after a command, and what does not.
struct Verdict {
    private(set) var faults: [String] = []

    init(_ attempt: Attempt, _ outcome: Outcome, _ before: [String: String], _ after: [String: String]) {
        judge(outcome.ending)
        judge(outcome)
        judge(attempt, before, after)
    }

    /// The statuses that the documentation lists; 143 is what ends on SIGTERM.
    private static let known: Set<Int32> = [0, 1, 2, 3, 124, 130, 143]

    private mutating func judge(_ ending: Ending?) {
        switch ending {
        case nil: faults.append("did not end in time")
        case .status(let status)? where !Self.known.contains(status): faults.append("ended with status \(status)")
        case .signal(let signal)? where signal != 15: faults.append("ended by signal \(signal)")
        default: break
        }
    }

    private mutating func judge(_ outcome: Outcome) {
        if outcome.output.contains(Arena.secret) { faults.append("shows what no cell may read") }
        guard outcome.isPlain else { return }
        let codes = outcome.output.unicodeScalars.filter(Self.isCode)
        if let first = codes.first {
            faults.append("writes U+\(String(first.value, radix: 16, uppercase: true)) to the output")
        }
    }

    /// What a terminal obeys, and what turns the direction of a line.
    private static func isCode(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xE0000...0xE007F: true
        default: false
        }
    }

    private mutating func judge(_ attempt: Attempt, _ before: [String: String], _ after: [String: String]) {
        func isAllowed(_ path: String) -> Bool { attempt.writes.contains { path == $0 || path.hasPrefix($0 + "/") } }
        for (path, state) in before where after[path] != state && !isAllowed(path) && !isLeftover(path) {
            faults.append("\(path) was \(state), is \(after[path] ?? "gone")")
        }
        for (path, state) in after where before[path] == nil && !isAllowed(path) && !isRecovery(path, attempt) {
            faults.append("\(path) is new: \(state)")
        }
    }

    /// What a process that is gone left in the middle of a save is swept away.
    private func isLeftover(_ path: String) -> Bool { path.hasPrefix("/lesson/") && path.hasSuffix(".999999.saving") }

    /// A program that a signal ends keeps unsaved work next to the notebook.
    private func isRecovery(_ path: String, _ attempt: Attempt) -> Bool {
        attempt.keys != nil && path.hasPrefix("/lesson/.") && path.hasSuffix(".swap")
    }
}
