import Datasets
import Engine
import Language

/// How a loss is built: position by position, with the mask, the means and the gradient.
let lossRecords: [Builtin] = [lossTable]

private let lossTable = Builtin(
    "loss_table",
    "How the loss is built, position by position: target, probability, −log p, the mask, each mean, and dL/do.",
    family: .looking,
    [
        Parameter(
            "run", .either([.object(RunObject.kind), .list, .object(TensorObject.kind)]),
            "the trained network, or bare probabilities [examples × steps × classes]; a matrix is one example",
            aliases: ["net", "model", "probabilities", "outputs"]),
        Parameter(
            "data", .any,
            "the examples; of bare probabilities the targets: class numbers or one-hot rows, −1 for none",
            aliases: ["targets", "y"]),
        Parameter("target", .any, "the answer, where bare numbers are given to a network", default: Value.none),
        Parameter("n", .whole(from: 1), "the first examples that are shown and counted", default: .number(8)),
        Parameter(
            "normaliser", .choice(["real", "lecture", "padded"]),
            "what the sum is divided by; that of the run, or the real positions", default: Value.none),
        Parameter(
            "loss", .choice(Loss.allCases.map(\.rawValue)),
            "of bare numbers; a cross-entropy if left out, for one number a step the binary one", default: Value.none),
        Parameter("names", .list, "names of the classes, from class 0 on", default: Value.none, aliases: ["classes"]),
    ],
    examples: [
        .init("loss_table([[[0.5, 0.5], [0.25, 0.75]]], [[1, 0]]).losses", gives: "[[0.6931, 1.386]]"),
        .init(
            """
            p = [[[0.6, 0.4], [0.1, 0.9], [0.5, 0.5]], [[0.9, 0.1], [0.85, 0.15], [0.75, 0.25]]]
            loss_table(p, [[1, 1, -1], [0, 0, 0]], normaliser = "lecture")
            """),
    ]
) { call in
    if let run = call.object(ifGiven: "run", as: RunObject.self) { return try LossTables.of(run, call) }
    return try LossTables.ofNumbers(call)
}

private enum LossTables {
    static func of(_ run: RunObject, _ call: Call) throws -> Value {
        if call.isGiven("loss") { throw call.fail("the run has a loss already", at: "loss", "leave this out") }
        let windows = try ExampleInputs(call, "data", for: run.model.input, targets: "target").windows
        let shown = windows.examples(0..<min(windows.count, call.whole("n")))
        let table = try Messages.explained(run.description, windows.examples.shapes, call) { () throws(EngineError) in
            try run.model.lossTable(shown.examples, losses: run.losses)
        }
        let known = table.loss == .categoricalCrossEntropy ? shown.targets.first?.vocabulary?.tokens : nil
        return .object(
            LossTableObject(
                table,
                normaliser: call.text(ifGiven: "normaliser").flatMap { Normaliser(rawValue: $0) } ?? run.normaliser,
                classes: try names(table, call) ?? known ?? [], more: windows.count - shown.count))
    }

    static func ofNumbers(_ call: Call) throws -> Value {
        let outputs = try threeAxes(try call.operand("run").tensor, call)
        let loss =
            call.text(ifGiven: "loss").flatMap { Loss(rawValue: $0) }
            ?? (outputs.shape[2] == 1 ? .binaryCrossEntropy : .categoricalCrossEntropy)
        if loss.isCrossEntropy { try checkProbabilities(outputs, loss, call) }
        let targets = try targets(for: outputs, call)
        let count = min(outputs.shape[0], call.whole("n"))
        let table: LossTable
        do throws(EngineError) {
            table = try LossTable(outputs: outputs.first(count), targets: targets.first(count), loss: loss)
        } catch {
            throw Messages.ofBareNumbers(error, outputs, call)
        }
        return .object(
            LossTableObject(
                table, normaliser: call.text(ifGiven: "normaliser").flatMap { Normaliser(rawValue: $0) } ?? .real,
                classes: try names(table, call) ?? [], more: outputs.shape[0] - count))
    }

    private static func names(_ table: LossTable, _ call: Call) throws -> [String]? {
        guard let names = try call.texts(ifGiven: "names") else { return nil }
        guard names.count == table.width else { throw Messages.classNames(names.count, table.width, call) }
        return names
    }

    /// [examples × steps × classes]: a matrix is one example, a list one step of it.
    private static func threeAxes(_ tensor: Tensor, _ call: Call) throws -> Tensor {
        guard (1...3).contains(tensor.rank), tensor.count > 0 else { throw Messages.notOutputs(tensor, call) }
        return Tensor(tensor.values, shape: [Int](repeating: 1, count: 3 - tensor.rank) + tensor.shape)
    }

    /// [examples × steps × 1] of class numbers, or as the outputs.
    private static func targets(for outputs: Tensor, _ call: Call) throws -> Tensor {
        guard let found = try call.operand(of: filled(call.value("data"), call), at: "data")?.tensor else {
            if case .list = call.value("data") { throw Messages.ragged(call, at: "data") }
            throw Messages.noNumbers(call, at: "data")
        }
        let (shape, plain) = (outputs.shape, Array(outputs.shape.dropLast()))
        if found.shape == shape || found.count == outputs.count && shape.hasSuffix(found.shape) {
            return Tensor(found.values, shape: shape)
        }
        if found.shape == plain || found.count == plain[0] * plain[1] && plain.hasSuffix(found.shape) {
            return Tensor(found.values, shape: plain + [1])
        }
        throw Messages.notTargets(found, for: outputs, call)
    }

    /// A bare −1 among one-hot rows is a row of them.
    private static func filled(_ value: Value, _ call: Call) throws -> Value {
        guard case .list(let values) = value else { return value }
        try call.reserve(values: values.count * 2, at: "data")
        let inner = try values.map { try filled($0, call) }
        let widths = inner.compactMap { if case .list(let row) = $0 { row.count } else { nil } }
        guard let width = widths.first, widths.count < inner.count else { return .list(inner) }
        try call.reserve(values: Sizes.product(inner.count - widths.count, width), at: "data")
        return .list(
            inner.map { if case .number = $0 { .list([Value](repeating: $0, count: width)) } else { $0 } })
    }

    private static func checkProbabilities(_ outputs: Tensor, _ loss: Loss, _ call: Call) throws {
        let width = outputs.shape[2]
        for row in 0..<(outputs.count / width) {
            let values = outputs.values[row * width..<(row + 1) * width]
            let place = "example \(row / outputs.shape[1] + 1), step \(row % outputs.shape[1] + 1)"
            if let wrong = values.first(where: { $0 < 0 || $0 > 1 }) {
                throw Messages.notAProbability(Double(wrong), place, call)
            }
            let sum = values.reduce(0, +)
            if loss == .categoricalCrossEntropy, abs(sum - 1) > 0.02 {
                throw Messages.notADistribution(Double(sum), place, call)
            }
        }
    }
}

extension [Int] {
    fileprivate func hasSuffix(_ end: [Int]) -> Bool { count >= end.count && Array(suffix(end.count)) == end }
}

extension Tensor {
    /// The first examples.
    fileprivate func first(_ count: Int) -> Tensor {
        let size = shape.dropFirst().reduce(1, *)
        return Tensor(Array(values.prefix(count * size)), shape: [count] + shape.dropFirst())
    }
}

extension Messages {
    fileprivate static func notOutputs(_ tensor: Tensor, _ call: Call) -> Diagnostic {
        call.fail(
            "a loss table needs a run, or probabilities [examples × steps × classes]", at: "run",
            "this is \(tensor.shapeDescription)")
    }

    fileprivate static func notTargets(_ found: Tensor, for outputs: Tensor, _ call: Call) -> Diagnostic {
        let (rows, steps, width) = (outputs.shape[0], outputs.shape[1], outputs.shape[2])
        return call.fail(
            "the outputs are [\(rows) × \(steps) × \(width)], but the targets are \(found.shapeDescription)",
            at: "data",
            "one class number for each step [\(rows) × \(steps)], or one-hot rows")
    }

    fileprivate static func notAProbability(_ number: Double, _ place: String, _ call: Call) -> Diagnostic {
        call.fail(
            "\(short(number)) is no probability: they go from 0 to 1", at: "run", "in \(place)",
            notes: ["for values that are forecast, add loss = \"mse\""])
    }

    fileprivate static func notADistribution(_ sum: Double, _ place: String, _ call: Call) -> Diagnostic {
        call.fail("the probabilities of a step add up to \(short(sum)), not to 1", at: "run", "in \(place)")
    }

    fileprivate static func ofBareNumbers(_ error: EngineError, _ outputs: Tensor, _ call: Call) -> Diagnostic {
        switch error {
        case .labelOutOfRange(let label, let classes, let example, let step):
            call.fail(
                "the target \(short(label)) is not a class from 0 to \(classes - 1)", at: "data",
                "in example \(example + 1), step \(step + 1); -1 is none")
        case .targetOutOfRange(let value, let example, let step):
            call.fail(
                "the target \(short(value)) is not one that this loss can take", at: "data",
                "in example \(example + 1), step \(step + 1)")
        case .tooFewClasses:
            call.fail("categorical cross-entropy needs two classes or more", at: "run", "one number for each step here")
        case .tooMuchMemory(let needed, let free): tooMuchMemory(needed, free, call, at: nil)
        default: notOutputs(outputs, call)
        }
    }
}
