extension Diagnostic {
    /// The message for ears: no code with carets below it, but the words that the carets point at.
    package var spoken: [String] {
        ["\(level.rawValue): \(head)"] + labels.map(\.spoken) + notes
    }
}

extension Diagnostic.Label {
    /// `cell 3, line 2, at untis: gru has no such argument`.
    fileprivate var spoken: String {
        let bytes = Array(span.source.text.utf8)
        let start = min(span.range.lowerBound, bytes.count)
        let line = 1 + bytes[..<start].count { $0 == UInt8(ascii: "\n") }
        let end = max(start, min(span.range.upperBound, bytes.count))
        let pointed = bytes[start..<end].prefix { $0 != UInt8(ascii: "\n") }
        let place = "\(span.source.name), line \(line)"
        let code = pointed.isEmpty ? "" : ", at " + String(decoding: pointed.prefix(60), as: UTF8.self)
        return place + code + (text.isEmpty ? "" : ": " + text)
    }
}
