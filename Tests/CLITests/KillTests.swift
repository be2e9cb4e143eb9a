import Glibc
import TerminalKit
import Testing

/// kill -9 in the middle of writing and saving: nothing that was saved is lost, and never more than 2 s of typing.
///
/// `UNROLL_KILLS=200 swift test --filter KillTests` kills 200 sessions and prints what they lost.
struct KillTests {
    @Test("kill -9 at random moments loses no saved byte and at most 2 s of typing", .disabled(if: isSanitized))
    func killAtRandomMoments() throws {
        let count = getenv("UNROLL_KILLS").flatMap { Int(String(cString: $0)) } ?? 16
        var losses: [Double] = []
        var saves = 0
        for start in stride(from: 0, to: count, by: 16) {
            let typists = try (start..<min(start + 16, count)).map { _ in
                try Typist(life: Double.random(in: 0...5))
            }
            // The longest that this loop had to wait for its turn: as long may the programs have waited for theirs.
            var stall = 0.0
            var last = seconds()
            while typists.contains(where: { !$0.isDead }) {
                for typist in typists where !typist.isDead { typist.step() }
                stall = max(stall, seconds() - last)
                last = seconds()
                usleep(5000)
            }
            for typist in typists {
                let loss = try typist.check(stall: stall)
                losses.append(loss)
                saves += typist.acknowledged
            }
        }
        if count > 16 {
            print("\(losses.count) kills, \(saves) saves, most typing lost: \(losses.max() ?? 0) s")
        }
    }
}

private let isSanitized = getenv("TSAN_OPTIONS") != nil || getenv("ASAN_OPTIONS") != nil

private func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Writes words into a cell as fast as they appear on the screen, saves now and then, and is killed.
private final class Typist {
    private enum Stage { case starting, opening, writing, saving }

    private let folder = Folder()
    private let session: TerminalSession
    private let life: Double
    private var stage = Stage.starting
    private var deadline = Double.infinity
    private var nextSave = Double.infinity
    /// All that was typed, and the numbers of bytes that a save was asked for at.
    private var typed = ""
    private var word = 0
    private var asked: [Int] = [0]
    private(set) var acknowledged = 0
    private var safe = 0
    /// When each word was seen on the screen, and how many bytes were typed with it.
    private var seen: [(time: Double, bytes: Int)] = []
    private var wasSeen = true
    private(set) var isDead = false
    private var death = 0.0

    init(life: Double) throws {
        self.life = life
        try folder.write("n.unroll.md", Self.file(""))
        session = try folder.screen("n.unroll.md", width: 60, height: 12)
    }

    private static func file(_ text: String) -> String { "# Test\n\n```unroll\n\(text)\n```\n\nThe end.\n" }

    /// Until the next save: short, so that some are cut off in the middle, or longer than what may be lost.
    private var pause: Double { Double.random(in: Bool.random() ? 0.1...0.8 : 2.5...6) }

    /// One look at the screen and what follows from it.
    func step() {
        if seconds() >= deadline { return die() }
        let text = session.text
        switch stage {
        case .starting where text.contains("  NAV "):
            session.send(":1", .enter, .enter)
            stage = .opening
        case .opening where text.contains("  EDIT "):
            (deadline, nextSave) = (seconds() + life, seconds() + pause)
            stage = .writing
        case .writing:
            if !wasSeen, text.contains("w\(word)") {
                seen.append((seconds(), typed.utf8.count))
                wasSeen = true
            }
            guard wasSeen else { return }
            if seconds() >= nextSave { save() } else { write() }
        case .saving where text.contains("Saved n.unroll.md."):
            acknowledged += 1
            safe = asked[asked.count - 1]
            nextSave = seconds() + pause
            stage = .writing
        default: break
        }
    }

    private func write() {
        word += 1
        let next = "w\(word)" + (word % 6 == 0 ? "\n" : " ")
        typed += next
        session.type(next.replacing("\n", with: "\r"))
        wasSeen = false
    }

    private func save() {
        asked.append(typed.utf8.count)
        session.send(.control("s"))
        stage = .saving
    }

    private func die() {
        death = seconds()
        session.signal(SIGKILL)
        #expect(session.waitForEnd() == .signal(SIGKILL))
        isDead = true
    }

    /// The seconds of typing that neither the file nor the swap file holds.
    func check(stall: Double) throws -> Double {
        let all = Array(typed.utf8)
        func length(_ text: String) -> Int? {
            (0...all.count).first { Self.file(String(decoding: all[..<$0], as: UTF8.self)) == text }
        }
        let saved = try #require(length(folder.read("n.unroll.md")), "the file is whole, and one that was saved")
        #expect(asked.contains(saved) && saved >= safe, "saved \(safe) bytes, found \(saved), after \(life) s")
        var kept = saved
        let swap = folder.read(".n.unroll.md.swap")
        let end = try #require(swap.firstRange(of: "\n\n"), "there is a swap file, and it is whole")
        if let line = swap[..<end.lowerBound].split(separator: "\n").first(where: { $0.hasPrefix("kept ") }) {
            let time = try #require(Double(line.dropFirst(5)))
            let work = try #require(length(String(swap[end.upperBound...])), "what is kept was typed")
            let due = seen.last { $0.time < time }?.bytes ?? 0
            #expect(work >= due, "what was seen before the swap file's own time is in it")
            kept = max(kept, work)
        }
        guard let lost = seen.first(where: { $0.bytes > kept }) else { return 0 }
        #expect(death - lost.time <= 2 + stall, "the machine made this test wait \(stall) s")
        return death - lost.time
    }
}
