import Display
import TestKit
import Testing

@testable import Views

/// Compares a view's screen or text with the file in Tests/Golden/views.
func expectGolden(_ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(GoldenFile("views", name).expected(insteadOf: text) == text, sourceLocation: sourceLocation)
}

extension Viewer {
    func screen(_ width: Int, _ height: Int, _ glyphs: Glyphs = .ascii) -> String {
        var grid = Grid(width: width, height: height)
        draw(into: &grid, area: grid.bounds, glyphs: glyphs)
        return grid.text()
    }

    /// Presses keys one after the other; what the last one leaves to do.
    @discardableResult
    mutating func strike(_ keys: Key...) -> ViewerOutcome {
        var outcome = ViewerOutcome.stay
        for key in keys { outcome = press(key) }
        return outcome
    }

    /// The same for letters.
    @discardableResult
    mutating func type(_ letters: String) -> ViewerOutcome {
        var outcome = ViewerOutcome.stay
        for letter in letters { outcome = press(.character(letter)) }
        return outcome
    }

    /// At every size that a terminal may have, nothing crashes; from 40 columns on, no line of the view is cut but the
    /// frame's, which shows that it is.
    func expectToFitEverywhere(lines: (_ width: Int, _ height: Int) -> [StyledLine]) {
        for width in [1, 2, 7, 10, 20, 33] {
            for height in [1, 2, 5, 6, 9, 15] { _ = screen(width, height) }
        }
        for width in stride(from: 40, through: 132, by: 4) {
            for height in [3, 7, 11, 15, 20, 26, 46] {
                _ = screen(width, height + 4, .braille)
                for line in lines(width, height) {
                    #expect(Text.width(of: line.text.trimmedAtEnd) <= width, "\(width) × \(height): \(line.text)")
                }
            }
        }
    }
}

extension ViewerOutcome {
    /// What it says for the line above the keys.
    var sentence: String? { if case .tell(let sentence) = self { sentence } else { nil } }
    var copied: String? { if case .copy(let text) = self { text } else { nil } }
    var isHelp: Bool { if case .help = self { true } else { false } }
}
