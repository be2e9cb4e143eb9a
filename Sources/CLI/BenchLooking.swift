import Display
import Engine
import Glibc
import Language
import Library
import Views

/// What looking costs a fit: the same training steps with nobody looking, with gates and sample answers measured after
/// each epoch, and with the dashboard drawn on a thread of its own as often as a fit reports.
struct BenchLooking {
    enum Mode: String, CaseIterable { case plain, measured, drawn }

    /// The modes take turns, so that all meet the same machine.
    static let rounds = 7

    let make: () throws -> (trainer: Trainer, examples: Examples, settings: FitSettings)

    /// Microseconds that a step keeps the thread of the fit busy in each mode, the least of the rounds, and how many times
    /// as long as the plain one. Not the time that passes, which depends on what else the machine does.
    func line(_ letter: Character, seconds: Double) throws -> String {
        var times: [Mode: [Double]] = [:]
        for _ in 0..<Self.rounds {
            for mode in Mode.allCases { times[mode, default: []].append(try step(mode, seconds / Double(Self.rounds))) }
        }
        let least = Mode.allCases.map { mode in (mode, times[mode]?.min() ?? 0) }
        let figures = least.map { mode, time in
            "\(mode.rawValue)_us \(Numbers.fixed(time, 1)) ratio \(Numbers.fixed(time / least[0].1, 3))"
        }
        return "case \(letter) unroll looking " + figures.joined(separator: " ")
    }

    private func step(_ mode: Mode, _ seconds: Double) throws -> Double {
        let (trainer, examples, settings) = try make()
        let count = examples.count
        let samples = examples[(0..<5).map { $0 * count / 5 }]
        if mode != .plain { _ = try trainer.watch(EpochWatch(samples: samples)) }
        let (host, control) = (LookingHost(), FitControl())
        var shown = TrainingState(network: "bench", history: [], lastEpoch: settings.epochs, lossName: settings.loss.rawValue)
        (shown.isLive, shown.control) = (true, control)
        let progress = FitProgress(host, settings, shown, baselines: [], examples: count)
        let clock = ContinuousClock()
        let begin = clock.now + .seconds(seconds / 4)
        let end = begin + .seconds(seconds)
        var (start, steps) = (0.0, 0)
        _ = trainer.run(
            onBatch: { batch in
                if mode == .drawn {
                    progress.add(batch)
                    if control.takeOrders().isPaused || host.isStopped { return false }
                }
                let now = clock.now
                if now >= begin {
                    if steps == 0 { start = Self.busySeconds }
                    steps += 1
                }
                return now < end
            },
            onEpoch: { epoch in
                if mode == .drawn { progress.add(epoch) }
                return true
            })
        host.close()
        return (Self.busySeconds - start) * 1e6 / Double(max(1, steps - 1))
    }

    /// Of the calling thread.
    private static var busySeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// A host with a thread that draws the newest dashboard.
private final class LookingHost: Language.Host, @unchecked Sendable {
    private struct State {
        var newest: TrainingState?
        var isClosed = false
    }
    private let state = Lock(State())
    let folder = "."
    var seed: UInt64 = 1
    let isStopped = false

    init() {
        startThread(named: "screen", nice: 0) { [state] in
            let clock = ContinuousClock()
            while !state.with({ $0.isClosed }) {
                let due = clock.now + .milliseconds(33)
                let newest = state.with { state in
                    defer { state.newest = nil }
                    return state.newest
                }
                if let newest {
                    var grid = Grid(width: 100, height: 30)
                    TrainingView(newest).draw(into: &grid, area: grid.bounds, glyphs: .blocks)
                }
                while clock.now < due, !state.with({ $0.isClosed }) { usleep(2000) }
            }
        }
    }

    func close() { state.with { $0.isClosed = true } }

    func report(_ progress: Language.Progress) {
        guard case .object(let object) = progress.picture, let source = object as? any HasTraining else { return }
        state.with { $0.newest = source.training }
    }

    func show(_ value: Value) {}
    func note(_ diagnostic: Diagnostic) {}
    func present(_ value: Value) {}
}
