import Base

/// Numbers as text. A number that is none is shown as `nan`, `inf` or `-inf`; one that is to be guessed as `?`.
package enum Numbers {
    /// Stands for a number that the reader is to find. It is a NaN of its own, so that what is made of it is hidden too.
    package static let hidden = Float(nan: 0x5EC, signaling: false)

    package static func isHidden(_ number: Float) -> Bool { number.bitPattern == hidden.bitPattern }

    /// A text into which numbers were put as they print themselves, without those that are to be guessed.
    package static func covering(_ text: String) -> String { text.replacing("\(hidden)", with: "?") }

    /// A count with its thousands set apart: `1,234,567`.
    package static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        return digits.enumerated().reduce(into: number < 0 ? "-" : "") { text, next in
            if next.offset > 0, (digits.count - next.offset) % 3 == 0 { text.append(",") }
            text.append(next.element)
        }
    }

    /// `digits` places after the point: `0.8870`.
    package static func fixed(_ number: Double, _ digits: Int) -> String {
        guard number.isFinite else { return name(number) }
        let text = formatted(number, "%.*f", digits: max(0, min(digits, 17)))
        return isNegativeZero(text) ? String(text.dropFirst()) : text
    }

    /// As `fixed`, always with a sign: `+0.83`. Zero is `+0.00`.
    package static func signed(_ number: Double, _ digits: Int) -> String {
        let text = fixed(number, digits)
        return text.hasPrefix("-") || number.isNaN ? text : "+" + text
    }

    /// `digits` significant digits, trailing zeros kept off: `0.1931`, `3650`, `1.2e-07`, `6.02e+23`.
    package static func significant(_ number: Double, _ digits: Int) -> String {
        guard number.isFinite else { return name(number) }
        if number == 0 { return "0" }
        let digits = max(1, min(digits, 17))
        let exponent = exponent(of: number, digits)
        if exponent < -5 || exponent >= max(digits, 7) {
            let text = formatted(number, "%.*e", digits: digits - 1)
            guard let mark = text.firstIndex(of: "e") else { return text }
            return trimmed(String(text[..<mark])) + text[mark...]
        }
        return trimmed(fixed(number, max(0, digits - 1 - exponent)))
    }

    /// As few digits as read well: four significant ones, whole numbers as they are.
    package static func short(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < 1e7 { return fixed(number, 0) }
        return significant(number, 4)
    }

    /// 0.38 → `38%`.
    package static func percent(_ share: Double, _ digits: Int = 0) -> String { fixed(share * 100, digits) + "%" }

    /// Numbers of one column with the same number of places, so that points stand below each other; nil is empty.
    ///
    /// `digits` significant ones for the largest number; numbers of very different size fall back to `significant`.
    package static func column(_ numbers: [Double?], digits: Int = 4) -> [String] {
        let finite = numbers.compactMap { $0 }.filter(\.isFinite)
        let largest = finite.map(abs).max() ?? 0
        if finite.allSatisfy({ $0 == $0.rounded() }), largest < 1e15 {
            return numbers.map { $0.map { fixed($0, 0) } ?? "" }
        }
        let smallest = finite.filter { $0 != 0 }.map(abs).min() ?? 0
        guard largest < 1e7, largest >= 1e-4, smallest * 1e4 >= largest || largest >= 1 && smallest >= 1e-3 else {
            return numbers.map { $0.map { significant($0, digits) } ?? "" }
        }
        let wanted = finite.map { places($0, digits) }.max() ?? 0
        let allowed = max(0, max(digits, 4) - 1 - exponent(of: largest, digits)) + 2
        return numbers.map { $0.map { fixed($0, min(wanted, allowed)) } ?? "" }
    }

    /// Places after the point that show `number` to `digits` significant digits.
    private static func places(_ number: Double, _ digits: Int) -> Int {
        let text = significant(number, digits)
        guard !text.contains("e"), let point = text.firstIndex(of: ".") else { return 0 }
        return text.distance(from: point, to: text.endIndex) - 1
    }

    private static func exponent(of number: Double, _ digits: Int) -> Int {
        guard number != 0, number.isFinite else { return 0 }
        let text = formatted(number, "%.*e", digits: max(0, digits - 1))
        guard let mark = text.firstIndex(of: "e") else { return 0 }
        let digits = text[text.index(after: mark)...]
        return Int(digits.first == "+" ? digits.dropFirst() : digits) ?? 0
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = Substring(text)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text == "-0" ? "0" : String(text)
    }

    private static func isNegativeZero(_ text: String) -> Bool {
        text.hasPrefix("-") && !text.contains { $0 >= "1" && $0 <= "9" }
    }

    private static func name(_ number: Double) -> String {
        isHidden(Float(number)) ? "?" : number.isNaN ? "nan" : number < 0 ? "-inf" : "inf"
    }
}
