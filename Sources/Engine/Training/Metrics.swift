import Base

/// What can be told of answers beside their loss.
package enum Metric: String, Hashable, Sendable, CaseIterable {
    case accuracy, mae, mse, rmse, perplexity, precision, recall, f1

    /// Needs to know how often each class was meant and said.
    package var needsClasses: Bool { self == .precision || self == .recall || self == .f1 }

    /// Whether it can be told where answers are classes, and where they are values.
    package func fits(_ loss: Loss) -> Bool {
        switch self {
        case .accuracy, .precision, .recall, .f1: loss.isCrossEntropy
        case .perplexity: loss == .categoricalCrossEntropy
        case .mae, .mse, .rmse: !loss.isCrossEntropy
        }
    }
}

/// How often each class was meant, said, and both.
///
/// Each output of a sigmoid is a class by itself, which is there or not; several may be there together.
package struct ClassCounts: Hashable, Sendable {
    package private(set) var meant: [Int]
    package private(set) var said: [Int]
    package private(set) var right: [Int]
    /// Row by row, [meant × said]; only if asked for.
    package private(set) var pairs: [Int]?

    init(classes: Int, countsPairs: Bool = false) {
        meant = [Int](repeating: 0, count: classes)
        said = meant
        right = meant
        if countsPairs { pairs = [Int](repeating: 0, count: classes * classes) }
    }

    package var count: Int { meant.count }

    /// How often one class was said where another was meant; 0 if pairs were not counted.
    package func pair(meant: Int, said: Int) -> Int { pairs?[meant * count + said] ?? 0 }

    mutating func add(meant: Int, said: Int) {
        self.meant[meant] += 1
        self.said[said] += 1
        if meant == said { right[meant] += 1 }
        let place = meant * count + said
        pairs?[place] += 1
    }

    /// One output that says yes or no by itself.
    mutating func add(output: Int, meant: Bool, said: Bool) {
        if meant { self.meant[output] += 1 }
        if said { self.said[output] += 1 }
        if meant && said { right[output] += 1 }
    }

    static func += (left: inout ClassCounts, right: ClassCounts) {
        for index in left.meant.indices {
            left.meant[index] += right.meant[index]
            left.said[index] += right.said[index]
            left.right[index] += right.right[index]
        }
        guard let pairs = right.pairs else { return }
        for index in pairs.indices { left.pairs?[index] += pairs[index] }
    }

    /// Of what was said to be the class, the share that is; 0 where it was never said.
    package func precision(_ index: Int) -> Double { share(right[index], of: said[index]) }
    /// Of what is the class, the share that was said to be; 0 where it never is.
    package func recall(_ index: Int) -> Double { share(right[index], of: meant[index]) }
    /// 2 / (1 / precision + 1 / recall); 0 where one of them is.
    package func f1(_ index: Int) -> Double { share(2 * right[index], of: meant[index] + said[index]) }

    /// Means over the classes, each counting the same.
    package var precision: Double { mean(precision) }
    package var recall: Double { mean(recall) }
    package var f1: Double { mean(f1) }

    private func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

    private func mean(_ figure: (Int) -> Double) -> Double {
        meant.indices.reduce(0) { $0 + figure($1) } / Double(max(1, count))
    }
}

extension ClassCounts {
    /// Of the targets of examples whose answer is one class; nil for other answers.
    package init?(of examples: Examples, _ loss: Loss, classes: Int) {
        guard loss.isCrossEntropy, examples.answers.count == 1, let targets = examples.targets else { return nil }
        guard loss == .categoricalCrossEntropy || classes == 1 else { return nil }
        self.init(classes: max(2, classes))
        for example in 0..<targets.count {
            for values in targets.values(of: example) {
                let place = values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
                let label = values.count > 1 ? Real(place) : values[0].rounded()
                guard label >= 0, label < Real(count) else { continue }
                add(meant: Int(clamping: label), said: Int(clamping: label))
            }
        }
    }

    /// Weights with which every class counts as much as all others: total / (classes · count), 0 for what is not there.
    package var balance: [Double] {
        let total = Double(meant.reduce(0, +))
        return meant.map { $0 == 0 ? 0 : total / (Double(count) * Double($0)) }
    }
}

extension Evaluation {
    /// nil where the metric does not fit the loss, or its counts were not asked for.
    package func figure(_ metric: Metric) -> Double? {
        switch metric {
        case .accuracy: accuracy
        case .mae: meanAbsoluteError
        case .mse: meanSquaredError
        case .rmse: meanSquaredError.map { $0.squareRoot() }
        case .perplexity: crossEntropy.map { exp($0) }
        case .precision: classes?.precision
        case .recall: classes?.recall
        case .f1: classes?.f1
        }
    }
}
