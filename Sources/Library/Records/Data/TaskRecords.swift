import Datasets
import Engine
import Language

/// Examples made by a rule, and what nobody can beat on them.
let taskRecords: [Builtin] = [
    iceCreamTask, dependenciesTask, averageTask, addingTask, additionTask, copyTask, ceiling,
]

private let length = Parameter("length", .whole(from: 1), "time steps in a window")
private let rowsInAll = Parameter("rows", .whole(from: 1), "rows of the series", default: .number(10_000))
private let shift = Parameter(
    "shift", .whole(from: 1), "rows from one window to the next; 1, or the length where each step is answered",
    default: Value.none)
private let answered = Parameter(
    "targets", .choice(["last", "all"]), "an answer at the last step, or at each", default: .text("last"))
private let seedOfData = Parameter("seed", .whole(from: 0), "for the same numbers each time", default: Value.none)

private let iceCreamTask = Builtin(
    "ice_cream_task",
    "An ice-cream stand: on a sunny day it sells one, on a cloudy day it orders one, which comes three mornings later if "
        + "one of its two places is free. Is it in stock? x is the weather (sunny, cloudy, rainy), y is 1 or 0.",
    family: .data,
    [
        Parameter("length", .whole(from: 1), "days in a window", default: .number(2)),
        Parameter("days", .whole(from: 1), "days of the series", default: .number(20_000)),
        Parameter(
            "ahead", .whole(from: 0), "days from the last that is seen to the one that is asked for",
            default: .number(1)),
        answered, shift, seedOfData,
    ],
    examples: [
        .init("ice_cream_task(length = 2, days = 1000)", gives: "windows: 998 examples, x [2 × 3] → y [1]"),
        .init(
            "ceiling(ice_cream_task(length = 2, days = 1000))",
            gives: "ceiling: loss 0.6256, accuracy 0.6488 (exact)"),
        .init(
            "ice_cream_task(length = 40, days = 4000, ahead = 0, targets = \"all\")",
            gives: "windows: 100 examples, x [40 × 3] → y [40 × 1]"),
    ],
    reads: ["$seed"]
) { call in
    let task = IceCream(
        length: call.whole("length"), days: call.whole("days"), ahead: call.whole("ahead"), shift: call.shift,
        targets: call.targets)
    return try call.series(task, task.plan, rows: task.days, numbers: Sizes.product(task.days, 4))
}

private let dependenciesTask = Builtin(
    "two_dependencies_task",
    "Random bits x, and bits y of which each depends on two of them: P(y = 1) = 0.5 + 0.5·x(t−3) − 0.25·x(t−8). How far "
        + "back a network looks can be read off its loss (R2RT, 2016).",
    family: .data,
    [
        length, rowsInAll,
        Parameter(
            "delays", .list, "steps back from y to the two bits; a negative one lies ahead",
            default: .list([.number(3), .number(8)])),
        answered, shift, seedOfData,
    ],
    examples: [
        .init(
            "two_dependencies_task(length = 10, rows = 1000)", gives: "windows: 991 examples, x [10 × 1] → y [1]"),
        .init("ceiling(two_dependencies_task(length = 3)).loss", gives: "0.661563"),
        .init("ceiling(two_dependencies_task(length = 5)).loss", gives: "0.519167"),
        .init("ceiling(two_dependencies_task(length = 10)).loss", gives: "0.454454"),
    ],
    reads: ["$seed"]
) { call in
    let delays = call.list("delays").compactMap { value -> Int? in
        if case .number(let number) = value, abs(number) <= 1_000_000 { Int(exactly: number) } else { nil }
    }
    guard delays.count == 2, call.list("delays").count == 2 else { throw Messages.notDelays(call) }
    let task = TwoDependencies(
        length: call.whole("length"), rows: call.whole("rows"), delays: (delays[0], delays[1]), shift: call.shift,
        targets: call.targets)
    return try call.series(task, task.plan, rows: task.rows, numbers: Sizes.product(task.rows, 2))
}

private let averageTask = Builtin(
    "moving_average_task",
    "Uniform noise x, and y, its mean over the last rows. A network that sees fewer has to carry the rest from one window "
        + "to the next (Keras's lstm_stateful).",
    family: .data,
    [
        Parameter("length", .whole(from: 1), "time steps in a window", default: .number(1)),
        Parameter("rows", .whole(from: 1), "rows of the series", default: .number(1000)),
        Parameter("width", .whole(from: 1), "rows in a mean", default: .number(2)),
        Parameter(
            "limit", .numberIn(0...1e6), "x lies between minus this and this", default: .number(0.1)),
        answered, shift, seedOfData,
    ],
    examples: [
        .init("moving_average_task(length = 1)", gives: "windows: 1000 examples, x [1 × 1] → y [1]"),
        .init("ceiling(moving_average_task(length = 1)).loss", gives: "0.000833333"),
        .init("ceiling(moving_average_task(length = 1), steps = \"all\").loss", gives: "0"),
    ],
    reads: ["$seed"]
) { call in
    let task = MovingAverage(
        length: call.whole("length"), rows: call.whole("rows"), width: call.whole("width"), limit: call.number("limit"),
        shift: call.shift, targets: call.targets)
    // Each mean is added up anew.
    return try call.series(
        task, task.plan, rows: task.rows, numbers: Sizes.product(task.rows, max(2, task.width)))
}

private let addingTask = Builtin(
    "adding_task",
    "The adding problem: x is a number from 0 to 1 and a mark at each step; y is the sum of the two numbers that are "
        + "marked, one in each half (Hochreiter and Schmidhuber, 1997).",
    family: .data,
    [
        Parameter("length", .whole(from: 2), "time steps of an example", default: .number(50)),
        Parameter("count", .whole(from: 1), "how many examples", default: .number(2000)), seedOfData,
    ],
    examples: [
        .init("adding_task(length = 30, count = 500)", gives: "windows: 500 examples, x [30 × 2] → y [1]"),
        .init("ceiling(adding_task(length = 30), steps = 0).loss", gives: "0.166667"),
    ],
    aliases: ["adding_problem"],
    reads: ["$seed"]
) { call in
    let task = AddingProblem(length: call.whole("length"), count: call.whole("count"))
    return try call.made(task, numbers: Sizes.product(task.length, task.count, 2))
}

private let additionTask = Builtin(
    "addition_task",
    "Sums written as text: \"52+9\" in, \"61\" out, one character a step. Classes 0 to 9 are the digits, 10 is the plus, 11 "
        + "the blank (Zaremba and Sutskever, 2014).",
    family: .data,
    [
        Parameter("digits", .whole(from: 1), "digits of each number at most", default: .number(2)),
        Parameter("count", .whole(from: 1), "how many examples, all of them different", default: .number(4000)),
        Parameter("reverse", .bool, "the question is read from its end", default: .bool(true)), seedOfData,
    ],
    examples: [
        .init("addition_task(digits = 3, count = 500)", gives: "windows: 500 examples, x [7 × 12] → y [4 × 1]"),
        .init("argmax(tensor(addition_task(digits = 1, count = 5, reverse = false)[1]), axis = 3) - 1"),
    ],
    reads: ["$seed"]
) { call in
    let task = Addition(digits: call.whole("digits"), count: call.whole("count"), isReversed: call.flag("reverse"))
    guard task.digits <= 9 else { throw call.fail("`digits` must be 9 or less", at: "digits", "the most is 9") }
    let limit = Addition.limit(digits: task.digits)
    guard task.count <= limit else { throw Messages.fewSums(limit, task, call) }
    return try call.made(task, numbers: Sizes.product(task.count, 24 * (task.digits + 1)))
}

private let copyTask = Builtin(
    "copy_task",
    "The copying problem: symbols, a long wait, a signal, and then the symbols have to be said again "
        + "(Hochreiter and Schmidhuber, 1997). Class 0 is the blank.",
    family: .data,
    [
        Parameter("delay", .whole(from: 1), "steps of waiting", default: .number(20)),
        Parameter("count", .whole(from: 1), "how many examples", default: .number(1000)),
        Parameter("symbols", .whole(from: 1), "how many different symbols", default: .number(8)),
        Parameter("items", .whole(from: 1), "symbols to remember", default: .number(10)), seedOfData,
    ],
    examples: [
        .init("copy_task(delay = 20, count = 100)", gives: "windows: 100 examples, x [40 × 10] → y [40 × 1]"),
        .init(
            "ceiling(copy_task(delay = 20), steps = 0)", gives: "ceiling: loss 0.5199, accuracy 0.7812 (exact)"),
    ],
    reads: ["$seed"]
) { call in
    let task = CopyMemory(
        delay: call.whole("delay"), count: call.whole("count"), symbols: call.whole("symbols"),
        items: call.whole("items"))
    let steps = Sizes.sum(task.delay, Sizes.product(2, task.items))
    return try call.made(task, numbers: Sizes.product(task.count, steps, Sizes.sum(task.symbols, 2)))
}

private let ceiling = Builtin(
    "ceiling",
    "The least loss and the largest accuracy that any network can reach on the examples of a task, computed from its rule.",
    family: .data,
    [
        Parameter("windows", .object(WindowsObject.kind), "examples of a task, or a part of them"),
        Parameter(
            "steps", .either([.whole(from: 0), .choice(["all"])]),
            "how many steps are seen: as many as the window has; 0 is guessing, \"all\" also what was before the window",
            default: Value.none),
        Parameter("bidirectional", .bool, "the steps after the one that is asked are seen too", default: .bool(false)),
    ],
    examples: [
        .init(
            "ceiling(ice_cream_task(length = 3, days = 100))", gives: "ceiling: loss 0.4994, accuracy 0.7519 (exact)"),
        .init(
            "ceiling(ice_cream_task(length = 3, days = 100), steps = \"all\")",
            gives: "ceiling: loss 0.2186, accuracy 0.8855 (exact)"),
    ]
) { call in
    let windows = try call.object("windows", as: WindowsObject.self).windows
    guard let task = windows.task else { throw Messages.notATask(call) }
    let found =
        if call.text(ifGiven: "steps") != nil {
            task.ceiling(back: nil, ahead: 0)
        } else {
            windows.ceiling(steps: call.whole(ifGiven: "steps"), isBidirectional: call.flag("bidirectional"))
        }
    guard let found else { throw Messages.unknownCeiling(call) }
    var figures = [("loss", found.loss)]
    if let accuracy = found.accuracy { figures.append(("accuracy", accuracy)) }
    return .object(EvaluationObject(figures, remark: " (exact)", title: "ceiling"))
}

extension Call {
    fileprivate var targets: Windows.TargetKind { text("targets") == "all" ? .all : .last }

    /// Windows over a series that answer each step do not overlap unless that is asked for.
    fileprivate var shift: Int { whole(ifGiven: "shift") ?? (targets == .all ? whole("length") : 1) }

    /// Windows of a series, unless it is too short for one.
    fileprivate func series(
        _ task: some GeneratedTask, _ plan: Windows.Plan, rows: Int, numbers: Int
    ) throws -> Value {
        guard rows - plan.targetShift - 1 >= plan.length else {
            throw Messages.seriesTooShort(plan, rows: rows, self)
        }
        return try made(task, numbers: numbers)
    }

    fileprivate func made(_ task: some GeneratedTask, numbers: Int) throws -> Value {
        guard numbers <= 20_000_000 else { throw Messages.taskTooLarge(self) }
        // Numbers as they are made, as columns, and as the engine reads them.
        try reserve(numbers: Sizes.product(numbers, 6))
        return .object(WindowsObject(task.windows(seed: whole(ifGiven: "seed").map(UInt64.init) ?? host.seed)))
    }
}

extension Messages {
    static func taskTooLarge(_ call: Call) -> Diagnostic {
        call.fail("so many examples are too large", "at most 20000000 numbers")
    }

    static func seriesTooShort(_ plan: Windows.Plan, rows: Int, _ call: Call) -> Diagnostic {
        let most = rows - plan.targetShift - 1
        return call.fail(
            "the series has \(counted(rows, "row")), too few for a window of \(plan.length)", at: "length",
            most > 0 ? "at most \(most) here" : "needs a longer series")
    }

    static func notDelays(_ call: Call) -> Diagnostic {
        call.fail("`delays` must be two whole numbers", at: "delays", "such as [3, 8]")
    }

    static func fewSums(_ limit: Int, _ task: Addition, _ call: Call) -> Diagnostic {
        call.fail(
            "there are not \(task.count) different sums of \(counted(task.digits, "digit"))", at: "count",
            "at most \(limit)")
    }

    static func notATask(_ call: Call) -> Diagnostic {
        call.fail(
            "nobody knows the rule behind these examples", at: "windows",
            "needs the examples of a task, such as adding_task()",
            notes: ["for data from a file, baselines(…) says what is easily reached"])
    }

    static func unknownCeiling(_ call: Call) -> Diagnostic {
        call.fail(
            "the ceiling of this task is known for whole examples only",
            at: call.isGiven("steps") ? "steps" : call.isGiven("bidirectional") ? "bidirectional" : nil,
            "leave this out")
    }
}
