import Datasets
import Display
import Experiments
import Language

/// The fits of a notebook that were logged, and several of them in one plot.
let runLogRecords: [Builtin] = [runs, compare]

private let runs = Builtin(
    "runs", "The fits of this notebook that were logged on this machine, newest last, with their settings and figures.",
    family: .training,
    [
        Parameter("name", .text, "only the runs that were given to this variable", default: Value.none),
        Parameter("last", .whole(from: 1), "only so many, the newest", default: Value.none),
    ],
    examples: [.init("runs(last = 10)"), .init("columns(runs(), \"run\", \"name\", \"best\")")]
) { call in
    guard let log = call.host.service(RunLog.self) else {
        return .object(TableObject(RunTable.table([]), isOfLog: true))
    }
    let (all, trouble) = log.runs(isStopped: { call.host.isStopped })
    if let trouble { call.host.show(.object(RemarkObject(trouble))) }
    let name = call.text(ifGiven: "name")
    let wanted = all.filter { name == nil || $0.name == name }.suffix(call.whole(ifGiven: "last") ?? .max)
    return .object(TableObject(RunTable.table(Array(wanted)), isOfLog: true))
}

private let compare = Builtin(
    "compare", "Several runs in one plot of the loss, with what differs between them and how far each came.",
    family: .training,
    [
        Parameter(
            "runs", .any, "runs, numbers of the log, or a table that runs() gave; lists of them too", isVariadic: true),
        Parameter("names", .list, "what to call them", default: Value.none),
        Parameter(
            "show", .choice(["loss", "validation", "both"]),
            "which curves; both for up to four runs, the validation loss for more", default: Value.none),
        Parameter("log", .bool, "a logarithmic axis", default: .bool(false)),
        Parameter("rows", .whole(from: 3), "height of the plot in lines", default: .number(12), aliases: ["height"]),
    ],
    examples: [
        .init(
            """
            train, test = split(window(scale(load("nile").flow_1e8_m3), length = 5), 0.8)
            small = fit(gru(2) |> dense(1), train, validation = test, epochs = 3, verbose = 0)
            large = fit(gru(8) |> dense(1), train, validation = test, epochs = 3, verbose = 0)
            compare(small, large)
            """),
        .init("compare(runs(last = 2))"),
    ]
) { call in
    if call.host.isDescribing { return .none }
    let given = call.list(ifGiven: "runs") ?? []
    guard !given.isEmpty else { throw Messages.nothingToCompare(call) }
    var entries: [RunComparison.Entry] = []
    for (index, value) in given.enumerated() {
        guard let some = try Compared(call, value, index + 1).entries else {
            return .object(RemarkObject(Messages.noLog, kept: .text(Messages.comparisonWithLog)))
        }
        entries += some
    }
    for (index, name) in (call.list(ifGiven: "names") ?? []).enumerated() where index < entries.count {
        guard case .text(let text) = name else { throw Messages.notAll("texts", "names", call) }
        let entry = entries[index]
        entries[index] = .init(name: text, run: entry.run, isOfLog: entry.isOfLog)
    }
    try check(entries, call)
    let shown = call.text(ifGiven: "show").flatMap(RunComparison.Shown.init)
    return .object(
        RunComparison(entries, shown, isLogarithmic: call.flag("log"), rows: try call.plotRows()))
}

private func check(_ entries: [RunComparison.Entry], _ call: Call) throws {
    guard let first = entries.first else { throw Messages.nothingToCompare(call) }
    guard entries.count <= RunComparison.most else { throw Messages.tooManyToCompare(entries.count, call) }
    for entry in entries where entry.run.lossFunction != first.run.lossFunction {
        throw Messages.otherLosses(first, entry, call)
    }
    if entries.count > RunComparison.most / 2, call.text(ifGiven: "show") == "both" {
        throw Messages.tooManyCurves(entries.count, call)
    }
}

/// The runs that one argument of `compare` stands for; nil where it asks for a log and there is none.
private struct Compared {
    var entries: [RunComparison.Entry]? = []

    init(_ call: Call, _ value: Value, _ place: Int) throws {
        try add(value, call, place)
    }

    private mutating func add(_ value: Value, _ call: Call, _ place: Int) throws {
        switch value {
        case .object(let run as RunObject):
            guard !run.history.isEmpty else { throw Messages.notTrained(call, at: "runs") }
            let name = (entries ?? []).isEmpty ? call.name(of: place) : nil
            append(.init(name: name ?? "run \(place)", run: LoggedRun(run), isOfLog: false))
        case .number(let number): try add(number: number, call, place)
        case .list(let list): for element in list { try add(element, call, place) }
        case .object(let table as TableObject) where table.isOfLog && table.table["run"] != nil:
            if call.host.service(RunLog.self) == nil { entries = nil }
            for number in table.table["run"]?.numbers ?? [] { try add(number: number, call, place) }
        default: throw Messages.notComparable(value, at: place, call)
        }
    }

    private mutating func add(number: Double, _ call: Call, _ place: Int) throws {
        guard let log = call.host.service(RunLog.self) else {
            entries = nil
            return
        }
        let found = Int(exactly: number).flatMap { log.run($0, isStopped: { call.host.isStopped }) }
        guard let run = found else {
            throw Messages.notInLog(number, log.runs().runs.map(\.number), at: place, call)
        }
        guard run["loss"] != nil else { throw Messages.noCurve(run.number, at: place, call) }
        append(.init(name: "\(run.number)" + (run.name.map { " \($0)" } ?? ""), run: run, isOfLog: true))
    }

    private mutating func append(_ entry: RunComparison.Entry) { entries?.append(entry) }
}

extension Call {
    /// The argument's own text where it is the name of a variable.
    fileprivate func name(of place: Int) -> String? {
        let text = span(of: "runs", at: place).text
        return !text.isEmpty && text.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) ? text : nil
    }
}

extension Messages {
    static let tableOfLog = "the runs that are logged on this machine: shown where it runs, not kept in it"
    static let comparisonWithLog = "a comparison with logged runs: shown where it runs, not kept in the notebook"
    static let noLog = "a comparison with logged runs: there is no log here"
    static let notChecked = "not checked: arguments are set from outside"

    static func nothingToCompare(_ call: Call) -> Diagnostic {
        call.fail("there is nothing to compare", "give runs, or numbers of the log: runs() lists them")
    }

    static func tooManyToCompare(_ count: Int, _ call: Call) -> Diagnostic {
        call.fail("\(count) runs are more than one plot can tell apart", at: "runs", "at most \(RunComparison.most)")
    }

    static func tooManyCurves(_ count: Int, _ call: Call) -> Diagnostic {
        call.fail(
            "both curves of \(count) runs are more than one plot can tell apart", at: "show",
            "\"both\" is for at most \(RunComparison.most / 2) runs")
    }

    static func otherLosses(
        _ first: RunComparison.Entry, _ other: RunComparison.Entry, _ call: Call
    ) -> Diagnostic {
        call.fail(
            "`\(first.name)` was trained for \(first.run.lossFunction), `\(other.name)` for \(other.run.lossFunction)",
            at: "runs", "losses of two kinds have no common axis")
    }

    static func notComparable(_ value: Value, at place: Int, _ call: Call) -> Diagnostic {
        Diagnostic(
            "`compare` needs runs, but number \(place) is \(value.kind.name)",
            labels: [.init(call.span(of: "runs", at: place), "a run, a number of the log, or what runs() gave")])
    }

    static func notInLog(_ number: Double, _ known: [Int], at place: Int, _ call: Call) -> Diagnostic {
        let last = known.last.map { "of \(counted(known.count, "run")) the last is \($0); runs() lists them" }
        let there = last ?? "the log is empty"
        return Diagnostic(
            "there is no run \(short(number)) in the log",
            labels: [.init(call.span(of: "runs", at: place), there)])
    }

    static func noCurve(_ number: Int, at place: Int, _ call: Call) -> Diagnostic {
        Diagnostic(
            "run \(number) ended before its first epoch did",
            labels: [.init(call.span(of: "runs", at: place), "there is no curve to draw")])
    }
}
