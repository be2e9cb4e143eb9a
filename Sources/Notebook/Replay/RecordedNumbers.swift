import Content
import Display

/// A record read as numbers: a heading, and rows below it. What is no number is NaN.
package struct RecordedNumbers: Sendable, Hashable {
    package let columns: [String]
    /// Each as long as `columns`.
    package let rows: [[Double]]

    /// nil where there is no row.
    package init?(_ lines: [String]) {
        guard let heading = lines.first, lines.count > 1 else { return nil }
        columns = heading.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let width = columns.count
        rows = lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            var row = fields.prefix(width).map { Double($0) ?? .nan }
            row += Array(repeating: .nan, count: width - row.count)
            return row
        }
    }

    /// The numbers below a heading.
    package func column(_ name: String) -> [Double]? {
        columns.firstIndex(of: name).map { index in rows.map { $0[index] } }
    }
}

/// The losses of a fit, epoch by epoch, as a notebook has kept them.
package struct RecordedHistory: Sendable, Hashable {
    package let losses: [Chart.Loss]
    /// Epochs in which something was changed by hand.
    package let changed: Set<Int>

    /// nil where no epoch has a loss.
    package init?(_ numbers: RecordedNumbers) {
        guard let train = numbers.column("loss"), train.contains(where: \.isFinite) else { return nil }
        let validation = numbers.column("validation")
        let epochs = Self.epochs(numbers)
        losses = train.indices.map { index in
            let validated = validation?[index] ?? .nan
            return Chart.Loss(epochs[index], train[index], validation: validated.isNaN ? nil : validated)
        }
        let marks = numbers.column("changed") ?? []
        changed = Set(zip(epochs, marks).filter { $0.1 > 0 }.map(\.0))
    }

    /// As they are numbered, if that goes up from 1 or above; else the rows are counted.
    private static func epochs(_ numbers: RecordedNumbers) -> [Int] {
        let named = (numbers.column("epoch") ?? []).compactMap { Int(exactly: $0) }
        let isAscending = zip(named, named.dropFirst()).allSatisfy { $0 < $1 }
        let isUsable = named.count == numbers.rows.count && isAscending && named[0] >= 1
        return isUsable ? named : Array(1...numbers.rows.count)
    }

    /// Drawn from the numbers alone, which do not say of which loss they are.
    package var chart: Chart { .losses(nil, losses, changed: changed, epochs: losses.last?.epoch) }
}
