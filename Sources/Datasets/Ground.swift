/// A series as a plan finds it: how long it is, and where windows must not lie.
struct Ground: Sendable {
    let rows: Int
    let gaps: Gaps?
    let inputs: Holes?
    var targets: Holes?

    /// The one place where a plan becomes windows.
    func cut(_ plan: Windows.Plan) -> (starts: [Int], leftOut: Windows.LeftOut) {
        let all = plan.starts(rows: rows)
        var leftOut = Windows.LeftOut()
        leftOut.rows = all.last.map { rows - ($0 + plan.reach) } ?? rows
        if gaps == nil, inputs == nil, targets == nil { return (all, leftOut) }
        let starts = [Int](unsafeUninitializedCapacity: all.count) { buffer, count in
            for start in all {
                let isCrossed = gaps?.isCrossed(from: start, to: start + plan.reach - 1) == true
                let isMissing =
                    !isCrossed
                    && (inputs?.touches(start..<(start + plan.length)) == true
                        || targets?.touches(plan.targetRows(from: start)) == true)
                leftOut.gaps += isCrossed ? 1 : 0
                leftOut.missing += isMissing ? 1 : 0
                if isCrossed || isMissing { continue }
                buffer[count] = start
                count += 1
            }
        }
        return (starts, leftOut)
    }
}

/// Where the time between two rows is more than half as long again as usual.
struct Gaps: Sendable {
    /// Gaps before each row.
    private var before: [Int32] = []

    init?(_ times: [Double]) {
        guard times.count > 2 else { return nil }
        let steps = zip(times.dropFirst(), times).map { $0 - $1 }
        guard let first = steps.first, steps.contains(where: { $0 != first }) else { return nil }
        let usual = steps.filter { $0 > 0 }.sorted()
        guard !usual.isEmpty else { return nil }
        let limit = usual[usual.count / 2] * 1.5
        if steps.allSatisfy({ $0 <= limit }) { return nil }
        var count: Int32 = 0
        before = [0]
        for step in steps {
            if !(step <= limit) { count += 1 }
            before.append(count)
        }
    }

    func isCrossed(from: Int, to: Int) -> Bool { before[to] > before[from] }
}

/// Rows that miss a value in one of the columns.
struct Holes: Sendable {
    private var before: [Int32] = [0]

    /// nil if none misses any.
    init?(_ columns: [Column], rows: Int) {
        let numbers = columns.map { $0.numbers ?? [] }
        guard numbers.contains(where: { $0.contains { $0.isNaN } }) else { return nil }
        before.reserveCapacity(rows + 1)
        for row in 0..<rows {
            before.append((before.last ?? 0) + (numbers.contains { $0[row].isNaN } ? 1 : 0))
        }
    }

    func touches(_ range: Range<Int>) -> Bool { before[range.upperBound] > before[range.lowerBound] }
}
