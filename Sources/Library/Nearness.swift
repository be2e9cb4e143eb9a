/// Which known word was probably meant.
enum Nearness {
    /// The single best word within two edits, or nil if there is none or a tie.
    static func best(_ word: String, in known: [String]) -> String? {
        let rated = known.map { (word: $0, edits: edits(word, $0)) }
        guard let least = rated.map(\.edits).min(), least <= 2, least < word.count else { return nil }
        let found = rated.filter { $0.edits == least }
        return found.count == 1 ? found[0].word : nil
    }

    /// Insertions, deletions, changes and swaps of neighbours that lead from one word to the other.
    static func edits(_ first: String, _ second: String) -> Int {
        let a = Array(first.unicodeScalars)
        let b = Array(second.unicodeScalars)
        var older: [Int] = []
        var previous = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var least = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, older[j - 1] + 1) }
                row.append(least)
            }
            (older, previous) = (previous, row)
        }
        return previous[b.count]
    }
}
