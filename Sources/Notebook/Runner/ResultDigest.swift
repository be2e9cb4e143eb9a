import Base
import Display

/// A short code over what a notebook computes, for two people to compare by reading it out.
///
/// It is made of what each cell was computed from (its source, data and seed, as in `src`) and of the words and numbers
/// that it shows, not of prose, of a drawing's marks, or of anything that depends on the machine. Rounding alone would
/// let two results on either side of a boundary fall apart; so a cell that is the same as recorded, within its
/// tolerance, counts with what is recorded. Only what differs or was never recorded counts with its own numbers,
/// rounded to what the tolerance leaves.
struct ResultDigest: Sendable {
    private var digest = Digest()

    /// `settings`: what was set from outside.
    init(settings: String = "") { digest.add("set \(settings)\n") }

    mutating func add(cell source: String, _ items: [Region.Item], _ tolerance: Tolerance) {
        digest.add("cell \(source)\n")
        for item in items where !item.isChart {
            let words = item.allLines.flatMap(Piece.split).filter(\.isTelling).map { $0.rounded(tolerance) }
            digest.add(words.joined(separator: " ") + "\n")
        }
    }

    /// Over several notebooks: their names and codes, in any order.
    init(of notebooks: [(name: String, code: String)]) {
        let lines = notebooks.map { "\($0.name) \($0.code)" }
        for line in lines.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) { digest.add(line + "\n") }
    }

    /// Twelve hexadecimal digits in three groups: `3f2a-91c0-77de`.
    var code: String {
        let digits = Array(digest.hex(12))
        return stride(from: 0, to: 12, by: 4).map { String(digits[$0..<($0 + 4)]) }.joined(separator: "-")
    }
}

extension Region.Item {
    fileprivate var allLines: [String] { textLines + (recordLines.map { [$0.name] + $0.csv } ?? []) }
}

extension Piece {
    /// A number with so many significant digits that the tolerance reaches neither of the last two.
    fileprivate func rounded(_ tolerance: Tolerance) -> String {
        guard case .number(let number, _) = self else { return text }
        if number.magnitude <= tolerance.absolute { return "0" }
        let digits = tolerance.relative > 0 ? Int(clamping: (-log10(tolerance.relative)).rounded(.down)) - 1 : 6
        return Numbers.significant(number, max(1, min(digits, 6)))
    }
}
