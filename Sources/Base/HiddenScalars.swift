/// Characters that are not seen: two cells that look the same can hold other names, and a text can hold a message that
/// only a program reads ("Trojan Source", Boucher and Anderson, 2021, arXiv:2111.00169). They are shown as `·`, but not
/// where a script or an emoji needs them.
extension Unicode.Scalar {
    /// Not seen between any two characters: zero-width blanks, fillers, marks of direction, tags, the soft hyphen.
    var isNeverSeen: Bool {
        switch value {
        case 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180E, 0x200B, 0x200E...0x200F, 0x202A...0x202E,
            0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A,
            0xE0000...0xE00FF, 0xE01F0...0xE0FFF:
            true
        default: false
        }
    }

    /// What joins, parts or varies the characters next to it: needed after and before some, hidden elsewhere.
    fileprivate var joinsOrVaries: Bool {
        switch value {
        case 0x180B...0x180D, 0x180F, 0x200C...0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
        default: false
        }
    }

    /// Whether it is not seen and not needed between these two.
    package func isHidden(after previous: Unicode.Scalar?, before next: Unicode.Scalar?) -> Bool {
        if isNeverSeen { return true }
        guard joinsOrVaries else { return false }
        guard let previous else { return true }
        switch value {
        case 0x200C: return !(previous.isOfJoiningScript && next?.isOfJoiningScript == true)
        case 0x200D:
            let isEmoji = (previous.isPicture || previous.value == 0xFE0F) && next?.isPicture == true
            return !isEmoji && !(previous.isOfJoiningScript && next?.isOfJoiningScript == true)
        case 0xFE0E...0xFE0F:
            let isKeycap = "0123456789#*".unicodeScalars.contains(previous) && next?.value == 0x20E3
            return !isKeycap && !(previous.value > 0x7F && previous.properties.isEmoji)
        case 0xFE00...0xFE0D: return !previous.properties.isIdeographic && !previous.properties.isMath
        case 0x180B...0x180F: return !(0x1820...0x18AA ~= previous.value)
        default: return !previous.properties.isIdeographic
        }
    }

    private var isPicture: Bool { value > 0x2000 && properties.isEmoji }

    /// Arabic, Syriac, N'Ko, Mongolian, and the scripts of India and South-East Asia: their letters join.
    private var isOfJoiningScript: Bool {
        switch value {
        case 0x600...0x85F, 0x8A0...0xDFF, 0xF00...0x109F, 0x1780...0x18AF, 0x1900...0x1CFF, 0xA800...0xAAFF,
            0xFB50...0xFDFF, 0xFE70...0xFEFC, 0x10A00...0x10A5F, 0x11000...0x11FFF:
            !isNeverSeen
        default: false
        }
    }
}

extension StringProtocol {
    /// The characters that are not seen and not needed where they are, in order.
    package var hiddenScalars: [Unicode.Scalar] {
        guard mayHide else { return [] }
        let all = Array(unicodeScalars)
        return all.indices.filter { all.isHidden(at: $0) }.map { all[$0] }
    }

    /// The text with a `·` in the place of each of them.
    package var withHiddenShown: String {
        guard mayHide else { return String(self) }
        let all = Array(unicodeScalars)
        return String(String.UnicodeScalarView(all.indices.map { all.isHidden(at: $0) ? "·" : all[$0] }))
    }

    /// Nearly every text has none of them.
    private var mayHide: Bool { unicodeScalars.contains { $0.value >= 0xAD && ($0.isNeverSeen || $0.joinsOrVaries) } }
}

extension [Unicode.Scalar] {
    fileprivate func isHidden(at index: Int) -> Bool {
        self[index].isHidden(
            after: index > 0 ? self[index - 1] : nil, before: index + 1 < count ? self[index + 1] : nil)
    }
}
