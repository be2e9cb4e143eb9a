import Base

/// A number as it is shown: whole numbers in full up to a million million, others with up to six significant digits.
package func numberText(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    if let whole = Int(exactly: number), whole.magnitude < 1_000_000_000_000 { return "\(whole)" }
    return tidyExponent(formatted(number, "%.*g", digits: 6))
}

/// `1e+12` as `1e12`, `1e-05` as `1e-5`.
private func tidyExponent(_ text: String) -> String {
    guard let e = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: e)...]) else { return text }
    return text[..<e] + "e\(exponent)"
}

extension Value {
    /// The value as it is shown when a cell ends in it: a text as it is, an object by its summary, a list on one line.
    package var text: String {
        switch self {
        case .text(let text): text
        case .object(let object): object.summary
        case .none, .bool, .number, .list: excerpt(100)
        }
    }

    /// The value on one line of about `width` characters: texts in quotes, long lists cut short.
    package func excerpt(_ width: Int) -> String {
        switch self {
        case .none: return "none"
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let number): return numberText(number)
        case .text(let text): return "\"\(text.clipped(max(8, width - 2)))\""
        case .object(let object): return object.summary.clipped(max(8, width))
        case .list(let elements): return Value.excerpt(of: elements, width)
        }
    }

    private static func excerpt(of elements: [Value], _ width: Int) -> String {
        var parts: [String] = []
        var room = width - 2
        for (index, element) in elements.enumerated() {
            // Even the shortest part is longer than this: without it a walk would go on where nothing more is shown.
            let part = room < 3 && !parts.isEmpty ? nil : element.excerpt(min(room, 60))
            room -= (part?.count ?? 1) + 2
            guard let part, room >= 0 || parts.isEmpty else {
                parts.append("… \(elements.count - index) more")
                break
            }
            parts.append(part)
        }
        return "[" + parts.joined(separator: ", ") + "]"
    }

    /// How messages name it: `the text "10"`, "2.5", "a table".
    var described: String {
        switch self {
        case .text(let text): "the text \"\(text.clipped(16))\""
        case .none, .bool: excerpt(20)
        case .number(let number): "the number \(numberText(number))"
        case .list, .object: kind.withArticle
        }
    }
}
