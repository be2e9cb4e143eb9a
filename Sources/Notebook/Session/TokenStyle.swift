import Display
import Language

extension TokenClass {
    /// How a program is shown on the screen.
    package var style: Style {
        switch self {
        case .space, .name, .symbol, .bracket: .plain
        case .function: Style(.skyBlue)
        case .argument: Style(italic: true)
        case .number, .constant: Style(.orange)
        case .text: Style(.green)
        case .comment: Style(.grey)
        case .unknown: Style(.vermilion)
        }
    }
}
