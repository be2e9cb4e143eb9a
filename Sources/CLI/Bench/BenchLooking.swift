import Base
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

    let make: () throws -> (trainer: Trainer, examples: Examples, settings: FitSettings)

    /// Microseconds that a step keeps the thread of the fit busy, the median; and how many times as long it does in the
    /// other modes, the median over rounds of all modes in turn, which meet the same machine. Not the time that passes,
    /// which depends on what else the machine does.
    func line(_ letter: Character, seconds: Double) throws -> String {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var plain: [Double] = []
        var ratios: [Mode: [Double]] = [:]
        while plain.count < 5 || clock.now < end {
            let own = try step(.plain)
            plain.append(own)
            for mode in Mode.allCases.dropFirst() { ratios[mode, default: []].append(try step(mode) / own) }
        }
        func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }
        let figures = ratios.sorted { $0.key.rawValue > $1.key.rawValue }.map { mode, ratios in
            "\(mode.rawValue) \(Numbers.fixed(median(ratios), 3))"
        }
        return "case \(letter) unroll looking plain_us \(Numbers.fixed(median(plain), 1)) ratios "
            + figures.joined(separator: " ") + " rounds \(plain.count)"
    }

    /// Microseconds of a step, over whole epochs of at least 0.2 s together.
    private func step(_ mode: Mode) throws -> Double {
        let (trainer, examples, settings) = try make()
        let count = examples.count
        if mode != .plain { _ = try trainer.watch(EpochWatch(samples: examples[(0..<5).map { $0 * count / 5 }])) }
        let (host, control) = (LookingHost(), FitControl())
        defer { host.close() }
        var shown = TrainingState(
            network: "bench", history: [], lastEpoch: settings.epochs, lossName: settings.loss.rawValue)
        (shown.isLive, shown.control) = (true, control)
        let progress = FitProgress(host, settings, shown, baselines: [], examples: count)
        var (start, steps) = (0.0, 0)
        _ = trainer.run(
            onBatch: { batch in
                if mode == .drawn { progress.add(batch) }
                return mode != .drawn || !control.takeOrders().isPaused && !host.isStopped
            },
            onEpoch: { epoch in
                if mode == .drawn { progress.add(epoch) }
                if epoch.epoch == 2 { start = Self.busySeconds }
                if epoch.epoch > 2 { steps += epoch.batches }
                return epoch.epoch < 5 || Self.busySeconds - start < 0.2
            })
        return (Self.busySeconds - start) * 1e6 / Double(max(1, steps))
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
