import Base

/// A drawing in vectors: the elements of an SVG image, and a sentence for those who do not see it.
///
/// Lengths are in pixels; letters are as wide as those of a terminal, so that what fits can be told beforehand.
package struct Figure: Hashable, Sendable {
    package static let width = 720
    static let letter = 7.2
    static let line = 18
    /// The columns of text that a figure is wide.
    static let columns = Int(clamping: Double(width) / letter)

    package var title: String
    /// One sentence.
    package var say: String
    package var height: Int
    private(set) var elements = ""

    init(_ title: String, say: String, height: Int = 0) {
        (self.title, self.say, self.height) = (title, say, height)
    }

    /// Which page it stands on.
    package enum Place: Sendable {
        /// One that has `Figure.style` and colours of its own, light or dark.
        case page
        /// None: it brings a white ground and its colours along.
        case alone
    }

    package func svg(_ place: Place) -> String {
        let size = "viewBox=\"0 0 \(Self.width) \(height)\""
        let label = "role=\"img\" aria-label=\"\(Markup.escaped(say))\""
        let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"unroll\" \(size) \(label)"
        let inside = "<title>\(Markup.escaped(title.isEmpty ? say : title))</title>\n\(elements)</svg>"
        switch place {
        case .page: return head + ">" + inside
        case .alone:
            let ground = "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
            return head + " width=\"\(Self.width)\" height=\"\(height)\" color=\"#222\">\n"
                + "<style>\(Self.style)\(Self.colours(isDark: false))</style>\n" + ground + inside
        }
    }
}

/// Elements.
extension Figure {
    private mutating func add(_ element: String) { elements += element + "\n" }

    enum Anchor: String { case start, middle, end }

    /// `y` is the line that the letters stand on.
    mutating func text(
        _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, isBold: Bool = false, isDim: Bool = false,
        isOnColour: Bool = false
    ) {
        let style =
            (isBold ? " font-weight=\"bold\"" : "") + (isDim ? " opacity=\"0.75\"" : "")
            + (isOnColour ? " class=\"over\"" : "")
        let place = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        add("<text \(at(x, y))\(place)\(style)>\(Markup.escaped(text))</text>")
    }

    enum Stroke { case axis, guide, dashed }

    mutating func line(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ stroke: Stroke = .axis) {
        let look =
            switch stroke {
            case .axis: ""
            case .guide: " opacity=\"0.15\""
            case .dashed: " stroke-dasharray=\"6 4\" opacity=\"0.7\""
            }
        add("<path d=\"M\(pair(from)) \(pair(to))\"\(look)/>")
    }

    /// Straight lines through the points of each stretch.
    mutating func path(_ stretches: [[(x: Double, y: Double)]], _ colour: Colour) {
        let data = stretches.filter { !$0.isEmpty }.map { "M" + $0.map(pair).joined(separator: " ") }.joined()
        if !data.isEmpty { add("<path \(Self.ink(colour)) stroke-width=\"1.5\" d=\"\(data)\"/>") }
    }

    /// `share` of its colour, 0 … 1.
    mutating func box(x: Double, y: Double, width: Double, height: Double, _ colour: Colour, share: Double = 1) {
        let size = "width=\"\(short(width))\" height=\"\(short(height))\""
        let opacity = share < 1 ? " fill-opacity=\"\(Numbers.fixed(share, 2))\"" : ""
        add("<rect x=\"\(short(x))\" y=\"\(short(y))\" \(size) \(Self.ink(colour, isFull: true))\(opacity)/>")
    }

    /// The shape that stands for one of the marks of text plots.
    mutating func mark(_ mark: Unicode.Scalar, _ at: (x: Double, y: Double), _ colour: Colour) {
        let (x, y) = (short(at.x), short(at.y))
        let start = "M\(x) \(y)"
        let (data, isFull) =
            switch mark {
            case "o": (start + "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z", false)
            case "+": (start + "m-4 0h8m-4 -4v8", false)
            case "x": (start + "m-3 -3l6 6m0 -6l-6 6", false)
            case "#": (start + "m-3 -3h6v6h-6z", true)
            case "@": (start + "m-3 -3h6v6h-6z", false)
            case "%": (start + "m-4 3l4 -7l4 7z", true)
            case "&": (start + "m-4 3l4 -7l4 7z", false)
            case "!": (start + "m0 -5l4 5l-4 5l-4 -5z", true)
            default: (start + "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z", true)
            }
        add("<path \(Self.ink(colour, isFull: isFull)) d=\"\(data)\"/>")
    }

    private func at(_ x: Double, _ y: Double) -> String { "x=\"\(short(x))\" y=\"\(short(y))\"" }
    private func pair(_ point: (x: Double, y: Double)) -> String { "\(short(point.x)) \(short(point.y))" }

    private func short(_ number: Double) -> String {
        let text = Numbers.fixed(number, 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
