/// The text of a cell changed line by line, as a line editor does it.
struct LineEditor: Equatable {
    enum Answer: Equatable {
        /// Nothing is left to say; `wrote` if the text is another now.
        case written
        /// The line that is to be changed, for the prompt.
        case line(Int, String)
        case show, help, done, cancel
        case refused(String)
    }

    private(set) var lines: [String]
    /// What it was before.
    let original: String
    /// New lines go here until one that is a dot alone.
    private(set) var insertion: Int?
    /// The line that stands at the prompt to be changed.
    private(set) var changing: Int?

    init(_ text: String, isNew: Bool = false) {
        original = text
        lines = text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        insertion = isNew ? lines.count : nil
    }

    var text: String { lines.joined(separator: "\n") }

    /// `1  a = 1`.
    var numbered: [String] { lines.enumerated().map { "\($0.offset + 1)  \($0.element)" } }

    mutating func take(_ line: String) -> Answer {
        if let number = changing {
            changing = nil
            lines[number - 1] = line
            return .written
        }
        if let place = insertion {
            guard line.trimmed != "." else {
                insertion = nil
                return .done
            }
            lines.insert(line, at: place)
            insertion = place + 1
            return .written
        }
        return command(line.trimmed)
    }

    private mutating func command(_ line: String) -> Answer {
        switch line {
        case ".", ":done", "done": return .done
        case ":cancel", "cancel": return .cancel
        case "?", ":help", "help": return .help
        case "", ":show", "show": return .show
        case "+":
            insertion = lines.count
            return .written
        default: break
        }
        let sign = line.first.flatMap { "+-".contains($0) ? $0 : nil }
        let digits = line.dropFirst(sign == nil ? 0 : 1).prefix { $0.isNumber }
        let text = String(line.dropFirst((sign == nil ? 0 : 1) + digits.count))
        guard let number = Int(digits) else {
            guard sign == "+" else { return .help }
            lines.append(text.drop { $0 == " " }.description)
            return .written
        }
        return change(number, sign, text.hasPrefix(" ") ? String(text.dropFirst()) : text)
    }

    private mutating func change(_ number: Int, _ sign: Character?, _ text: String) -> Answer {
        let isBetween = sign == "+" && (0...lines.count).contains(number)
        guard isBetween || (1...max(1, lines.count)).contains(number) && !lines.isEmpty else {
            return .refused(Phrases.noLine(number, of: lines.count))
        }
        switch sign {
        case "+" where text.isEmpty: insertion = number
        case "+": lines.insert(text, at: number)
        case "-": lines.remove(at: number - 1)
        default:
            guard text.isEmpty else {
                lines[number - 1] = text
                return .written
            }
            changing = number
            return .line(number, lines[number - 1])
        }
        return .written
    }
}

extension Phrases {
    static func noLine(_ number: Int, of count: Int) -> String {
        count == 0 ? "the cell has no lines yet: + begins them" : "there is no line \(number); the cell has \(count)"
    }
    static let editHelp = [
        "2 TEXT: line 2 becomes this; 2 alone brings it to the prompt", "-2: delete line 2",
        "+ TEXT: a line at the end; +2 TEXT: below line 2; +0 TEXT: above all",
        "+ or +2 alone: write lines there, until a line with a dot alone",
        "show: the lines; a dot: done; cancel: as it was before",
    ]
}
