/// A bracket of a program, and where it is in the UTF-8.
struct Bracket {
    let offset: Int
    let sign: UInt8

    var opens: Bool { sign == UInt8(ascii: "(") || sign == UInt8(ascii: "[") }
    var isRound: Bool { sign == UInt8(ascii: "(") || sign == UInt8(ascii: ")") }

    static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
    }
}

/// The brackets of a program that begin before an offset, in order. The lexer finds the same ones, but makes a token of
/// everything else too: a key in a text of a megabyte cannot wait for that.
func brackets(in text: String, before offset: Int = .max) -> [Bracket] {
    var found: [Bracket] = []
    scan(text, before: offset) { if Bracket.isSign($1) { found.append(Bracket(offset: $0, sign: $1)) } }
    return found
}

/// Where the last line begins before an offset that is not inside brackets.
func lineOutsideBrackets(in text: String, before offset: Int) -> Int {
    var (depth, start) = (0, 0)
    scan(text, before: offset) { place, byte in
        if byte == 0x0A {
            if depth == 0 { start = place + 1 }
        } else {
            depth = max(0, depth + (byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") ? 1 : -1))
        }
    }
    return start
}

/// Visits brackets and ends of lines outside of texts and comments.
private func scan(_ text: String, before offset: Int, _ visit: (Int, UInt8) -> Void) {
    var text = text
    text.withUTF8 { bytes in
        let end = min(max(0, offset), bytes.count)
        var at = 0
        while at < end {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "#"): at = lineEnd(bytes, at)
            case UInt8(ascii: "\""), UInt8(ascii: "'"): at = textEnd(bytes, at)
            case 0x80...: at = foreignEnd(bytes, at)
            default:
                if byte == 0x0A || Bracket.isSign(byte) { visit(at, byte) }
                at += 1
            }
        }
    }
}

private func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var at = start
    while at < bytes.count, bytes[at] != 0x0A { at += 1 }
    return at
}

/// Behind the quote that ends the text, or the end of the line.
private func textEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var at = start + 1
    while at < bytes.count, bytes[at] != 0x0A {
        let byte = bytes[at]
        at += 1
        if byte == bytes[start] { return at }
        if byte == UInt8(ascii: "\\"), at < bytes.count, bytes[at] != 0x0A { at += 1 }
    }
    return at
}

/// Behind a scalar beyond ASCII; behind the closing one if it is a typographic quote.
private func foreignEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    let (isQuote, next) = quote(bytes, start)
    guard isQuote else { return next }
    var at = next
    while at < bytes.count, bytes[at] != 0x0A {
        let (closes, behind) = bytes[at] < 0x80 ? (false, at + 1) : quote(bytes, at)
        if closes { return behind }
        at = behind
    }
    return next
}

private func quote(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> (isQuote: Bool, next: Int) {
    var iterator = bytes[at..<min(at + 4, bytes.count)].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return (false, at + 1) }
    return (Foreign.quotes.contains(scalar), at + UTF8.width(scalar))
}
