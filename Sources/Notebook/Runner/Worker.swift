import Base
import Display
import Glibc
import Language
import Sandbox

/// Runs cells one after the other, each on a thread of its own, and reports what happens as edits for the session.
///
/// It keeps nothing between cells: each evaluation brings the values it may read.
package final class Worker: Sendable {
    private struct State {
        var waiting: [Evaluation] = []
        var isBusy = false
        var isClosed = false
        var access: FileAccess
        /// The flag of the evaluation that runs.
        var current: StopFlag?
    }

    private let builtins: Builtins
    private let services: [any Sendable]
    private let sandbox: CellSandbox
    private let post: @Sendable (Edit) -> Void
    private let state: Lock<State>

    /// `access` is what cells may read and write, `services` what else programs may ask of their host. `post` is called
    /// on the worker's threads.
    package init(
        builtins: Builtins, access: FileAccess, services: [any Sendable] = [],
        sandbox: @escaping CellSandbox = { $0.sandbox() }, post: @escaping @Sendable (Edit) -> Void
    ) {
        self.builtins = builtins
        self.services = services
        self.sandbox = sandbox
        self.post = post
        state = Lock(State(access: access))
    }

    /// From the next cell on: whether cells may write files.
    package func allowWriting(_ isAllowed: Bool) { state.with { $0.access.mayWrite = isAllowed } }

    /// Runs it when those before it have ended.
    package func evaluate(_ evaluation: Evaluation) {
        let startsThread = state.with { state in
            guard !state.isClosed else { return false }
            state.waiting.append(evaluation)
            defer { state.isBusy = true }
            return !state.isBusy
        }
        guard startsThread else { return }
        if !startThread(named: "worker", stackMegabytes: 1, { [self] in work() }) { work() }
    }

    /// Ends what runs, and takes back what waits: each such cell ends as stopped.
    package func stop() {
        let waiting = state.with { state in
            state.current?.raise()
            defer { state.waiting = [] }
            return state.waiting
        }
        for evaluation in waiting { post(.finished(evaluation.cell, CellResult(.stopped, seed: evaluation.seed))) }
    }

    /// Ends what runs and takes nothing more.
    package func close() {
        state.with { $0.isClosed = true }
        stop()
    }

    /// The thread's life: until nothing waits.
    private func work() {
        while let (evaluation, access, flag) = next() {
            Worker.run(
                evaluation, builtins: builtins, access: access, services: services, sandbox: sandbox, flag: flag,
                post: post)
        }
    }

    private func next() -> (Evaluation, FileAccess, StopFlag)? {
        state.with { state in
            guard !state.waiting.isEmpty else {
                state.isBusy = false
                state.current = nil
                return nil
            }
            let flag = StopFlag()
            state.current = flag
            return (state.waiting.removeFirst(), state.access, flag)
        }
    }

    /// Runs one cell, on a thread of its own, and waits for it.
    static func run(
        _ evaluation: Evaluation, builtins: Builtins, access: FileAccess, services: [any Sendable] = [],
        sandbox: CellSandbox = { $0.sandbox() }, flag: StopFlag, post: @escaping @Sendable (Edit) -> Void
    ) {
        let host = CellHost(evaluation, access: access, services: services, flag: flag, post: post)
        var result = CellResult(.failed, seed: evaluation.seed)
        do throws(CellThread.Refusal) {
            result = try CellThread.run(in: sandbox(access)) {
                let result = Worker.result(of: evaluation, builtins: builtins, host: host)
                host.flush()
                return result
            }
        } catch { host.note(Diagnostic(error.sentence)) }
        post(.finished(evaluation.cell, result))
    }

    private static func result(of evaluation: Evaluation, builtins: Builtins, host: CellHost) -> CellResult {
        let parsed = parse(evaluation.source, builtins: builtins)
        guard parsed.diagnostics.isEmpty else {
            for diagnostic in parsed.diagnostics { host.note(diagnostic) }
            return CellResult(.failed, seed: evaluation.seed)
        }
        var environment = evaluation.environment
        let outcome = Evaluator(builtins: builtins).run(parsed.program, in: &environment, host: host)
        let values = outcome.names.compactMap { name in environment.names[name].map { (name: name, value: $0) } }
        if let result = outcome.result { host.conclude(result) }
        host.keepRecords(of: values, and: outcome.isAssignment || parsed.program.endsInName ? nil : outcome.result)
        for diagnostic in outcome.diagnostics { host.note(diagnostic) }
        let hasFailed = outcome.diagnostics.contains { $0.level == .error } && !outcome.isStopped
        let isStopped = outcome.isStopped || host.isStopped
        return CellResult(hasFailed ? .failed : isStopped ? .stopped : .finished, values: values, seed: host.seed)
    }
}

/// What the kernel lets the thread of a cell do, by what the cell may read and write.
package typealias CellSandbox = @Sendable (FileAccess) -> ThreadSandbox

/// Raised once, by whoever asks to stop.
final class StopFlag: Sendable {
    private let flag = Lock(false)
    private let isStopped: @Sendable () -> Bool

    /// Counts as raised as well when `isStopped` says so.
    init(or isStopped: @escaping @Sendable () -> Bool = { false }) { self.isStopped = isStopped }

    var isRaised: Bool { flag.with { $0 } || isStopped() }
    func raise() { flag.with { $0 = true } }
}

extension Value {
    var isNone: Bool { if case .none = self { true } else { false } }
}

extension Program {
    /// Whether the last statement only names something, such as `run` or `run.history`.
    fileprivate var endsInName: Bool {
        switch statements.last?.value.node {
        case .name, .member, .index: true
        default: false
        }
    }
}
