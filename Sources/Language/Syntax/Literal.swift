/// What texts and numbers stand for, as they are written in a program.
enum Literal {
    /// The text between the quotes with `\n`, `\t`, `\"`, `\'` and `\\` replaced; other backslashes stay.
    static func text(in written: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        var isEscaped = false
        for byte in written.dropFirst().dropLast() {
            if isEscaped {
                switch byte {
                case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
                case UInt8(ascii: "t"): result.append(UInt8(ascii: "\t"))
                case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): result.append(byte)
                default: result += [UInt8(ascii: "\\"), byte]
                }
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// R marks whole numbers by an L behind them: `10L`.
    static func number(in written: ArraySlice<UInt8>) -> Double {
        let digits = written.last == UInt8(ascii: "L") ? written.dropLast() : written
        return Double(String(decoding: digits, as: UTF8.self)) ?? 0
    }
}
