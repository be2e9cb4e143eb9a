/// Keys as xterm sends them.
package struct KeyName: Hashable, Sendable, ExpressibleByStringLiteral {
    let bytes: [UInt8]
    package init(_ text: String) { bytes = Array(text.utf8) }
    /// The text as it is typed.
    package init(stringLiteral text: String) { self.init(text) }

    package static let enter = KeyName("\r")
    package static let escape = KeyName("\u{1B}")
    package static let tab = KeyName("\t")
    package static let backspace = KeyName("\u{7F}")
    package static let space = KeyName(" ")
    package static let up = KeyName("\u{1B}[A")
    package static let down = KeyName("\u{1B}[B")
    package static let right = KeyName("\u{1B}[C")
    package static let left = KeyName("\u{1B}[D")
    package static let home = KeyName("\u{1B}[H")
    package static let end = KeyName("\u{1B}[F")
    package static let insert = KeyName("\u{1B}[2~")
    package static let delete = KeyName("\u{1B}[3~")
    package static let pageUp = KeyName("\u{1B}[5~")
    package static let pageDown = KeyName("\u{1B}[6~")
    package static let shiftLeft = KeyName("\u{1B}[1;2D")
    package static let shiftRight = KeyName("\u{1B}[1;2C")
    package static let shiftHome = KeyName("\u{1B}[1;2H")
    package static let controlLeft = KeyName("\u{1B}[1;5D")
    package static let controlRight = KeyName("\u{1B}[1;5C")
    package static let controlSpace = KeyName("\0")
    package static let shiftTab = KeyName("\u{1B}[Z")
    package static let shiftEnter = KeyName("\u{1B}[27;2;13~")
    package static let controlEnter = KeyName("\u{1B}[27;5;13~")
    package static let altEnter = KeyName("\u{1B}\r")

    package static func control(_ letter: Character) -> KeyName {
        KeyName(String(Unicode.Scalar((letter.asciiValue ?? 0) & 0x1F)))
    }
    package static func alt(_ text: String) -> KeyName { KeyName("\u{1B}" + text) }
    /// F1 … F12.
    package static func function(_ number: Int) -> KeyName {
        let codes = ["OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~", "[20~", "[21~", "[23~", "[24~"]
        return KeyName("\u{1B}" + codes[max(1, min(number, codes.count)) - 1])
    }
}
