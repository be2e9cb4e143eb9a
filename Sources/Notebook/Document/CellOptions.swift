/// The words after `unroll` on a cell's fence.
package struct CellOptions: Sendable, Hashable {
    /// Letters, digits and `-`; written only when something refers to the cell.
    package var id: String?
    /// How far numbers may be from the recorded ones: `check="rtol=0.02 atol=1e-6"`.
    package var check = Tolerance()
    /// Shown, never run.
    package var isSkipped = false
    /// The source is hidden where the notebook is presented.
    package var isHidden = false
    /// Words of ours whose values cannot be read; they stay as written.
    var misread: [String] = []

    package init() {}
}

/// How far a number may be from the recorded one: |now − recorded| ≤ atol + rtol·|recorded|.
package struct Tolerance: Sendable, Hashable {
    package var relative: Double
    package var absolute: Double

    /// Outputs show four to six digits: 1e-4 allows for their rounding, not for another result.
    package init(relative: Double = 1e-4, absolute: Double = 1e-9) {
        self.relative = relative
        self.absolute = absolute
    }

    package func allows(_ now: Double, for recorded: Double) -> Bool {
        if now == recorded || (now.isNaN && recorded.isNaN) { return true }
        return (now - recorded).magnitude <= absolute + relative * recorded.magnitude
    }
}

extension CellOptions {
    /// `rtol=0.02 atol=1e-06`; nil if nothing was said.
    package var checkWords: String? {
        let usual = Tolerance()
        let words = [("rtol", check.relative, usual.relative), ("atol", check.absolute, usual.absolute)]
            .filter { $0.1 != $0.2 }.map { "\($0.0)=\($0.1)" }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// As they stand on a fence, without `unroll`.
    var words: String {
        var words = Words()
        words["id"] = id
        words["check"] = checkWords
        return ([words.text] + (isSkipped ? ["skip"] : []) + (isHidden ? ["hide"] : [])).filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    init(_ words: Words) {
        if let id = words["id"] {
            let isLetters = id.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-"
            }
            if isLetters, !id.isEmpty { self.id = id } else { misread.append("id") }
        }
        if let text = words["check"] {
            let limits = Words(text)
            for word in limits.all {
                let number = word.value.flatMap { Double($0) }.flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
                switch (word.key, number) {
                case ("rtol", let number?): check.relative = number
                case ("atol", let number?): check.absolute = number
                default: misread.append("check")
                }
            }
        }
        isSkipped = words.contains("skip")
        isHidden = words.contains("hide")
    }
}
