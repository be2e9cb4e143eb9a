/// A recorded output against a new one: numbers by how far they are apart, all else by its characters.
struct Comparison: Sendable {
    /// One place where they differ: what it is about, what stands in the file, what came out now.
    struct Difference: Sendable, Hashable {
        var label: String
        var recorded: String
        var now: String
    }
    private(set) var differences: [Difference] = []
    /// What a reader wants to know although it is the same: `history 60 rows, largest difference 0.4% (allowed 2%)`.
    private(set) var remarks: [String] = []
    let tolerance: Tolerance

    init(_ recorded: [Region.Item], _ now: [Region.Item], tolerance: Tolerance) {
        self.tolerance = tolerance
        let (recorded, now) = (recorded.filter { !$0.isChart }, now.filter { !$0.isChart })
        compare(lines: recorded.flatMap(\.textLines), now.flatMap(\.textLines))
        let new = now.compactMap(\.recordLines)
        let old = recorded.compactMap(\.recordLines)
        for record in old {
            guard let other = new.first(where: { $0.name == record.name }) else {
                differences.append(Difference(label: record.name, recorded: rows(record.csv), now: "nothing"))
                continue
            }
            compare(record.name, record.csv, other.csv)
        }
        for record in new where !old.contains(where: { $0.name == record.name }) {
            differences.append(Difference(label: record.name, recorded: "nothing", now: rows(record.csv)))
        }
    }

    /// Only what kind of outputs they are: of texts the word that they begin with, of records the columns.
    init(kindsOf recorded: [Region.Item], _ now: [Region.Item]) {
        tolerance = Tolerance()
        let (recorded, now) = (recorded.filter { !$0.isChart }, now.filter { !$0.isChart })
        for index in 0..<max(recorded.count, now.count) {
            let old = index < recorded.count ? recorded[index].kind : "nothing"
            let new = index < now.count ? now[index].kind : "nothing"
            if old != new { differences.append(.init(label: "output \(index + 1)", recorded: old, now: new)) }
        }
    }

    private func rows(_ csv: [String]) -> String { csv.count == 2 ? "1 row" : "\(max(csv.count - 1, 0)) rows" }
}

/// Text: by lines.
extension Comparison {
    private mutating func compare(lines old: [String], _ new: [String]) {
        var found: [Difference] = []
        for index in 0..<max(old.count, new.count) {
            guard index < old.count, index < new.count else {
                found.append(.init(label: "line \(index + 1)", recorded: old[safe: index], now: new[safe: index]))
                continue
            }
            if let difference = difference(old[index], new[index]) {
                found.append(difference.label.isEmpty ? difference.named("line \(index + 1)") : difference)
            }
        }
        // Where numbers may differ, the marks of a drawing may move: its words and numbers tell whether it's another.
        let isLenient = tolerance != Tolerance()
        if !found.isEmpty, isLenient, isSameButForMarks(old, new) { return }
        differences += found
    }

    private func difference(_ old: String, _ new: String) -> Difference? {
        if old == new { return nil }
        let (olds, news) = (Piece.split(old), Piece.split(new))
        guard olds.count == news.count else { return Difference(label: "", recorded: old, now: new) }
        var label = ""
        for (old, new) in zip(olds, news) {
            switch (old, new) {
            case (.number(let a, let textA), .number(let b, let textB)):
                if !tolerance.allows(b, for: a) { return Difference(label: label, recorded: textA, now: textB) }
            case (.word(let a), .word(let b)) where a == b: label = a
            case (.mark(let a), .mark(let b)) where a == b: continue
            default: return Difference(label: "", recorded: old.text, now: new.text).whole(olds, news)
            }
        }
        return nil
    }

    private func isSameButForMarks(_ old: [String], _ new: [String]) -> Bool {
        let olds = old.flatMap(Piece.split).filter(\.isTelling)
        let news = new.flatMap(Piece.split).filter(\.isTelling)
        guard olds.count == news.count, !olds.isEmpty else { return false }
        return zip(olds, news).allSatisfy { old, new in
            if case .number(let a, _) = old, case .number(let b, _) = new { return tolerance.allows(b, for: a) }
            return old == new
        }
    }
}

/// Records: by columns.
extension Comparison {
    private mutating func compare(_ name: String, _ old: [String], _ new: [String]) {
        guard old.first == new.first, old.count == new.count else {
            let isHeading = old.first != new.first
            let (recorded, now) = isHeading ? (old.first ?? "", new.first ?? "") : (rows(old), rows(new))
            return differences.append(.init(label: name, recorded: recorded, now: now))
        }
        var largest = 0.0
        var worst: Difference?
        let columns = (old.first ?? "").split(separator: ",", omittingEmptySubsequences: false)
        for (row, lines) in zip(old, new).enumerated() where row > 0 && lines.0 != lines.1 {
            let fields = (
                lines.0.split(separator: ",", omittingEmptySubsequences: false),
                lines.1.split(separator: ",", omittingEmptySubsequences: false)
            )
            for (column, pair) in zip(fields.0, fields.1).enumerated() where pair.0 != pair.1 {
                let distance = distance(pair.0, pair.1)
                if distance > largest || (worst == nil && !allows(pair.0, pair.1)) {
                    largest = max(largest, distance)
                    if !allows(pair.0, pair.1) {
                        let place = "\(name) row \(row)" + (column < columns.count ? " \(columns[column])" : "")
                        worst = .init(label: place, recorded: String(pair.0), now: String(pair.1))
                    }
                }
            }
            if fields.0.count != fields.1.count {
                worst = .init(label: "\(name) row \(row)", recorded: lines.0, now: lines.1)
            }
        }
        remarks.append("\(name) \(rows(old)), " + Messages.largest(largest, allowed: tolerance.relative))
        if let worst { differences.append(worst) }
    }

    /// As a share of the recorded number; infinite for what is no number.
    private func distance(_ old: Substring, _ new: Substring) -> Double {
        guard let a = Double(old), let b = Double(new) else { return .infinity }
        if (b - a).magnitude <= tolerance.absolute || (a.isNaN && b.isNaN) { return 0 }
        return a == 0 ? .infinity : (b - a).magnitude / a.magnitude
    }

    private func allows(_ old: Substring, _ new: Substring) -> Bool {
        guard let a = Double(old), let b = Double(new) else { return old == new }
        return tolerance.allows(b, for: a)
    }
}

extension Comparison.Difference {
    fileprivate func named(_ label: String) -> Comparison.Difference {
        var named = self
        named.label = label
        return named
    }

    fileprivate func whole(_ old: [Piece], _ new: [Piece]) -> Comparison.Difference {
        .init(
            label: label, recorded: old.map(\.text).joined(separator: " "), now: new.map(\.text).joined(separator: " "))
    }
}

extension [String] {
    fileprivate subscript(safe index: Int) -> String { index < count ? self[index] : "nothing" }
}

extension Region.Item {
    /// `run` for `run: 60 epochs, loss 0.0412`; `text` where nothing stands before a colon.
    fileprivate var kind: String {
        switch self {
        case .text(let lines):
            let head = (lines.first ?? "").prefix { $0 != ":" && $0 != " " }
            return (lines.first ?? "").dropFirst(head.count).hasPrefix(": ") ? String(head) : "text"
        case .error: return "error"
        case .record(let name, let csv): return "record \(name) (\(csv.first ?? ""))"
        case .file(_, _, let name): return "record \(name)"
        }
    }

    var textLines: [String] {
        switch self {
        case .text(let lines), .error(let lines): lines
        case .record, .file: []
        }
    }

    var recordLines: (name: String, csv: [String])? {
        if case .record(let name, let csv) = self { (name, csv) } else { nil }
    }
}
