import Base
import Engine
import Language

/// Functions of numbers; of a list, a series or a tensor they take each number by itself.
let numberRecords: [Builtin] = [
    elementwise(
        "tanh", "The hyperbolic tangent: squeezes any number into −1 … 1.", "tanh([-1, 0, 1.5])",
        gives: "[-0.7616, 0, 0.9051]"
    ) { Glibc.tanh($0) },
    elementwise(
        "sigmoid", "1 / (1 + e^−x): squeezes any number into 0 … 1.", "sigmoid(0)", gives: "0.5"
    ) { 1 / (1 + Glibc.exp(-$0)) },
    elementwise("relu", "The number itself, or 0 if it is negative.", "relu([-2, 3])", gives: "[0, 3]") {
        $0 < 0 ? 0 : $0
    },
    elementwise("exp", "e to the power of x.", "exp(0)", gives: "1") { Glibc.exp($0) },
    elementwise("log", "The natural logarithm.", "log(1)", gives: "0") { Glibc.log($0) },
    elementwise("sqrt", "The square root.", "sqrt([4, 9])", gives: "[2, 3]") { $0.squareRoot() },
    elementwise("abs", "The number without its sign.", "abs(-3)", gives: "3") { Swift.abs($0) },
    elementwise("sin", "The sine of an angle in radians.", "sin(0)", gives: "0") { Glibc.sin($0) },
    elementwise("cos", "The cosine of an angle in radians.", "cos(0)", gives: "1") { Glibc.cos($0) },
    round, softmax,
    reduction("sum", "All numbers added up, or along one axis.", "sum([1, 2, 3])", gives: "6") { $0.reduce(0, +) },
    reduction(
        "mean", "The mean of all numbers, or along one axis.", "mean([[1, 2], [3, 4]], axis = 1)", gives: "[2, 3]"
    ) {
        $0.reduce(0, +) / Double(max(1, $0.count))
    },
    reduction("min", "The smallest number, or along one axis.", "min([3, 1, 2])", gives: "1") { $0.min() ?? .nan },
    reduction("max", "The largest number, or along one axis.", "max([3, 1, 2])", gives: "3") { $0.max() ?? .nan },
    reduction("argmax", "The place of the largest number, from 1, or along one axis.", "argmax([3, 5, 4])", gives: "2")
    {
        numbers in
        Double((numbers.indices.max { numbers[$0] < numbers[$1] } ?? 0) + 1)
    },
]

private func elementwise(
    _ name: String, _ sentence: String, _ source: String, gives result: String,
    _ function: @escaping @Sendable (Double) -> Double
) -> Builtin {
    Builtin(
        name, sentence, family: .arithmetic, [Parameter("x", .any, "a number, a list, a series or a tensor")],
        examples: [.init(source, gives: result)]
    ) { call in
        if let number = call.number(ifGiven: "x") { return .number(function(number)) }
        let operand = try call.operand("x")
        try call.reserve(resultOf: operand, at: "x")
        return operand.like(operand.tensor.map { Real(function(Double($0))) })
    }
}

private let round = Builtin(
    "round", "The nearest number with so many digits after the point.", family: .arithmetic,
    [
        Parameter("x", .any, "a number, a list, a series or a tensor"),
        Parameter("digits", .whole(from: 0), "digits after the point", default: .number(0)),
    ],
    examples: [.init("round(3.14159, 2)", gives: "3.14")]
) { call in
    let unit = Glibc.pow(10, Double(min(call.whole("digits"), 15)))
    if let number = call.number(ifGiven: "x") { return .number((number * unit).rounded() / unit) }
    let operand = try call.operand("x")
    try call.reserve(resultOf: operand, at: "x")
    return operand.like(operand.tensor.map { Real((Double($0) * unit).rounded() / unit) })
}

private let softmax = Builtin(
    "softmax", "e^x divided by its sum along the last axis: scores become probabilities.", family: .arithmetic,
    [Parameter("x", .any, "a list or a tensor")],
    examples: [.init("softmax([1, 1])", gives: "[0.5, 0.5]")]
) { call in
    let operand = try call.operand("x")
    try call.reserve(resultOf: operand, copies: 2, at: "x")
    return operand.like(operand.tensor.rank == 0 ? Tensor(1) : operand.tensor.softmax())
}

private func reduction(
    _ name: String, _ sentence: String, _ source: String, gives result: String,
    _ function: @escaping @Sendable ([Double]) -> Double
) -> Builtin {
    Builtin(
        name, sentence, family: .arithmetic,
        [
            Parameter("x", .any, "numbers: a list, a series or a tensor"),
            Parameter("axis", .whole(from: 1), "the axis that disappears, from 1", default: Value.none),
        ],
        examples: [.init(source, gives: result)]
    ) { call in
        let tensor = try call.operand("x").tensor
        guard let axis = call.whole(ifGiven: "axis") else {
            try call.reserve(rows: tensor.count, columns: 1, at: "x")
            var known: [Double] = []
            known.reserveCapacity(tensor.count)
            for value in tensor.values where !value.isNaN { known.append(Double(value)) }
            guard !known.isEmpty else { throw Messages.noNumbers(call, at: "x") }
            return .number(function(known))
        }
        guard axis <= tensor.rank else { throw Messages.noAxis(axis, tensor, call) }
        try call.reserve(
            rows: tensor.count / max(1, tensor.shape[axis - 1]) + tensor.shape[axis - 1], columns: 1, at: "x")
        return Operand.value(tensor.reduced(axis: axis - 1, function))
    }
}

extension Tensor {
    /// One axis, from 0, replaced by a number for each line along it.
    fileprivate func reduced(axis: Int, _ function: ([Double]) -> Double) -> Tensor {
        let inner = shape[(axis + 1)...].reduce(1, *)
        let length = shape[axis]
        let outer = shape[..<axis].reduce(1, *)
        let values = (0..<(outer * inner)).map { place in
            let start = place / max(1, inner) * inner * length + place % max(1, inner)
            return Real(function((0..<length).map { Double(self.values[start + $0 * inner]) }))
        }
        return Tensor(values, shape: Array(shape[..<axis] + shape[(axis + 1)...]))
    }
}
