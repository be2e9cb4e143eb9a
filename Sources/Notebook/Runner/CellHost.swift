import Base
import Display
import Language
import Sandbox

/// The host of one cell's run: hands what the program shows to the session.
final class CellHost: Host {
    private struct State {
        var seed: UInt64
        var progress: Language.Progress?
        var lastPosted = 0.0
        var presented: [Value] = []
        var recordNames: Set<String> = []
        var shown = OutputTally()
    }

    let access: FileAccess
    let cellID: String?
    let services: [any Sendable]
    private let cell: CellID
    private let flag: StopFlag
    private let post: @Sendable (Edit) -> Void
    private let state: Lock<State>
    /// Progress is passed on at most this often.
    private static let secondsBetweenReports = 1.0 / 30

    init(
        _ evaluation: Evaluation, access: FileAccess, services: [any Sendable] = [], flag: StopFlag,
        post: @escaping @Sendable (Edit) -> Void
    ) {
        self.access = access
        self.services = services
        cellID = evaluation.id
        self.flag = flag
        self.post = post
        cell = evaluation.cell
        state = Lock(State(seed: evaluation.seed))
    }

    var folder: String { access.folder }

    var seed: UInt64 {
        get { state.with { $0.seed } }
        set { state.with { $0.seed = newValue } }
    }

    var isStopped: Bool { flag.isRaised }

    func show(_ value: Value) { if !value.isNone { show(.value(value)) } }

    func note(_ diagnostic: Diagnostic) { show(.diagnostic(diagnostic)) }

    /// Errors are always shown.
    private func show(_ output: Output) {
        if output.isError { showLeftOut() }
        let lines = output.fileLines.count
        if state.with({ $0.shown.admits(lines) }) || output.isError { post(.output(cell, output)) }
    }

    /// How many outputs were left out since the last time that was said.
    private func showLeftOut() {
        let count = state.with { $0.shown.takeLeftOut() }
        if count > 0 { post(.output(cell, .text(Messages.outputsLeftOut(count)))) }
    }

    func report(_ progress: Language.Progress) {
        let now = Clock.monotonic()
        let isDue = state.with { state in
            guard now - state.lastPosted >= CellHost.secondsBetweenReports else {
                state.progress = progress
                return false
            }
            state.progress = nil
            state.lastPosted = now
            return true
        }
        if isDue { post(.progressed(cell, progress)) }
    }

    func present(_ value: Value) {
        let isAdmitted = state.with { state in
            state.presented.append(value)
            return state.shown.admits(1)
        }
        if isAdmitted { post(.presented(cell, value)) }
    }

    /// Passes on the last progress that was held back.
    func flush() {
        let last = state.with { state in
            defer { state.progress = nil }
            return state.progress
        }
        if let last { post(.progressed(cell, last)) }
        showLeftOut()
    }

    /// Shows the value that the cell ends in, unless it was presented already.
    func conclude(_ value: Value) {
        let isPresented = state.with { $0.presented }.contains { CellHost.name($0) == CellHost.name(value) }
        showLeftOut()
        if !isPresented, !value.isNone { post(.output(cell, .value(value))) }
    }

    /// Keeps the numbers of what the cell computed. A second record of a name gets the variable's name too.
    func keepRecords(of values: [(name: String, value: Value)], and result: Value?) {
        let presented = state.with { $0.presented }.map { (nil as String?, $0) }
        let others = presented.isEmpty ? [(nil, result ?? .none)] : presented
        for (variable, value) in values.map({ ($0.name as String?, $0.value) }) + others {
            guard case .object(let object) = value, let recorded = object as? any Recorded else { continue }
            for record in recorded.records where Record.kept.contains(record.name) {
                let isNew = state.with { $0.recordNames.insert(record.name).inserted }
                let name = isNew ? record.name : [record.name, variable].compactMap { $0 }.joined(separator: "-")
                post(.output(cell, .record(name: name, csv: record.csv)))
            }
        }
    }

    private static func name(_ value: Value) -> String { "\(value.kind.name) \(value.text)" }
}
