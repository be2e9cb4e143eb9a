/// A chart as the rows of a record: what a notebook's file has next to its picture.
///
///     part,text,x,y
///     chart,"loss (mse) by epoch",,10
///     x,"epoch",1,60
///     history,,,
///     baseline,"last value",,0.0208
///     line,"train",*,training
///     point,,1,0.0634
///
/// A series with more points than a record has room for is there by the ends and extremes of its stretches, and the row
/// `of` says how many points there were.
extension Chart {
    package static let recordName = "chart"
    private static let heading = "part,text,x,y"
    /// More rows would go into a file of their own.
    private static let mostRows = 190

    /// nil where there are more series than a record has room for.
    package var record: [String]? {
        let head = [Self.heading, Self.row("chart", title, y: Double(rows))] + axisRows + flagRows + baselineRows
        let names = (xNames ?? []).map { Self.row("name", $0) }
        let room = (Self.mostRows - head.count - names.count) / max(1, series.count) - 2
        guard room >= 8 || series.allSatisfy({ $0.points.count <= room }) else { return nil }
        return head + names + series.flatMap { $0.rows(room: room) }
    }

    private var axisRows: [String] {
        [
            Self.row("x", xLabel, x: xRange?.lowerBound, y: xRange?.upperBound),
            Self.row("y", yLabel, x: yRange?.lowerBound, y: yRange?.upperBound),
        ] + (yReach.map { [Self.row("reach", x: $0.lowerBound, y: $0.upperBound)] } ?? [])
    }

    private var flagRows: [String] {
        [("whole", isXWhole), ("logarithmic", isYLogarithmic), ("diagonal", hasDiagonal), ("history", isHistory)]
            .filter(\.1).map { Self.row($0.0) }
    }

    private var baselineRows: [String] { baselines.map { Self.row("baseline", $0.name, y: $0.value) } }

    fileprivate static func row(_ part: String, _ text: String? = nil, x: Double? = nil, y: Double? = nil) -> String {
        row(part, text, x.map(number) ?? "", y.map(number) ?? "")
    }

    fileprivate static func row(_ part: String, _ text: String?, _ x: String, _ y: String) -> String {
        "\(part),\(text.map(quoted) ?? ""),\(x),\(y)"
    }

    /// NaN is empty: a gap.
    private static func number(_ number: Double) -> String {
        if number.isNaN { return "" }
        return number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\"", with: "\"\"").replacing("\n", with: " ") + "\""
    }
}

extension Chart.Series {
    fileprivate func rows(room: Int) -> [String] {
        let shown = points.count > room ? thinned(to: room) : points
        let place = mark.map { $0 == "," || $0 == "\"" ? "" : String($0) } ?? ""
        let head = Chart.row(shape.name, name, place, role?.word ?? "")
        let total = count > shown.count ? [Chart.row("of", y: Double(count))] : []
        return [head] + total + shown.map { Chart.row("point", x: $0.x, y: $0.y) }
    }

    /// The first, the lowest, the highest and the last point of each of as many stretches as fit.
    private func thinned(to room: Int) -> [Chart.Point] {
        let stretches = max(1, room / 4)
        return (0..<stretches).flatMap { stretch -> [Chart.Point] in
            let (start, end) = (stretch * points.count / stretches, (stretch + 1) * points.count / stretches)
            let places = (start..<end).filter { points[$0].y.isFinite }
            let extremes = [
                places.first, places.min { points[$0].y < points[$1].y }, places.max { points[$0].y < points[$1].y },
                places.last,
            ]
            return Set(extremes.compactMap { $0 }).sorted().map { points[$0] }
        }
    }
}

/// Reading.
extension Chart {
    /// nil for what is no such record, or has no series.
    package init?(record lines: [String]) {
        guard lines.first == Self.heading else { return nil }
        self.init(series: [])
        for line in lines.dropFirst() {
            let fields = Self.fields(of: line)
            guard fields.count == 4 else { return nil }
            read(part: fields[0], text: fields[1], x: fields[2], y: fields[3])
        }
        guard !series.isEmpty else { return nil }
    }

    private mutating func read(part: String, text: String, x: String, y: String) {
        let range = Self.range(x, y)
        switch part {
        case "chart": (title, rows) = (text, min(200, max(1, Int(y) ?? rows)))
        case "x": (xLabel, xRange) = (text, range)
        case "y": (yLabel, yRange) = (text, range)
        case "reach": yReach = range
        case "whole": isXWhole = true
        case "logarithmic": isYLogarithmic = true
        case "diagonal": hasDiagonal = true
        case "history": isHistory = true
        case "baseline": if let value = Double(y), value.isFinite { baselines.append(Baseline(text, value)) }
        case "name": xNames = (xNames ?? []) + [text]
        case "of": if let last = series.indices.last { series[last].total = Int(y) }
        case "point":
            guard let last = series.indices.last else { return }
            series[last].points.append((x: Double(x) ?? .nan, y: Double(y) ?? .nan))
        default:
            guard let shape = SeriesShape.all.first(where: { $0.name == part }) else { return }
            series.append(Series(text, [], shape: shape, mark: x.unicodeScalars.first, role: Role(word: y)))
        }
    }

    private static func range(_ low: String, _ high: String) -> ClosedRange<Double>? {
        guard let low = Double(low), let high = Double(high), low.isFinite, high.isFinite, low < high else {
            return nil
        }
        return low...high
    }

    /// What commas are between, but for those in quotes.
    private static func fields(of line: String) -> [String] {
        var fields = [""]
        var isQuoted = false
        var characters = line[...]
        while let character = characters.popFirst() {
            switch character {
            case "\"" where isQuoted && characters.first == "\"":
                characters.removeFirst()
                fields[fields.count - 1].append("\"")
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}

extension Chart.Role {
    fileprivate var word: String {
        switch self {
        case .training: "training"
        case .validation: "validation"
        case .intervention: "intervention"
        case .reference: "reference"
        case .comparison: "comparison"
        case .member(let index): "\(index + 1)"
        }
    }

    fileprivate init?(word: String) {
        let named: [Chart.Role] = [.training, .validation, .intervention, .reference, .comparison]
        if let role = named.first(where: { $0.word == word }) {
            self = role
        } else if let index = Int(word), (1...1000).contains(index) {
            self = .member(index - 1)
        } else {
            return nil
        }
    }
}
