import Foundation
import TerminalKit

/// Plants traps around hostile notebooks, gives every command with them, and looks whether the user's files, the
/// terminal and the program are as they should be: `Attack SECONDS SEED`. What does not hold is printed with the seed of
/// its round; the exit status is then 1.
@main
struct Attack {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst().map { $0 }
        let seconds = words.first.flatMap { Double($0) } ?? 120
        let seed = words.dropFirst().first.flatMap { UInt64($0) } ?? 1
        let folder = Program.newFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var attack = Attack(folder: folder)
        let end = Date(timeIntervalSinceNow: seconds)
        var round = seed
        while Date() < end, attack.failures < 20 {
            try attack.play(round, until: end)
            round += 1
        }
        say(attack.summary(rounds: round - seed))
        if attack.failures > 0 { exit(1) }
    }

    let folder: String
    private var attempts: [String: Int] = [:]
    private var traps: [String: Int] = [:]
    private var failures = 0

    init(folder: String) { self.folder = folder }

    /// One folder of a stranger's, and some commands in turn.
    private mutating func play(_ seed: UInt64, until end: Date) throws {
        var random = Random(seed)
        let arena = try Arena(below: folder, number: Int(seed % 1_000_000))
        let stem = random.one(of: Notebooks.stems).replacingOccurrences(of: "/", with: "_")
        let planted = random.some(of: Trap.all, most: 6)
        for trap in planted {
            try? trap.set(arena, stem)
            traps[trap.name, default: 0] += 1
        }
        try? arena.write("lesson/\(stem).unroll.md", Notebooks.text(&random))
        for attempt in random.some(of: Attempt.all(stem), most: 8) where Date() < end {
            attempts[attempt.name, default: 0] += 1
            let before = arena.state()
            let outcome = try attempt.carryOut(in: arena)
            let faults = Verdict(attempt, outcome, before, arena.state()).faults
            guard !faults.isEmpty else { continue }
            failures += 1
            say("seed \(seed), \(attempt.name), \(stem.debugDescription), traps: \(planted.map(\.name))")
            for fault in faults { say("  " + fault) }
        }
    }

    private func summary(rounds: UInt64) -> String {
        let count = attempts.values.reduce(0, +)
        let lines = attempts.sorted { $0.key < $1.key }.map { "  \($0.value)  \($0.key)" }
        let planted = traps.values.reduce(0, +)
        return
            "\(rounds) folders with \(planted) traps of \(traps.count) kinds, \(count) commands, \(failures) failures\n"
            + lines.joined(separator: "\n")
    }
}

/// A line at once, also into a pipe.
private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
