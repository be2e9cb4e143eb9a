import Display
import Language
import Notebook
import Views

/// The lists that a notebook opens.
extension Browser {
    /// Every built-in with its help; Enter puts its example below as a cell.
    static func builtins(_ session: Session, at name: String?) -> Browser {
        let all = session.builtins.all
        let items = all.map { builtin in
            var choices: [Choice] = []
            for (index, example) in builtin.examples.prefix(9).enumerated() {
                let key = index == 0 ? Key(.enter) : .character(Character("\(index + 1)"), .alt)
                choices.append(
                    Choice(key: key, words: Phrases.insertExample(index), does: [.ask(.insert(example.source))]))
            }
            return Item(
                label: builtin.name, words: ([builtin.sentence] + builtin.aliases).joined(separator: " "),
                say: builtin.sentence, preview: { Preview(.init { helpLines(builtin, width: $0) }) }, choices: choices)
        }
        let chosen = name.flatMap { session.builtins[$0] }.flatMap { found in all.firstIndex { $0.name == found.name } }
        return Browser(title: "functions", items: items, ifEmpty: "", chosen: chosen ?? 0)
    }

    /// The page of `help`, with the programs in it in their colours.
    private static func helpLines(_ builtin: Builtin, width: Int) -> [StyledLine] {
        var isExample = false
        return help(for: builtin, width: width).map { line in
            let text = line.drop { $0 == " " }
            if text == "example" { isExample = true } else if text.isEmpty { isExample = false }
            guard isExample, text != "example", !text.hasPrefix("→") else { return StyledLine(line) }
            let indent = StyledLine(String(line.prefix(line.count - text.count)))
            return StyledLine(indent.pieces + (Highlighting.lines(String(text)).first?.pieces ?? []))
        }
    }

    /// Names that are listed at most: with more of them the list takes longer than a reader waits for a key.
    private static let mostNames = 10_000

    /// What cells have given names to; Enter goes to the cell.
    static func names(_ all: [NamesPanel.Entry], _ session: Session, title: String) -> Browser {
        let entries = all.prefix(mostNames)
        let title = all.count > mostNames ? Phrases.firstNames(mostNames, of: all.count) : title
        let sources = Dictionary(session.cells.map { ($0.id, $0.source) }) { first, _ in first }
        let items = entries.map { entry in
            var choices = [Choice(words: Phrases.goToCell(entry.number), does: [.ask(.go(entry.cell))])]
            if case .object(let object)? = entry.value, object is any HasViewer {
                choices.append(
                    Choice(key: .character("s", .alt), words: "step", does: [.effect(.present(.object(object)))]))
            }
            return Item(
                label: entry.name, note: entry.kind, say: Phrases.name(entry.kind, entry.size, entry.number),
                preview: { Preview(entry.contents(source: sources[entry.cell] ?? "")) }, choices: choices)
        }
        return Browser(title: title, items: items, ifEmpty: Phrases.noNames)
    }

    /// The data that a cell here may load, with a preview and a plot; Enter puts the call below as a cell.
    static func data(_ sets: [DataSet], at name: String?, preview: @escaping @Sendable (DataSet) -> Preview) -> Browser
    {
        let items = sets.map { set in
            let variable = identifier(from: set.name)
            let source = "\(variable) = load(\(Value.text(set.name).literal))"
            return Item(
                label: set.name, words: set.sentence, say: source, preview: { preview(set) },
                choices: [Choice(words: "insert the call", does: [.ask(.insert(source))])])
        }
        return Browser(
            title: "data", items: items, ifEmpty: Phrases.noData, chosen: sets.firstIndex { $0.name == name } ?? 0)
    }

    /// The notebooks around this one; Enter opens one in its place.
    static func notebooks(_ files: [NotebookFile], preview: @escaping @Sendable (String) -> Preview) -> Browser {
        let items = files.map { file in
            Item(
                label: file.name, preview: { preview(file.path) },
                choices: [Choice(words: "open", does: [.ask(.leave(.open(file.path)))])])
        }
        return Browser(title: "notebooks", items: items, ifEmpty: Phrases.noNotebooks)
    }

    /// A name that the language takes, from that of a file: `my data-1.csv` → `my_data_1`.
    static func identifier(from file: String) -> String {
        let name = (file.split(separator: "/").last ?? "").prefix { $0 != "." }
        var word = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        if word.first.map({ $0.isNumber || $0 == "_" }) ?? true { word = "data" + word }
        return word
    }
}

/// Data that a cell may load.
package struct DataSet: Sendable {
    package let name: String
    package let sentence: String
    package init(name: String, sentence: String) { (self.name, self.sentence) = (name, sentence) }
}

/// A notebook that may be opened: its path, and what a list calls it.
package struct NotebookFile: Sendable {
    package let path: String
    package let name: String
    package init(path: String, name: String) { (self.path, self.name) = (path, name) }
}

extension Phrases {
    static func insertExample(_ index: Int) -> String { index == 0 ? "insert the example" : "example \(index + 1)" }
    static func goToCell(_ number: Int) -> String { "go to cell \(number)" }
    static func name(_ kind: String, _ size: String, _ cell: Int) -> String {
        [kind, size].filter { !$0.isEmpty }.joined(separator: " ") + ", cell \(cell)"
    }
    static func firstNames(_ listed: Int, of count: Int) -> String {
        "names: the first \(Numbers.grouped(listed)) of \(Numbers.grouped(count))"
    }
    static let noData = "no data here: put .csv files beside the notebook"
    static let noNotebooks = "no other notebooks here"
}
