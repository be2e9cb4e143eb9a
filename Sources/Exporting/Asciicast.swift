import Display
import Notebook

/// A notebook that plays, as a recording of a terminal: asciicast, version 3.
///
/// The same notebook gives the same bytes. Source: "asciicast v3", asciinema's documentation: a line of JSON for the
/// terminal, then one for each event, with the seconds since the one before.
package struct Asciicast: Sendable {
    private let exhibit: Exhibit
    private let width, height: Int

    package init(_ exhibit: Exhibit, width: Int = 80, height: Int = 24) {
        (self.exhibit, self.width, self.height) = (exhibit, width, height)
    }

    package var text: String {
        let terminal = JSON.object([
            ("cols", .whole(width)), ("rows", .whole(height)), ("type", .text("xterm-256color")),
        ])
        let mark = JSON.object([("UNROLL_OUTPUT", .text(OutputMark.open(.cast)))])
        let head = JSON.object([
            ("version", .whole(3)), ("term", terminal), ("env", mark), ("title", .text(exhibit.title)),
        ])
        var events = [event(0, "o", "\u{1B}[?25l\u{1B}[0m\u{1B}[2J\u{1B}[H")]
        var last = Grid(width: width, height: height)
        Play.tell(exhibit, width: width, height: height) { scene in
            events.append(event(scene.seconds, "o", Self.change(from: last, to: scene.grid)))
            if let marker = scene.marker { events.append(event(0, "m", marker)) }
            last = scene.grid
        }
        events.append(event(0, "o", "\u{1B}[\(height);1H\u{1B}[?25h"))
        events.append(event(0, "x", "0"))
        return OutputMark.sealed(([head.line] + events).joined(separator: "\n") + "\n", .cast)
    }

    private func event(_ seconds: Double, _ code: String, _ text: String) -> String {
        JSON.list([.seconds(seconds), .text(code), .text(text)]).line
    }

    /// What a terminal has to be sent: the rows that differ, each whole.
    private static func change(from old: Grid, to new: Grid) -> String {
        (0..<new.height).filter { y in (0..<new.width).contains { old[$0, y] != new[$0, y] } }.map { y in
            "\u{1B}[\(y + 1);1H" + row(new, y) + "\u{1B}[K"
        }.joined()
    }

    /// Without the blanks at its end, and in the terminal's own colours behind it.
    private static func row(_ grid: Grid, _ y: Int) -> String {
        let end = (0..<grid.width).last { grid[$0, y] != .blank } ?? -1
        var text = ""
        var style = Style.plain
        for x in 0..<(end + 1) where !grid[x, y].isContinuation {
            let cell = grid[x, y]
            if cell.style != style {
                text += cell.style.codes
                style = cell.style
            }
            text += cell.text
        }
        return style == .plain ? text : text + Style.plain.codes
    }
}

extension Style {
    /// What turns a terminal to it, whatever it was before: ECMA-48's SGR with colours of 24 bits.
    fileprivate var codes: String {
        let looks = [(bold, "1"), (dim, "2"), (italic, "3"), (underline, "4"), (reverse, "7")].filter(\.0).map(\.1)
        let colours = [foreground.code(38), background.code(48)].compactMap { $0 }
        return "\u{1B}[" + (["0"] + looks + colours).joined(separator: ";") + "m"
    }
}

extension Colour {
    fileprivate func code(_ place: Int) -> String? {
        if case .rgb(let red, let green, let blue) = self { "\(place);2;\(red);\(green);\(blue)" } else { nil }
    }
}
