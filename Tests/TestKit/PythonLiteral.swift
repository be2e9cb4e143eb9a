/// A strict reader of Python's string literals in double quotes, single or triple. Source: The Python Language Reference
/// (3.13), section 2.4.1.
package enum PythonLiteral {
    package struct Fault: Error { let reason: String }

    package static func read(_ literal: String) throws -> [Unicode.Scalar] {
        let scalars = Array(literal.unicodeScalars)
        let isTriple = scalars.count >= 6 && scalars[..<3].allSatisfy { $0 == "\"" }
        let mark = isTriple ? 3 : 1
        guard scalars.count >= 2 * mark, scalars.first == "\"" else { throw Fault(reason: "no quote at the beginning") }
        var (text, at) = ([Unicode.Scalar](), mark)
        while true {
            guard at < scalars.count else { throw Fault(reason: "not ended") }
            if scalars[at...].prefix(mark).elementsEqual(repeatElement("\"", count: mark)) {
                guard at + mark == scalars.count else { throw Fault(reason: "ended too early") }
                return text
            }
            if !isTriple, scalars[at] == "\n" || scalars[at] == "\r" { throw Fault(reason: "a line end") }
            guard scalars[at] == "\\" else {
                text.append(scalars[at])
                at += 1
                continue
            }
            guard at + 1 < scalars.count else { throw Fault(reason: "a backslash at the end") }
            let (scalar, length) = try escape(scalars[(at + 1)...])
            text.append(scalar)
            at += 1 + length
        }
    }

    private static func escape(_ rest: ArraySlice<Unicode.Scalar>) throws -> (Unicode.Scalar, Int) {
        let plain: [Unicode.Scalar: Unicode.Scalar] = [
            "\\": "\\", "\"": "\"", "'": "'", "n": "\n", "r": "\r", "t": "\t",
        ]
        let hex: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
        guard let first = rest.first else { throw Fault(reason: "no escape") }
        if let scalar = plain[first] { return (scalar, 1) }
        guard let digits = hex[first] else { throw Fault(reason: "an unknown escape \\\(first)") }
        let text = String(String.UnicodeScalarView(rest.dropFirst().prefix(digits)))
        guard text.count == digits, let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw Fault(reason: "not \(digits) digits")
        }
        return (scalar, 1 + digits)
    }
}
