/// Text as a string of JSON, for everything that writes JSON: notebooks for Jupyter, recordings, headers of tensors.
///
/// Source: ECMA-404, "The JSON data interchange syntax" (2017), section 9.
package enum JSONText {
    /// In quotes. Control codes, line separators and characters without a picture, such as those that turn the direction
    /// of text, are written as `\u` and four digits: the string is one line for every reader, and a terminal shows it as
    /// it is.
    package static func quoted(_ text: some StringProtocol) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.isControlOrSeparator || scalar.properties.generalCategory == .format:
                for unit in String(scalar).utf16 { result += "\\u" + Unicode.Scalar.hex(UInt32(unit), 4) }
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension Unicode.Scalar {
    /// A control code (C0, DEL, C1), or U+2028 or U+2029.
    var isControlOrSeparator: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
        default: false
        }
    }

    /// At least so many hexadecimal digits.
    func hex(_ digits: Int) -> String { Unicode.Scalar.hex(value, digits) }

    static func hex(_ value: UInt32, _ digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
