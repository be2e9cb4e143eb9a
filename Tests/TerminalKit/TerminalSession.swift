import CPty
import CVterm

/// A real program in a pseudo-terminal, its screen kept by a terminal emulator.
package final class TerminalSession {
    package init(
        _ command: [String], width: Int = 100, height: Int = 30, environment: [String: String] = [:], folder: String? = nil
    ) throws {}
    package var text: String { "" }
}
