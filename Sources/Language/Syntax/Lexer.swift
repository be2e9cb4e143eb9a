import Base

/// Cuts program text into tokens. Every byte but blanks belongs to exactly one of them, whatever the text is.
struct Lexer {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// All tokens, with an `end` behind them.
    static func tokens(of bytes: [UInt8]) -> [Token] {
        var lexer = Lexer(bytes)
        var tokens: [Token] = []
        repeat { tokens.append(lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    mutating func next() -> Token {
        while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") {
            position += 1
        }
        let start = position
        let kind = scan()
        return Token(kind: kind, range: start..<position)
    }

    private mutating func scan() -> Token.Kind {
        guard let byte = peek() else { return .end }
        switch byte {
        case UInt8(ascii: "\n"):
            position += 1
            return .newline
        case UInt8(ascii: "#"):
            skip { $0 != UInt8(ascii: "\n") }
            return .comment
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return text(quote: byte)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            return number()
        case UInt8(ascii: ".") where isDigit(peek(1)):
            return number()
        case _ where isWordStart(byte):
            return word()
        case 0x80...:
            return beyondASCII()
        default:
            return symbol()
        }
    }

    private mutating func word() -> Token.Kind {
        let start = position
        while let length = wordPart() { position += length }
        return Token.Constant(String(decoding: bytes[start..<position], as: UTF8.self)).map(Token.Kind.constant)
            ?? .name
    }

    private mutating func number() -> Token.Kind {
        let start = position
        skip(while: isDigit)
        if peek() == UInt8(ascii: "."), isDigit(peek(1)) || !isWordStart(peek(1)) && peek(1) != UInt8(ascii: ".") {
            position += 1
            skip(while: isDigit)
        }
        if let e = peek(), e == UInt8(ascii: "e") || e == UInt8(ascii: "E") {
            let isSigned = peek(1) == UInt8(ascii: "-") || peek(1) == UInt8(ascii: "+")
            if isDigit(peek(isSigned ? 2 : 1)) {
                position += isSigned ? 2 : 1
                skip(while: isDigit)
            }
        }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        if peek() == UInt8(ascii: "L"), !isWordStart(peek(1)), !isDigit(peek(1)) { position += 1 }  // R's 10L
        return Double(digits)?.isFinite == true ? .number : .stray(.number)
    }

    private mutating func text(quote: UInt8) -> Token.Kind {
        position += 1
        while let byte = peek(), byte != UInt8(ascii: "\n") {
            position += 1
            if byte == quote { return .text }
            if byte == UInt8(ascii: "\\"), let next = peek(), next != UInt8(ascii: "\n") { position += 1 }
        }
        return .stray(.openText)
    }

    /// The longest sign that stands here, of the language or of another one.
    private mutating func symbol() -> Token.Kind {
        for length in stride(from: min(4, bytes.count - position), through: 1, by: -1) {
            if let kind = Lexer.signs[Lexer.key(bytes[position..<position + length])] {
                position += length
                return kind
            }
        }
        position += 1
        return .stray(.other)
    }

    private static let signs: [UInt32: Token.Kind] = {
        var signs: [UInt32: Token.Kind] = [:]
        for (sign, advice) in Foreign.operators { signs[key(Array(sign.utf8)[...])] = .stray(.foreign(advice)) }
        for symbol in Token.Symbol.allCases { signs[key(Array(symbol.rawValue.utf8)[...])] = .symbol(symbol) }
        return signs
    }()

    /// Up to four bytes as one number.
    private static func key(_ sign: ArraySlice<UInt8>) -> UInt32 { sign.reduce(0) { $0 << 8 | UInt32($1) } }

    private mutating func beyondASCII() -> Token.Kind {
        let (scalar, length) = decode()
        position += length
        guard let scalar else { return .stray(.other) }
        if Foreign.quotes.contains(scalar) {
            closeQuotes()
            return .stray(.quotes)
        }
        if let plain = Foreign.lookalikes[scalar] { return .stray(.lookalike(plain)) }
        return .stray(scalar.properties.isWhitespace || scalar.isUnseen ? .space : .other)
    }

    /// Takes the rest of a text in typographic quotes, so that one message is about all of it.
    private mutating func closeQuotes() {
        var ahead = self
        while let byte = ahead.peek(), byte != UInt8(ascii: "\n") {
            let (scalar, length) = ahead.decode()
            ahead.position += length
            if let scalar, Foreign.quotes.contains(scalar) {
                position = ahead.position
                return
            }
        }
    }

    // MARK: bytes

    private func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    private mutating func skip(while holds: (UInt8) -> Bool) {
        while let byte = peek(), holds(byte) { position += 1 }
    }

    private func isDigit(_ byte: UInt8?) -> Bool {
        byte.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ?? false
    }

    private func isDigit(_ byte: UInt8) -> Bool { isDigit(Optional(byte)) }

    /// A letter or `_`; letters beyond ASCII are looked at where the lexer stands only.
    private func isWordStart(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        if byte >= 0x80 { return decode().scalar.map { $0.properties.isAlphabetic && !$0.isUnseen } ?? false }
        let letter = byte | 0x20
        return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
    }

    /// The length in bytes of the letter, digit or mark here; nil if the word ends.
    private func wordPart() -> Int? {
        guard let byte = peek() else { return nil }
        if byte < 0x80 { return isWordStart(byte) || isDigit(byte) ? 1 : nil }
        let (scalar, length) = decode()
        guard let scalar, !scalar.isUnseen else { return nil }
        let properties = scalar.properties
        return properties.isAlphabetic || properties.canonicalCombiningClass != .notReordered ? length : nil
    }

    /// The scalar here; nil with a length of 1 where the bytes are no UTF-8.
    private func decode() -> (scalar: Unicode.Scalar?, length: Int) {
        let end = min(position + 4, bytes.count)
        var iterator = bytes[position..<end].makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return (nil, 1) }
        return (scalar, UTF8.width(scalar))
    }
}

extension Unicode.Scalar {
    /// No part of a name: two names that look the same are the same.
    fileprivate var isUnseen: Bool { properties.isDefaultIgnorableCodePoint || steersTerminal }
}
