/// Bytes of a terminal → keys and pasted text. Pure: the caller reads the bytes and keeps the timer.
///
/// Understands UTF-8, ESC before a key (Alt), SS3 and CSI keys with modifiers, xterm's modifyOtherKeys, kitty's CSI-u and
/// bracketed paste, split anywhere. What it does not understand is dropped, never passed on as letters.
package struct KeyDecoder: Sendable {
    /// The beginning of a key; short.
    private var held: [UInt8] = []
    /// What has been pasted so far, while a paste goes on.
    private var pasted: [UInt8]?

    package init() {}

    /// True while a beginning of a key is held back: call `timeout()` if nothing more comes within 25 ms.
    package var isWaiting: Bool { pasted == nil && held.first == escape }

    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            if pasted != nil {
                paste(byte, &events)
            } else {
                held.append(byte)
                decode(&events)
            }
        }
        return events
    }

    /// No more bytes came: what was held back is a key by itself (ESC), or the torn beginning of one.
    package mutating func timeout() -> [Event] {
        guard isWaiting else { return [] }
        defer { held = [] }
        switch held.count {
        case 1: return [.key(Key(.escape))]
        case 2 where held[1] == UInt8(ascii: "[") || held[1] == UInt8(ascii: "O"):
            return [.key(Key(.character(Character(Unicode.Scalar(held[1]))), .alt))]
        default: return []
        }
    }

    /// What the held bytes begin with.
    private enum Found {
        case incomplete
        /// Nil: understood as nothing that concerns us.
        case key(Key?, used: Int)
        case pasteBegins(used: Int)
    }

    private mutating func decode(_ events: inout [Event]) {
        while pasted == nil, !held.isEmpty {
            switch find(in: held[...]) {
            case .incomplete:
                if held.count > 64 { held = [] }
                return
            case .key(let key, let used):
                held.removeFirst(used)
                if let key { events.append(.key(key)) }
            case .pasteBegins(let used):
                held.removeFirst(used)
                pasted = []
                let rest = held
                held = []
                for byte in rest { paste(byte, &events) }
            }
        }
    }

    private mutating func paste(_ byte: UInt8, _ events: inout [Event]) {
        pasted?.append(byte)
        guard byte == UInt8(ascii: "~"), let all = pasted, all.count >= pasteEnd.count,
            all[(all.count - pasteEnd.count)...].elementsEqual(pasteEnd)
        else { return }
        pasted = nil
        events.append(.paste(KeyDecoder.clean(all.dropLast(pasteEnd.count))))
    }

    /// Pasted bytes as text: line ends are `\n`, other control characters but tabs are left out.
    private static func clean(_ bytes: some Collection<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            defer { wasReturn = scalar == "\r" }
            switch scalar {
            case "\r": text.append("\n")
            case "\n": if !wasReturn { text.append("\n") }
            case "\t": text.append("\t")
            default: if scalar.properties.generalCategory != .control { text.append(scalar) }
            }
        }
        return String(text)
    }

    private func find(in bytes: ArraySlice<UInt8>) -> Found {
        guard let first = bytes.first else { return .incomplete }
        guard first == escape else { return character(in: bytes) }
        guard bytes.count > 1 else { return .incomplete }
        let rest = bytes.dropFirst()
        switch rest[rest.startIndex] {
        case escape: return .key(Key(.escape), used: 1)
        case UInt8(ascii: "["): return controlSequence(bytes)
        case UInt8(ascii: "O"): return shiftedKey(bytes)
        default:
            guard case .key(var key?, let used) = character(in: rest) else { return .incomplete }
            key.modifiers.insert(.alt)
            return .key(key, used: used + 1)
        }
    }

    // MARK: Characters

    private func character(in bytes: ArraySlice<UInt8>) -> Found {
        guard let first = bytes.first else { return .incomplete }
        if first < 0x80 { return .key(KeyDecoder.key(ascii: first), used: 1) }
        let length = first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF5 else { return .key(Key(.character("\u{FFFD}")), used: 1) }
        let tail = bytes.dropFirst().prefix(length - 1)
        let good = tail.prefix { $0 & 0xC0 == 0x80 }.count
        if good < tail.count { return .key(Key(.character("\u{FFFD}")), used: 1 + good) }
        if good < length - 1 { return .incomplete }
        let text = String(decoding: bytes.prefix(length), as: UTF8.self)
        return .key(Key(.character(text.count == 1 ? text.first ?? "\u{FFFD}" : "\u{FFFD}")), used: length)
    }

    private static func key(ascii byte: UInt8) -> Key {
        switch byte {
        case 0: Key(.character(" "), .control)
        case 8, 0x7F: Key(.backspace)
        case 9: Key(.tab)
        case 13: Key(.enter)
        case 27: Key(.escape)
        case 1...26: Key(.character(Character(Unicode.Scalar(byte + 0x60))), .control)
        case 28...31: Key(.character(Character(Unicode.Scalar(byte + 0x40))), .control)
        default: Key(.character(Character(Unicode.Scalar(byte))))
        }
    }

    // MARK: Sequences

    /// ESC O, an optional number, a letter.
    private func shiftedKey(_ bytes: ArraySlice<UInt8>) -> Found {
        var index = bytes.startIndex + 2
        var number = 0
        while index < bytes.endIndex, bytes[index] >= 0x30, bytes[index] <= 0x39, index - bytes.startIndex < 5 {
            number = number * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        guard index < bytes.endIndex else { return .incomplete }
        let used = index - bytes.startIndex + 1
        guard bytes[index] >= 0x40, bytes[index] < 0x7F else { return .key(nil, used: used - 1) }
        if bytes[index] == UInt8(ascii: "M") { return .key(Key(.enter), used: used) }
        return .key(KeyDecoder.key(final: bytes[index], modifiers: KeyDecoder.modifiers(number)), used: used)
    }

    /// ESC [, parameters, intermediates, a final byte.
    private func controlSequence(_ bytes: ArraySlice<UInt8>) -> Found {
        var index = bytes.startIndex + 2
        // The Linux console: ESC [ [ A … E are F1 … F5.
        if index < bytes.endIndex, bytes[index] == UInt8(ascii: "[") {
            guard index + 1 < bytes.endIndex else { return .incomplete }
            let letter = bytes[index + 1]
            let isKey = letter >= 0x41 && letter <= 0x45
            return .key(isKey ? Key(.function(Int(letter) - 0x40)) : nil, used: isKey ? 4 : 3)
        }
        while index < bytes.endIndex, bytes[index] >= 0x20, bytes[index] < 0x40 { index += 1 }
        guard index < bytes.endIndex else { return .incomplete }
        let used = index - bytes.startIndex
        guard bytes[index] >= 0x40, bytes[index] < 0x7F else { return .key(nil, used: used) }
        let body = bytes[(bytes.startIndex + 2)..<index]
        if let first = body.first, first > 0x3B { return .key(nil, used: used + 1) }
        let parameters = KeyDecoder.parameters(body)
        if bytes[index] == UInt8(ascii: "~"), parameters.first?.first == 200 { return .pasteBegins(used: used + 1) }
        return .key(KeyDecoder.key(final: bytes[index], parameters), used: used + 1)
    }

    /// `1;5:1` → [[1], [5, 1]]; a missing number is 0.
    private static func parameters(_ bytes: ArraySlice<UInt8>) -> [[Int]] {
        bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { part in
            part.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { digits in
                digits.reduce(0) { $1 >= 0x30 && $1 <= 0x39 && $0 < 10_000_000 ? $0 * 10 + Int($1 - 0x30) : $0 }
            }
        }
    }

    private static func key(final: UInt8, _ parameters: [[Int]]) -> Key? {
        func number(_ index: Int, _ sub: Int = 0) -> Int {
            index < parameters.count && sub < parameters[index].count ? parameters[index][sub] : 0
        }
        // kitty tells of releases only if asked to; a release is no key.
        guard number(1, 1) != 3 else { return nil }
        let modifiers = modifiers(number(1))
        switch final {
        case UInt8(ascii: "u"): return key(code: number(0), modifiers)
        case UInt8(ascii: "~"):
            if number(0) == 27 { return key(code: number(2), modifiers) }
            return tildeKeys[number(0)].map { Key($0, modifiers) }
        case UInt8(ascii: "Z"): return Key(.tab, modifiers.union(.shift))
        default: return key(final: final, modifiers: modifiers)
        }
    }

    private static func key(final: UInt8, modifiers: Key.Modifiers) -> Key? {
        let code: Key.Code
        switch final {
        case UInt8(ascii: "A"): code = .up
        case UInt8(ascii: "B"): code = .down
        case UInt8(ascii: "C"): code = .right
        case UInt8(ascii: "D"): code = .left
        case UInt8(ascii: "H"): code = .home
        case UInt8(ascii: "F"): code = .end
        case UInt8(ascii: "P")...UInt8(ascii: "S"): code = .function(Int(final) - 0x4F)
        default: return nil
        }
        return Key(code, modifiers)
    }

    /// A key by its code point, as CSI-u and modifyOtherKeys send it; letters come without their shift.
    private static func key(code: Int, _ modifiers: Key.Modifiers) -> Key? {
        switch code {
        case 13, 57414: return Key(.enter, modifiers)
        case 9: return Key(.tab, modifiers)
        case 27: return Key(.escape, modifiers)
        case 8, 127: return Key(.backspace, modifiers)
        case 57344...63743, 0...31: return nil
        default: break
        }
        guard let scalar = Unicode.Scalar(UInt32(code)), scalar.properties.generalCategory != .control else {
            return nil
        }
        var text = String(scalar)
        var modifiers = modifiers
        if modifiers.contains(.control) {
            text = text.lowercased()
        } else if modifiers.contains(.shift), scalar.properties.isAlphabetic || scalar.value > 0x20 {
            text = text.uppercased()
            modifiers.remove(.shift)
        }
        return text.count == 1 ? text.first.map { Key(.character($0), modifiers) } : nil
    }

    /// xterm's number: 1 + shift 1 + alt 2 + control 4; what lies above (super, locks) is left out.
    private static func modifiers(_ number: Int) -> Key.Modifiers {
        Key.Modifiers(rawValue: UInt8(truncatingIfNeeded: max(0, number - 1) & 7))
    }

    private static let tildeKeys: [Int: Key.Code] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
        17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
        23: .function(11), 24: .function(12), 25: .function(13), 26: .function(14), 28: .function(15),
        29: .function(16), 31: .function(17), 32: .function(18), 33: .function(19), 34: .function(20),
    ]
}

private let escape: UInt8 = 0x1B
/// ESC [ 2 0 1 ~
private let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
