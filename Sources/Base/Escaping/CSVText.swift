/// Text as one cell of comma-separated values.
///
/// Source: RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files" (2005), section 2.
package enum CSVText {
    /// In quotes where it holds a comma, a quote or the end of a line, or blanks around it that a reader would drop.
    package static func cell(_ text: String) -> String {
        let bytes = text.utf8
        let isBlank = { (byte: UInt8?) in byte == 0x20 || byte == 0x09 }
        let needsQuotes = isBlank(bytes.first) || isBlank(bytes.last) || bytes.contains { special.contains($0) }
        guard needsQuotes else { return text }
        let parts = bytes.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        return "\"" + parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\"\"") + "\""
    }

    private static let special: Set<UInt8> = [0x0A, 0x0D, 0x22, 0x2C]
}
