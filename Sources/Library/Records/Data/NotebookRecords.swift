import Display
import Language

/// What concerns the notebook itself: the seed, checks, help, files.
let notebookRecords: [Builtin] = [seed, check, help]

private let seed = Builtin(
    "seed", "Set the seed of everything random in the cells that follow.", family: .notebook,
    [Parameter("value", .whole(from: 0), "any whole number")],
    examples: [.init("seed(7)")],
    aliases: ["set_seed", "set_random_seed"],
    changes: ["$seed"]
) { call in
    call.host.seed = UInt64(call.whole("value"))
    return .none
}

private let check = Builtin(
    "check", "Compare a value with what it should be; says where they differ and stops the cell.", family: .notebook,
    [
        Parameter("value", .any, "what was computed"),
        Parameter("expected", .any, "what it should be"),
        Parameter(
            "tolerance", .numberIn(0...Double.greatestFiniteMagnitude), "the largest difference that counts as equal",
            default: .number(1e-6)),
    ],
    examples: [
        .init("check(0.1 + 0.2, 0.3)", gives: "same, within 1e-6"),
        .init("check([1, 2.001], [1, 2], tolerance = 0.01)", gives: "same, within 0.01"),
    ]
) { call in
    if call.host.isDescribing { return .none }
    if call.host.service(Overrides.self) != nil { return .text(Messages.notChecked) }
    let found = try Comparison(call.value("value"), call.value("expected"), call)
    if found.difference <= call.number("tolerance") {
        // The difference itself would change with the processor.
        return .text("same, within \(numberText(call.number("tolerance")))")
    }
    throw Messages.differs(found, tolerance: call.number("tolerance"), call)
}

private let help = Builtin(
    "help", "What a function does, its parameters and examples; without a name, the list of functions.",
    family: .notebook,
    [Parameter("name", .text, "the function's name, as text", default: .text(""), namesFunction: true)],
    examples: [.init("help(\"window\")"), .init("help()")]
) { call in
    let name = call.text("name")
    if name.isEmpty { return .object(PlotObject("help", .paragraphs(Overview.lines, indent: 16))) }
    guard let builtin = builtins[name] else {
        throw call.fail(
            "there is no function called `\(name)`", at: "name",
            Suggestion(for: name, among: builtins.spellings).best.map { "did you mean \"\($0)\"?" }
                ?? "help() lists them all")
    }
    return .object(PlotObject("help: \(builtin.name)", .paragraphs(Language.help(for: builtin), indent: 2)))
}

/// The functions by family, one line each.
private enum Overview {
    static var lines: [String] {
        Builtin.Family.allCases.flatMap { family -> [String] in
            let members = builtins.all.filter { $0.family == family }
            if members.isEmpty { return [] }
            let rows = members.map { "  " + Text.pad($0.name, to: 16) + $0.sentence }
            return [family.rawValue.prefix(1).uppercased() + family.rawValue.dropFirst()] + rows + [""]
        }
    }
}

/// Two values number by number.
struct Comparison {
    var difference = 0.0
    /// Where the largest difference is, from 1, and the two numbers there.
    var place = 0
    var numbers = (found: 0.0, expected: 0.0)

    init(_ value: Value, _ expected: Value, _ call: Call) throws {
        let left = try Flat(value, call, "value")
        let right = try Flat(expected, call, "expected")
        guard left.numbers.count == right.numbers.count else {
            throw call.fail(
                "there are \(counted(left.numbers.count, "number")), but \(right.numbers.count) were expected",
                at: "value",
                "compare values of one shape")
        }
        for (index, pair) in zip(left.numbers, right.numbers).enumerated() {
            let gap = pair.0 == pair.1 || (pair.0.isNaN && pair.1.isNaN) ? 0 : abs(pair.0 - pair.1)
            if !(gap <= difference) {
                difference = gap.isNaN ? .infinity : gap
                place = index + 1
                numbers = pair
            }
        }
    }
}

/// All numbers in a value, in order.
struct Flat {
    private(set) var numbers: [Double] = []

    init(_ value: Value, _ call: Call, _ name: String) throws {
        try add(value, call, name)
    }

    private mutating func add(_ value: Value, _ call: Call, _ name: String) throws {
        switch value {
        case .number(let number): numbers.append(number)
        case .bool(let bool): numbers.append(bool ? 1 : 0)
        case .object(let object as TensorObject):
            try call.reserve(rows: object.tensor.count, columns: 1 + Call.growth, at: name)
            numbers += object.tensor.values.map(Double.init)
        case .list(let list):
            try call.reserve(rows: list.count, columns: Call.growth, at: name)
            for element in list { try add(element, call, name) }
        case .object(let series as SeriesObject): numbers += series.column.numbers ?? []
        case .object(let table as TableObject):
            for column in table.table.numberColumns { numbers += column.numbers ?? [] }
        default: throw Messages.noNumbers(call, at: name)
        }
    }
}
