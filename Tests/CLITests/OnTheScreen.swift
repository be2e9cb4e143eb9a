import TerminalKit

/// What a notebook's screen tells, read as a person reads it.
extension TerminalSession {
    /// Waits until some line holds all these words in this order.
    func waitForLine(_ words: String..., seconds: Double = 20) -> Bool {
        wait(seconds: seconds) { session in session.lines.contains { $0.holds(words) } }
    }

    func hasLine(_ words: String...) -> Bool { lines.contains { $0.holds(words) } }

    /// The title is as wide as the terminal: what is on the screen was drawn for it.
    func waitForLayout() -> Bool {
        wait { session in
            session.lines[0].hasSuffix("F1 help") && session.lines[0].count == session.width - 1
        }
    }

    /// Waits until the notebook can be moved through.
    func waitForNotebook() -> Bool { wait(for: "  NAV ") }

    /// Runs the code cell of this number, which becomes the focus.
    func run(cell number: Int) { send(KeyName(":\(number)"), .enter, .function(5)) }

    /// The epoch that the running fit has come to.
    var epoch: Int? {
        for line in lines {
            guard let start = line.firstRange(of: "epoch ")?.upperBound else { continue }
            let words = line[start...].prefix { $0.isNumber || $0 == "/" }.split(separator: "/")
            if words.count == 2 { return Int(words[0]) }
        }
        return nil
    }

    /// The plot of the loss beside the cells, without its numbers below.
    var plot: [String] {
        let lines = lines
        guard let top = lines.firstIndex(where: { $0.contains("loss (mse) by epoch") }),
            let title = lines[top].firstRange(of: "loss (mse) by epoch")
        else { return [] }
        let left = lines[top].distance(from: lines[top].startIndex, to: title.lowerBound)
        return lines[top...].map { String($0.dropFirst(left)) }.filter { $0.contains("┤") || $0.contains("│") }
    }

    /// The main screen is back, and lines are edited and echoed.
    var isGivenBack: Bool { !isAlternateScreen && isCooked && cursor != nil }
}

extension String {
    fileprivate func holds(_ words: [String]) -> Bool {
        var rest = self[...]
        for word in words {
            guard let found = rest.firstRange(of: word) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
