import Display
import Language

/// Program text in colours, line by line.
enum Highlighting {
    static func lines(_ source: String) -> [StyledLine] {
        var lines = [StyledLine()]
        let bytes = Array(source.utf8)
        for (range, kind) in highlight(source) {
            let text = String(decoding: bytes[range], as: UTF8.self)
            for (index, part) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { lines.append(StyledLine()) }
                if !part.isEmpty { lines[lines.count - 1].append(String(part), style(kind)) }
            }
        }
        return lines
    }

    private static func style(_ kind: TokenClass) -> Style {
        switch kind {
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
