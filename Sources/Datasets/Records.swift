/// Splits bytes into records and fields: quotes, doubled quotes, separators and line ends, nothing else.
struct Records {
    /// The bytes of one field, without its quotes.
    struct Field {
        var from, to: Int
        /// Holds doubled quotes that stand for one.
        var isDoubled = false
    }

    /// A place between two records.
    struct Cursor {
        var at: Int
        /// The line that begins here, from 1.
        var line = 1
        /// The line where the record that was read last began.
        var recordLine = 1
        /// A quote that is never closed; from there on quotes are ordinary characters.
        var openQuoteLine: Int?
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let separator: UInt8
    let start: Cursor

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(_ bytes: UnsafeBufferPointer<UInt8>, from offset: Int) {
        self.bytes = bytes
        start = Cursor(at: offset)
        separator = Self.separator(bytes, from: offset)
    }

    /// Comma, semicolon or tab: whichever stands most often in the first line, outside quotes.
    private static func separator(_ bytes: UnsafeBufferPointer<UInt8>, from offset: Int) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        var seen = false
        for byte in bytes[offset...] {
            if byte == quote { isQuoted.toggle() }
            if byte == newline || byte == carriageReturn, !isQuoted, seen { break }
            if byte > 32 { seen = true }
            if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return most == 0 ? candidates[0] : candidates[counts.firstIndex(of: most) ?? 0]
    }

    /// Reads the next record; a blank line gives no fields. False at the end.
    func next(_ cursor: inout Cursor, into fields: inout [Field]) -> Bool {
        fields.removeAll(keepingCapacity: true)
        let end = bytes.count
        guard cursor.at < end else { return false }
        cursor.recordLine = cursor.line
        var at = cursor.at
        while true {
            if at < end, bytes[at] == Self.quote, cursor.openQuoteLine == nil,
                let (field, after) = quoted(from: at, &cursor)
            {
                fields.append(field)
                at = after
                while at < end, !isEnd(bytes[at]) { at += 1 }
            } else {
                let begin = at
                while at < end, !isEnd(bytes[at]) { at += 1 }
                fields.append(Field(from: begin, to: at))
            }
            if at < end, bytes[at] == separator {
                at += 1
                continue
            }
            break
        }
        if at < end {
            at += bytes[at] == Self.carriageReturn && at + 1 < end && bytes[at + 1] == Self.newline ? 2 : 1
            cursor.line += 1
        }
        cursor.at = at
        if fields.count == 1, isBlank(fields[0]) { fields.removeAll(keepingCapacity: true) }
        return true
    }

    @inline(__always)
    private func isEnd(_ byte: UInt8) -> Bool {
        byte == separator || byte == Self.newline || byte == Self.carriageReturn
    }

    /// The field whose opening quote is at `open` and the offset after its closing quote; nil if it is never closed.
    private func quoted(from open: Int, _ cursor: inout Cursor) -> (Field, after: Int)? {
        var at = open + 1
        var lines = 0
        var isDoubled = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == Self.newline { lines += 1 }
            if byte == Self.quote {
                guard at + 1 < bytes.count, bytes[at + 1] == Self.quote else {
                    cursor.line += lines
                    return (Field(from: open + 1, to: at, isDoubled: isDoubled), at + 1)
                }
                isDoubled = true
                at += 1
            }
            at += 1
        }
        cursor.openQuoteLine = cursor.line
        return nil
    }
}

// MARK: - What a field holds

extension Records {
    func isBlank(_ field: Field) -> Bool { bytes[field.from..<field.to].allSatisfy { $0 <= 32 } }

    /// The text without the blanks around it; bytes that are not UTF-8 become U+FFFD.
    func text(of field: Field) -> String {
        let field = trimmed(field)
        if !field.isDoubled { return String(decoding: bytes[field.from..<field.to], as: UTF8.self) }
        var kept: [UInt8] = []
        var at = field.from
        while at < field.to {
            kept.append(bytes[at])
            at += bytes[at] == Self.quote && at + 1 < field.to ? 2 : 1
        }
        return String(decoding: kept, as: UTF8.self)
    }

    func isBroken(_ text: String) -> Bool {
        text.utf8.count >= 3 && text.utf8.contains(0xEF) && text.unicodeScalars.contains("\u{FFFD}")
    }

    func isMissingWord(_ field: Field) -> Bool {
        let field = trimmed(field)
        guard field.to - field.from <= 4 else { return false }
        return ["na", "n/a", "nan", "null", "none", "?", "-"].contains(text(of: field).lowercased())
    }

    private func trimmed(_ field: Field) -> Field {
        var field = field
        while field.from < field.to, bytes[field.from] <= 32 { field.from += 1 }
        while field.from < field.to, bytes[field.to - 1] <= 32 { field.to -= 1 }
        return field
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20,
        1e21, 1e22,
    ]

    /// A decimal number, or nil. Up to 15 digits and a power of ten to 22 are exact in one operation (Clinger 1990);
    /// the rest goes to the library. With `;` between the fields a comma may be the decimal point.
    func number(in field: Field) -> Double? {
        let field = trimmed(field)
        var at = field.from
        let end = field.to
        guard at < end else { return nil }
        let isNegative = bytes[at] == UInt8(ascii: "-")
        if isNegative || bytes[at] == UInt8(ascii: "+") { at += 1 }
        var mantissa: UInt64 = 0
        var digits = 0
        var significant = 0
        var fraction = 0
        var inFraction = false
        while at < end {
            let byte = bytes[at]
            if byte &- 48 <= 9 {
                digits += 1
                if significant > 0 || byte != 48 { significant += 1 }
                if significant <= 18 { mantissa = mantissa * 10 + UInt64(byte &- 48) }
                if inFraction { fraction += 1 }
            } else if !inFraction, byte == 46 || (byte == 44 && separator == UInt8(ascii: ";")) {
                inFraction = true
            } else {
                break
            }
            at += 1
        }
        guard digits > 0 else { return nil }
        if at == end, significant <= 15, fraction <= 22 {
            let value = Double(mantissa) / Self.powers[fraction]
            return isNegative ? -value : value
        }
        return at == end || bytes[at] | 32 == UInt8(ascii: "e") ? slowNumber(in: field) : nil
    }

    private func slowNumber(in field: Field) -> Double? {
        let text = text(of: field)
        let point = separator == UInt8(ascii: ";") ? String(text.map { $0 == "," ? "." : $0 }) : text
        return Double(point).flatMap { $0.isFinite ? $0 : nil }
    }
}
