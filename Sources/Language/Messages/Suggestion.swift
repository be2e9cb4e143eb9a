/// What a word that nobody knows may have been meant to be.
package struct Suggestion: Sendable, Hashable {
    /// The single nearest name within two edits.
    package let best: String?
    /// Where there is no single one: up to six names, the nearest first, or the first ones if none is near.
    package let others: [String]

    package init(for word: String, among names: [String]) {
        let near = names.compactMap { name -> (name: String, edits: Int)? in
            guard name != word, let edits = Suggestion.edits(word, name, atMost: 2) else { return nil }
            let (shorter, longer) = (min(word.count, name.count), max(word.count, name.count))
            return edits < shorter && (edits < 2 || longer > 4) ? (name, edits) : nil
        }
        let fewest = near.map(\.edits).min()
        let nearest = near.filter { $0.edits == fewest }.map(\.name)
        if nearest.count == 1 {
            best = nearest[0]
            others = []
        } else {
            best = nil
            let related = names.filter { $0.count > 2 && ($0.hasPrefix(word.prefix(4)) || word.hasPrefix($0)) }
            let first = near.isEmpty ? related : near.sorted { $0.edits < $1.edits }.map(\.name)
            others = Array((first.isEmpty ? names : first).prefix(6))
        }
    }

    /// How many letters must be put in, left out, replaced or swapped with their neighbour (Damerau 1964; each place is
    /// edited once) to turn one word into the other; a change of case is free. nil beyond the limit.
    static func edits(_ first: String, _ second: String, atMost limit: Int) -> Int? {
        let a = Array(first.lowercased().prefix(64).utf8)
        let b = Array(second.lowercased().prefix(64).utf8)
        guard abs(a.count - b.count) <= limit else { return nil }
        var before: [Int] = []
        var above = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var edits = min(row[j] + 1, above[j + 1] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { edits = min(edits, before[j - 1] + 1) }
                row.append(edits)
            }
            (before, above) = (above, row)
        }
        return above[b.count] <= limit ? above[b.count] : nil
    }
}
