import Base
import Datasets
import Display
import Language

/// One column of a table, with the times of its rows where they are known.
package struct SeriesObject: Object {
    package static let kind: Kind = "series"
    package let column: Column
    package let times: [Double]?

    package init(_ column: Column, times: [Double]? = nil) {
        self.column = column
        self.times = times
    }

    package var size: String { "\(column.count)" }

    package var summary: String {
        let head = "series \(column.name): \(counted(column.count, "value"))"
        guard let numbers = column.numbers else { return head + " of \(column.typeName)" }
        if let vocabulary = column.vocabulary {
            let shown = vocabulary.text(of: numbers.prefix(40).map { Int(clamping: $0) }).onOneLine
            return "\(column.name): \(counted(numbers.count, "token")) of \(vocabulary.size - 1), "
                + "\"\(shown)\(numbers.count > 40 ? "…" : "")\""
        }
        if numbers.count <= 14 {
            return head + ", " + numbers.map { $0.isNaN ? "missing" : Numbers.short($0) }.joined(separator: " ")
        }
        let known = numbers.filter { !$0.isNaN }
        guard let low = known.min(), let high = known.max() else { return head + ", all missing" }
        let range = " from \(Numbers.short(low)) to \(Numbers.short(high))"
        let missing = known.count < numbers.count ? ", \(numbers.count - known.count) missing" : ""
        return head + range + missing + scaling
    }

    private var scaling: String {
        guard let scaler = column.scalers.last else { return "" }
        let centre = Numbers.short(scaler.centre)
        let spread = Numbers.short(scaler.spread)
        return switch scaler.method {
        case .standard: ", scaled (mean \(centre), deviation \(spread))"
        case .minmax: ", scaled (smallest \(centre), range \(spread))"
        }
    }

    package var members: [(name: String, kind: Kind)] {
        column.numbers == nil ? [] : [("mean", .number), ("sd", .number), ("min", .number), ("max", .number)]
    }

    package func member(_ name: String) -> Value? {
        guard let known = column.numbers?.filter({ !$0.isNaN }), !known.isEmpty else { return nil }
        return switch name {
        case "mean": .number(Scaler(.standard, fitting: known).centre)
        case "sd": .number(Scaler(.standard, fitting: known).spread)
        case "min": known.min().map(Value.number)
        case "max": known.max().map(Value.number)
        default: nil
        }
    }

    package var count: Int? { column.count }

    package func element(_ index: Int) -> Value {
        switch column.values {
        case .numbers(let numbers): .number(numbers[index - 1])
        case .texts(let texts): .text(texts[index - 1])
        case .dates(let texts, _): .text(texts[index - 1])
        }
    }
}

extension SeriesObject: Recorded {
    package var records: [(name: String, csv: String)] {
        column.count <= 200 ? [(column.name, Table([column]).csv)] : []
    }
}
