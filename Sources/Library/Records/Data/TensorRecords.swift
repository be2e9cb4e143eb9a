import Base
import Datasets
import Engine
import Language

/// Making tensors and changing their shape.
let tensorRecords: [Builtin] = [count, sequence, zeros, ones, transpose, rows, concat, stack, oneHot, tensor]

private let count = Builtin(
    "count", "How many there are: rows of a table, examples of windows, values of a list.", family: .arithmetic,
    [Parameter("x", .any, "a list, a table, a series, windows or a tensor")],
    examples: [
        .init("count([3, 1, 2])", gives: "3"),
        .init("count(window([1, 2, 3, 4], length = 2))", gives: "2"),
    ],
    aliases: ["len", "length", "nrow"]
) { call in
    switch call.value("x") {
    case .list(let list): return .number(Double(list.count))
    case .object(let object):
        if let count = object.count { return .number(Double(count)) }
        throw Messages.notCountable(object.summary, call)
    case .none, .bool, .number, .text: throw Messages.notCountable(call.value("x").excerpt(30), call)
    }
}

private let sequence = Builtin(
    "range", "Numbers from one to another.", family: .arithmetic,
    [
        Parameter("from", .number, "the first number; alone: the last, starting at 1"),
        Parameter("to", .number, "the last number", default: Value.none),
        Parameter("by", .number, "the step", default: .number(1)),
    ],
    examples: [.init("range(4)", gives: "[1, 2, 3, 4]"), .init("range(0, 1, by = 0.5)", gives: "[0, 0.5, 1]")],
    aliases: ["seq"]
) { call in
    let last = call.number(ifGiven: "to")
    let from = last == nil ? 1 : call.number("from")
    let to = last ?? call.number("from")
    let by = call.number("by")
    let count = ((to - from) / by + 1e-9).rounded(.down) + 1
    guard by != 0, count >= 0, count <= 10_000_000 else { throw Messages.endlessRange(call) }
    try call.reserve(values: Int(clamping: count))
    return .list((0..<Int(clamping: count)).map { .number(from + Double($0) * by) })
}

private let zeros = filled("zeros", "A tensor of zeros.", 0, "zeros(2, 3)", gives: "[[0, 0, 0], [0, 0, 0]]")
private let ones = filled("ones", "A tensor of ones.", 1, "ones(3)", gives: "[1, 1, 1]")

private func filled(_ name: String, _ sentence: String, _ value: Real, _ source: String, gives: String) -> Builtin {
    Builtin(
        name, sentence, family: .arithmetic,
        [Parameter("shape", .whole(from: 0), "the length of each axis", isVariadic: true)],
        examples: [.init(source, gives: gives)]
    ) { call in
        let shape = call.list("shape").compactMap { value in
            if case .number(let number) = value { Int(clamping: number) } else { nil }
        }
        let count = Sizes.product(shape)
        guard count <= 100_000_000, Sizes.isShape(shape) else { throw Messages.tensorTooLarge(shape, call) }
        try call.reserve(numbers: count)
        return Operand.value(Tensor([Real](repeating: value, count: count), shape: shape))
    }
}

private let transpose = Builtin(
    "transpose", "Rows become columns.", family: .arithmetic,
    [Parameter("x", .any, "a matrix")],
    examples: [.init("transpose([[1, 2], [3, 4]])", gives: "[[1, 3], [2, 4]]")],
    aliases: ["t"]
) { call in
    let tensor = try call.operand("x").tensor
    try call.reserve(numbers: tensor.count, at: "x")
    return Operand.value(tensor.transposed())
}

private let rows = Builtin(
    "rows", "Some rows of a matrix, a table or a list.", family: .arithmetic,
    [
        Parameter("x", .any, "a matrix, a table, a series or a list"),
        Parameter("from", .whole(from: 1), "the first row"),
        Parameter("to", .whole(from: 1), "the last row; only the first if left out", default: Value.none),
    ],
    examples: [
        .init("rows([[1, 2], [3, 4], [5, 6]], 2, 3)", gives: "[[3, 4], [5, 6]]"),
        .init("load(\"nile\") |> rows(1, 80)"),
    ],
    aliases: ["slice"]
) { call in
    let from = call.whole("from") - 1
    let to = call.whole(ifGiven: "to") ?? from + 1
    func checked(_ count: Int) throws -> Range<Int> {
        guard from < to, to <= count else { throw Messages.noSuchRows(from + 1, to, count: count, call) }
        return from..<to
    }
    switch call.value("x") {
    case .object(let table as TableObject):
        let range = try checked(table.table.rowCount)
        try call.reserve(copyOf: table.table, rows: range.count, at: "x")
        return .object(table.with(table.table.rows(range)))
    case .object(let series as SeriesObject):
        let range = try checked(series.column.count)
        try call.reserve(copyOf: Table([series.column]), rows: range.count, at: "x")
        return .object(SeriesObject(series.column.rows(range), times: series.times.map { Array($0[range]) }))
    case .object(let windows as WindowsObject):
        let range = try checked(windows.windows.count)
        try call.reserve(rows: windows.windows.count, columns: 2, at: "x")
        return .object(WindowsObject(windows.windows.examples(range)))
    default:
        let operand = try call.operand("x").tensor
        guard operand.rank > 0 else { throw Messages.noNumbers(call, at: "x") }
        let range = try checked(operand.rowCount)
        try call.reserve(numbers: Sizes.product(range.count, operand.rowSize), at: "x")
        return Operand.value(operand[rows: range])
    }
}

private let concat = Builtin(
    "concat",
    "Tensors or lists one after the other along the first axis, or side by side with axis = 2; networks side by side.",
    family: .arithmetic,
    [
        Parameter("parts", .any, "what to join", isVariadic: true),
        Parameter("axis", .whole(from: 1), "the axis along which", default: .number(1)),
    ],
    examples: [
        .init("concat([1, 2], [3])", gives: "[1, 2, 3]"),
        .init("concat([[1], [2]], [[3], [4]], axis = 2)", gives: "[[1, 3], [2, 4]]"),
        .init("concat(gru(4), lstm(4)) |> dense(1)", gives: "network: (gru 4 | lstm 4) → concat → dense 1"),
    ],
    aliases: ["c", "layer_concatenate", "Concatenate", "concatenate"]
) { call in
    if call.networks(ifAll: "parts").map({ !$0.isEmpty }) ?? false { return try call.merged(by: Concat(), "parts") }
    let parts = try call.list("parts").map { value in
        guard let tensor = try call.operand(of: value, at: "parts")?.tensor else {
            throw Messages.noNumbers(call, at: "parts")
        }
        return tensor.rank == 0 ? Tensor(tensor.values) : tensor
    }
    let axis = call.whole("axis") - 1
    guard let first = parts.first, axis < first.rank,
        parts.allSatisfy({
            $0.rank == first.rank && $0.shape[..<axis] == first.shape[..<axis]
                && $0.shape[(axis + 1)...] == first.shape[(axis + 1)...]
        })
    else { throw Messages.partsDiffer(parts, call) }
    let outer = first.shape[..<axis].reduce(1, *)
    let count = Sizes.sum(parts.map(\.count))
    try call.reserve(numbers: count, at: "parts")
    var values: [Real] = []
    values.reserveCapacity(count)
    for block in 0..<outer {
        for part in parts {
            let size = part.count / max(1, outer)
            values += part.values[(block * size)..<((block + 1) * size)]
        }
    }
    var shape = first.shape
    shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    return Operand.value(Tensor(values, shape: shape))
}

private let stack = Builtin(
    "stack", "Tensors or lists of one shape under a new first axis: the rows of a matrix.",
    family: .arithmetic,
    [Parameter("parts", .any, "what to stack", isVariadic: true)],
    examples: [.init("stack([1, 2], [3, 4])", gives: "[[1, 2], [3, 4]]")]
) { call in
    guard let stacked = try call.operand(of: .list(call.list("parts")), at: "parts")?.tensor else {
        throw Messages.ragged(call, at: "parts")
    }
    return Operand.value(stacked)
}

private let oneHot = Builtin(
    "one_hot", "Class numbers from 0 as rows with a single 1; of windows the inputs.", family: .text,
    [
        Parameter("x", .any, "whole numbers from 0: a list, a series, a tensor, or windows of tokens"),
        Parameter(
            "classes", .whole(from: 1), "how many classes; one more than the largest if left out", default: Value.none),
    ],
    examples: [
        .init("one_hot([2, 0], classes = 3)", gives: "[[0, 0, 1], [1, 0, 0]]"),
        .init(
            "characters(\"banana\") |> window(length = 3) |> one_hot()",
            gives: "windows: 3 examples, x [3 × 4] → y [1]"),
    ],
    aliases: ["to_categorical"]
) { call in
    let windows = call.object(ifGiven: "x", as: WindowsObject.self)?.windows
    let tensor = try windows.map(call.inputTensor) ?? call.operand("x").tensor
    let largest = tensor.values.max() ?? 0
    let classes =
        call.whole(ifGiven: "classes") ?? call.vocabularySize(of: "x") ?? Int(clamping: min(max(largest, 0), 1e9)) + 1
    guard tensor.values.allSatisfy({ $0 >= 0 && $0 < Real(classes) && $0 == $0.rounded() }) else {
        throw Messages.notClasses(tensor, classes: classes, call)
    }
    try call.reserve(numbers: Sizes.product(tensor.count, classes, windows == nil ? 1 : 3), at: "classes")
    if let windows, windows.width == 1, Sizes.product(windows.rowCount, classes) <= 100_000_000 {
        return .object(WindowsObject(windows.oneHot(classes: classes)))
    }
    guard Sizes.product(tensor.count, classes) <= 100_000_000 else {
        throw Messages.tensorTooLarge(tensor.shape + [classes], call)
    }
    var result = Tensor(zeros: tensor.shape + [classes])
    for (index, value) in tensor.values.enumerated() { result.values[index * classes + Int(clamping: value)] = 1 }
    return Operand.value(result)
}

private let tensor = Builtin(
    "tensor", "Numbers as a tensor: of a table the columns of numbers, of windows the inputs.", family: .arithmetic,
    [
        Parameter("x", .any, "lists of equal length, a series, a table or windows"),
        Parameter("shape", .list, "the length of each axis, if it is to be another", default: Value.none),
    ],
    examples: [
        .init("tensor([[1, 2], [3, 4]])", gives: "[[1, 2], [3, 4]]"),
        .init("tensor(range(6), shape = [2, 3])", gives: "[[1, 2, 3], [4, 5, 6]]"),
    ],
    aliases: ["array", "matrix"]
) { call in
    var tensor: Tensor
    switch call.value("x") {
    case .object(let table as TableObject):
        let columns = table.table.numberColumns.compactMap(\.numbers)
        let rows = table.table.rowCount
        try call.reserve(numbers: Sizes.product(rows, columns.count), at: "x")
        var numbers: [Real] = []
        numbers.reserveCapacity(rows * columns.count)
        for row in 0..<rows { for column in columns { numbers.append(Real(column[row])) } }
        tensor = Tensor(numbers, shape: [rows, columns.count])
    case .object(let windows as WindowsObject): tensor = try call.inputTensor(windows.windows)
    default: tensor = try call.operand("x").tensor
    }
    if let shape = call.list(ifGiven: "shape") {
        let lengths = shape.compactMap { if case .number(let number) = $0 { Int(exactly: number) } else { nil } }
        guard lengths.count == shape.count, lengths.allSatisfy({ $0 >= 0 }) else { throw Messages.notLengths(call) }
        do { tensor = try tensor.reshaped(to: lengths) } catch {
            throw Messages.doesNotFill(tensor, lengths, call)
        }
    }
    return Operand.value(tensor)
}
