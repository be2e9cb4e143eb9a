import Base
import Engine

/// Examples as lines of a script that cuts them from shared rows, and those rows.
struct KerasData {
    var lines: [String] = []
    var tensors: [(name: String, tensor: Tensor)] = []

    init(_ examples: Examples, _ settings: FitSettings, prefix: String) throws(KerasGap) {
        guard !examples.answers.isEmpty else { throw KerasGap(what: "examples without targets") }
        var inputs: [String] = []
        for (place, source) in examples.sources.enumerated() {
            if source.hasMask { throw KerasGap(what: "examples with padding that is no masking layer's") }
            let name = "\(prefix) x\(place + 1)"
            add(name, source.rows, width: source.width)
            inputs.append(window(name, source.starts, source.steps, isFlat: source.isFlat, columns: source.columns))
        }
        var answers: [String] = []
        for (place, targets) in examples.answers.enumerated() {
            let isClass = settings.losses[place] == .categoricalCrossEntropy && targets.features == 1
            if !isClass, targets.hasHoles { throw KerasGap(what: "targets that are missing") }
            let name = "\(prefix) y\(place + 1)"
            add(name, targets.rows.map { $0.isNaN ? -1 : $0 }, width: targets.width)
            let cut = window(name, targets.starts, targets.steps, isFlat: targets.steps == 1, columns: targets.columns)
            answers.append(isClass ? "\(cut)[..., 0].astype(\"int32\")" : cut)
        }
        lines.append("\(prefix)_x = \(Self.listed(inputs))")
        lines.append("\(prefix)_y = \(Self.listed(answers))")
    }

    private static func listed(_ parts: [String]) -> String {
        parts.count == 1 ? parts[0] : "[\(parts.joined(separator: ", "))]"
    }

    private mutating func add(_ name: String, _ rows: [Real], width: Int) {
        tensors.append((name, Tensor(rows, shape: [rows.count / max(width, 1), width])))
    }

    /// Rows starts[i] ..< starts[i] + steps of each example; the starts as a range where they are one.
    private func window(_ name: String, _ starts: [Int], _ steps: Int, isFlat: Bool, columns: [Int]?) -> String {
        let shift = starts.count > 1 ? starts[1] - starts[0] : 1
        let isRange = shift > 0 && zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 == shift }
        let first = starts.first ?? 0
        let places =
            isRange
            ? "np.arange(\(first), \(first + starts.count * shift), \(shift))" : "np.array(\(starts))"
        let rows = "data[\(PythonText.quoted(name))]" + (columns.map { "[:, \($0)]" } ?? "")
        return isFlat && steps == 1 ? "\(rows)[\(places)]" : "\(rows)[\(places)[:, None] + np.arange(\(steps))]"
    }
}

extension Engine.Targets {
    /// Whether an answer is missing; rows that no example reads do not count.
    fileprivate var hasHoles: Bool {
        rows.contains(where: \.isNaN)
            && starts.indices.contains { values(of: $0).contains { $0.contains(where: \.isNaN) } }
    }
}
