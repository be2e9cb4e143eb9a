import Display
import Glibc

/// Whether a full screen can be shown here.
package enum TerminalProbe {
    /// One sentence that tells why there can be no full screen, or nil if there can.
    package static func problem() -> String? { nil }
    /// True if both standard input and output are a terminal.
    package static var isTerminal: Bool { isatty(0) == 1 && isatty(1) == 1 }
    /// What may be drawn with in this environment.
    package static func glyphs() -> Glyphs { .braille }
}
