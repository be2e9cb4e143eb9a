extension Glyphs {
    /// The nearest ASCII character for a scalar that the terminal or file cannot show.
    package static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let value = scalar.value
        if value < 0x80 { return scalar }
        if let known = table[scalar] { return known }
        switch value {
        case 0x2500...0x257F: return "+"
        case 0x2580...0x259F, 0x25A0...0x25A1: return "#"
        case 0x2800: return " "
        case 0x2801...0x28FF: return "*"
        default: return "?"
        }
    }

    private static let table: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs: [(String, String)] = [
            ("─━═╌┄┈╍┅┉–—−‐‑╴╶", "----------------"), ("│┃║╎┆┊╏┇‖", "|||||||||"), ("·•∙◦…⋯", "......"),
            ("×✕✗", "xxx"), ("⊙∗★●", "****"), ("→⇒▶›»", ">>>>>"), ("←⇐◀‹«", "<<<<<"), ("↑⇑▲", "^^^"), ("↓⇓▼", "vvv"),
            ("′’‘", "'''"), ("″“”", "\"\"\""), ("≤≥", "<>"), ("≈≃", "~~"), ("√✓✔", "vvv"), ("∂δ", "dd"),
            ("αβγεηθλμνπρστφω", "abgenolmnprstfw"), ("ΔΣΠΩ", "DSPO"), ("∇", "V"), ("∑", "S"), ("∞", "8"), ("°", "o"),
            ("₀₁₂₃₄₅₆₇₈₉ₜ", "0123456789t"), ("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"), ("₋⁻", "--"), ("₊⁺", "++"),
            ("äàáâãå", "aaaaaa"), ("ëèéê", "eeee"), ("ïìíî", "iiii"), ("öòóôõ", "ooooo"), ("üùúû", "uuuu"),
            ("ÄÀÁÂÅ", "AAAAA"), ("ÉÈ", "EE"), ("Ö", "O"), ("Ü", "U"), ("çñß", "cns"), ("\u{A0}", " "),
            ("▁▂▃▄▅▆▇█", "_..--==#"), ("█▉▊▋▌▍▎▏", "########"),
        ]
        var table: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (from, to) in pairs {
            for (key, value) in zip(from.unicodeScalars, to.unicodeScalars) where table[key] == nil {
                table[key] = value
            }
        }
        return table
    }()
}
