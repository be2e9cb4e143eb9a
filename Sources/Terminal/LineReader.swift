/// Lines typed at a prompt, with editing, history and completion (GNU readline); plain reading where there is no terminal.
package final class LineReader {
    package enum Input: Hashable, Sendable {
        case line(String)
        /// Ctrl-C: a fresh line.
        case interrupted
        /// Ctrl-D, or the end of the input.
        case end
    }
    /// `complete` gets the line up to the cursor and returns the words that may stand in place of its last word.
    package init(historyFile: String? = nil, complete: @escaping (String) -> [String] = { _ in [] }) {}
    package func read(_ prompt: String) -> Input { .end }
    /// Writes lines above the prompt while `read` waits; from any thread.
    package func printAbove(_ text: String) {}
}
