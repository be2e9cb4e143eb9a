import Base
import Display

/// A JSON text; the order of an object's keys is kept.
///
/// Source: ECMA-404, "The JSON data interchange syntax" (2017).
enum JSON: Sendable {
    case null
    case flag(Bool)
    case whole(Int)
    /// Seconds, to the millisecond.
    case seconds(Double)
    case text(String)
    case list([JSON])
    case object([(key: String, value: JSON)])

    /// On one line.
    var line: String {
        switch self {
        case .list(let values): "[" + values.map(\.line).joined(separator: ", ") + "]"
        case .object(let pairs):
            "{" + pairs.map { JSONText.quoted($0.key) + ": " + $0.value.line }.joined(separator: ", ") + "}"
        default: plain
        }
    }

    /// On as many lines as there are things in it, moved in by one blank for each level, as Jupyter writes it.
    func lines(level: Int = 0) -> String {
        let inside = "\n" + String(repeating: " ", count: level + 1)
        let end = "\n" + String(repeating: " ", count: level)
        switch self {
        case .list(let values) where !values.isEmpty:
            return "[" + inside + values.map { $0.lines(level: level + 1) }.joined(separator: "," + inside) + end + "]"
        case .object(let pairs) where !pairs.isEmpty:
            let members = pairs.map { JSONText.quoted($0.key) + ": " + $0.value.lines(level: level + 1) }
            return "{" + inside + members.joined(separator: "," + inside) + end + "}"
        default: return line
        }
    }

    private var plain: String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .whole(let number): "\(number)"
        case .seconds(let number): "\((number * 1000).rounded() / 1000)"
        case .text(let text): JSONText.quoted(text)
        case .list, .object: ""
        }
    }
}
