import TestKit
import Testing

@testable import Display

/// Compares with the file in Tests/Golden/display.
func expectGolden(_ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(GoldenFile("display", name).expected(insteadOf: text) == text, sourceLocation: sourceLocation)
}

/// The drawing at two widths, in ASCII and in blocks, one below the other.
func everyWay(_ drawing: some Drawable) -> String {
    [(80, Glyphs.blocks), (80, .ascii), (40, .blocks), (40, .ascii)].map { width, glyphs in
        "== \(width) \(glyphs)\n" + drawing.text(width: width, glyphs: glyphs)
    }.joined(separator: "\n")
}
