import CTerminal
import Display

/// Styles → ncurses attributes and colour pairs, as many colours as the terminal has.
struct Palette {
    private enum Depth { case none, eight, indexed, direct }
    private let depth: Depth
    private var looks: [Style: (attr_t, Int32)] = [:]
    private var last: (style: Style, look: (attr_t, Int32)) = (.plain, (0, 0))

    init(isAllowed: Bool) {
        guard isAllowed, has_colors(), start_color() == OK, nc_colours() >= 8 else {
            depth = .none
            return
        }
        use_default_colors()
        switch nc_colours() {
        case 0x100_0000...: depth = .direct
        case 256...: depth = .indexed
        default: depth = .eight
        }
    }

    mutating func look(_ style: Style) -> (attr_t, Int32) {
        if style == last.style { return last.look }
        let look = looks[style] ?? make(style)
        last = (style, look)
        return look
    }

    private mutating func make(_ style: Style) -> (attr_t, Int32) {
        var attributes: attr_t = 0
        if style.bold { attributes |= NC_BOLD }
        if style.dim { attributes |= NC_DIM }
        if style.italic { attributes |= NC_ITALIC }
        if style.underline { attributes |= NC_UNDERLINE }
        if style.reverse { attributes |= NC_REVERSE }
        var pair: Int32 = 0
        // alloc_pair crashes in a terminal without colours.
        if depth != .none, style.foreground != .plain || style.background != .plain {
            pair = max(0, alloc_pair(index(style.foreground), index(style.background)))
        }
        if looks.count > 4096 { looks = [:] }
        looks[style] = (attributes, pair)
        return (attributes, pair)
    }

    /// ncurses' number of the nearest colour; −1 is the terminal's own.
    private func index(_ colour: Colour) -> Int32 {
        guard case .rgb(let red, let green, let blue) = colour else { return -1 }
        switch depth {
        case .none: return -1
        case .eight: return Palette.eight[colour] ?? Palette.nearestOfEight(red, green, blue)
        case .indexed: return Palette.nearestIndexed(red, green, blue)
        case .direct:
            // Numbers below 8 mean the eight ANSI colours there.
            let number = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
            return number < 8 ? 0 : number
        }
    }

    /// What stays told apart of Okabe and Ito's colours where there are eight; bit by bit three of them would be cyan.
    private static let eight: [Colour: Int32] = [
        .orange: 3, .skyBlue: 6, .green: 2, .yellow: 3, .blue: 4, .vermilion: 1, .purple: 5, .grey: 7,
    ]

    /// A bit for each of red, green, blue that is strong.
    static func nearestOfEight(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int32 {
        let threshold = max(60, (Int(max(red, green, blue)) * 5) / 9)
        return (Int(red) >= threshold ? 1 : 0) | (Int(green) >= threshold ? 2 : 0) | (Int(blue) >= threshold ? 4 : 0)
    }

    /// xterm's cube of 6 × 6 × 6 (16 … 231) and its greys (232 … 255).
    static func nearestIndexed(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int32 {
        let levels = [0, 95, 135, 175, 215, 255]
        func nearest(_ value: UInt8) -> Int {
            levels.indices.min { abs(levels[$0] - Int(value)) < abs(levels[$1] - Int(value)) } ?? 0
        }
        func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
            let (dr, dg, db) = (r - Int(red), g - Int(green), b - Int(blue))
            return dr * dr + dg * dg + db * db
        }
        let (r, g, b) = (nearest(red), nearest(green), nearest(blue))
        let grey = max(0, min(23, ((Int(red) + Int(green) + Int(blue)) / 3 - 3) / 10))
        let shade = 8 + 10 * grey
        let isGrey = distance(shade, shade, shade) < distance(levels[r], levels[g], levels[b])
        return Int32(isGrey ? 232 + grey : 16 + 36 * r + 6 * g + b)
    }
}
