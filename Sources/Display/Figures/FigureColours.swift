/// Colours of figures: a class for each, so that a page can set them for light and for dark.
extension Figure {
    /// How elements are drawn; the same on every page.
    package static let style = """
        svg.unroll{font:12px ui-monospace,monospace}.unroll text{fill:currentColor;white-space:pre}\
        .unroll text.over{fill:#000}\
        .unroll path{fill:none;stroke:currentColor}.unroll .full{fill:currentColor;stroke:none}
        """

    /// Okabe's and Ito's; on white those that are too light there are darkened, in their own hue, until they stand out
    /// against it by 3 : 1.
    package static func colours(isDark: Bool) -> String {
        names.map { ".unroll .\($0.name){color:\(isDark ? hex($0.colour) : $0.onWhite)}" }.joined()
    }

    private static let names: [(colour: Colour, name: String, onWhite: String)] = [
        (.skyBlue, "sky", "#4896c2"), (.orange, "orange", "#bf8400"), (.green, "green", "#009e73"),
        (.vermilion, "vermilion", "#d55e00"), (.purple, "purple", "#c672a0"), (.yellow, "yellow", "#9e962c"),
        (.blue, "blue", "#0072b2"), (.grey, "grey", "#808080"),
    ]

    static func ink(_ colour: Colour, isFull: Bool = false) -> String {
        let name = names.first { $0.colour == colour }?.name
        let classes = [name, isFull ? "full" : nil].compactMap { $0 }.joined(separator: " ")
        let own = name == nil && colour != .plain ? " style=\"color:\(hex(colour))\"" : ""
        return (classes.isEmpty ? "" : "class=\"\(classes)\"") + own
    }

    private static func hex(_ colour: Colour) -> String {
        guard case .rgb(let red, let green, let blue) = colour else { return "currentColor" }
        return "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
