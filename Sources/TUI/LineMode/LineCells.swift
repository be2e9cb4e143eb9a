import Base
import Content
import Display
import Language
import Notebook

/// Cells in words.
enum LineCells {
    /// `cell 3, up to date: t = trace(ice, days)`; `text 2: ## One step by hand`.
    static func brief(_ cell: NotebookCell, in session: Session) -> String {
        let line = cell.source.split(separator: "\n").first.map(String.init) ?? "empty"
        return "\(name(cell, in: session))\(cell.number == nil ? "" : ", \(cell.stateWord)"): \(Text.visible(line))"
    }

    static func name(_ cell: NotebookCell, in session: Session) -> String {
        if let number = cell.number { return "cell \(number)" }
        let texts = session.cells.filter { $0.kind == .prose }
        return "text \((texts.firstIndex { $0.id == cell.id } ?? 0) + 1)"
    }

    /// A number of a code cell, `t2` for the second text, a name that a cell defines.
    static func find(_ word: String, in session: Session) -> NotebookCell? {
        if let number = Int(word) { return session.cells.first { $0.number == number } }
        let digits = word.hasPrefix("text") ? word.dropFirst(4) : word.dropFirst()
        if word.hasPrefix("t"), let number = Int(digits.trimmed) {
            let texts = session.cells.filter { $0.kind == .prose }
            if let index = texts.index(ofPlace: number) { return texts[index] }
        }
        return session.definitions().first { $0.name == word }.flatMap { session[$0.cell] }
    }
}

/// Cells, names and functions as lists.
extension LineApp {
    func brief(_ id: CellID?) -> String {
        id.flatMap { session[$0] }.map { LineCells.brief($0, in: session) } ?? Phrases.emptyNotebook
    }

    var list: [String] {
        guard !session.cells.isEmpty else { return [Phrases.emptyNotebook] }
        return session.cells.map { brief($0.id) + ($0.id == app.controller.focus ? Phrases.isHere : "") }
    }

    /// The cell's text and what it gave.
    func shown(_ cell: NotebookCell) -> [String] {
        var lines = [LineCells.name(cell, in: session) + (cell.number == nil ? "" : ", " + cell.stateWord)]
        lines += cell.source.split(separator: "\n", omittingEmptySubsequences: false).map { Text.visible(String($0)) }
        let outputs = cell.outputs.flatMap(self.lines)
        if !outputs.isEmpty { lines += [Phrases.output] + outputs }
        if cell.number != nil, outputs.isEmpty { lines.append(Phrases.noOutput) }
        return lines
    }

    func lines(_ output: Output) -> [String] {
        options.isSpoken ? output.spoken() : output.lines(width: options.width(), glyphs: options.glyphs)
    }

    var names: [String] {
        let entries = NamesPanel.entries(session)
        guard !entries.isEmpty else { return [Phrases.noNames] }
        return entries.map { "\($0.name): \(Phrases.name($0.kind, $0.size, $0.number))" }
    }

    // MARK: help

    func help(_ name: String) {
        guard name.isEmpty else {
            guard let builtin = session.builtins[name] else { return write(Phrases.noBuiltin(name)) }
            let lines = Language.help(for: builtin, width: options.isSpoken ? 1000 : min(options.width(), 100))
            return write(options.isSpoken ? lines.flatMap(Spoken.plain) : lines)
        }
        let commands = NotebookCommand.inLines
        let widest = commands.map(\.usage.count).max() ?? 0
        write(Phrases.lineHelp)
        for command in commands {
            let usage = ":" + command.usage
            write((options.isSpoken ? usage + ": " : Text.pad(usage, to: widest + 3)) + command.summary)
        }
    }

    func functions(_ word: String) {
        let all = session.builtins.all.filter { builtin in
            let words = ([builtin.name, builtin.sentence] + builtin.aliases).joined(separator: " ")
            return word.isEmpty || words.lowercased().contains(word.lowercased())
        }
        write(all.isEmpty ? [Phrases.noFunction(word)] : all.map { "\($0.name): \($0.sentence)" })
    }

    /// `example gru`, `example gru 2`.
    func insertExample(_ rest: String) {
        let words = rest.split(separator: " ").map(String.init)
        let found = words.first.flatMap { session.builtins[$0] }
        guard let builtin = found else { return write(Phrases.noBuiltin(rest)) }
        let number = words.count > 1 ? Int(words[1]) ?? 0 : 1
        guard let index = builtin.examples.index(ofPlace: number) else {
            return write(Phrases.noExample(builtin.name, builtin.examples.count))
        }
        insert(builtin.examples[index].source)
    }

    private func insert(_ source: String) {
        app.perform(app.controller.perform(.insert(source), &app.session))
        app.controller.message = nil
        write(Phrases.insertedHere(brief(app.controller.focus)))
    }

    // MARK: data and notebooks

    func data(_ name: String) {
        let sets = app.services.around.dataSets()
        guard !name.isEmpty else {
            let lines = sets.map { [$0.name, $0.sentence].filter { !$0.isEmpty }.joined(separator: ": ") }
            return write(lines.isEmpty ? [Phrases.noData] : lines)
        }
        guard let set = sets.first(where: { $0.name == name }) else { return write(Phrases.noDataSet(name)) }
        looking = app.services.around.lookIntoData(set)
        frame()
    }

    func load(_ name: String) {
        let sets = app.services.around.dataSets()
        guard let set = sets.first(where: { $0.name == name }) else { return write(Phrases.noDataSet(name)) }
        insert("\(Browser.identifier(from: set.name)) = load(\(Value.text(set.name).literal))")
    }

    func tell(_ contents: Preview.Contents) {
        let lines = contents.lines(options.width()).map(\.text)
        write(options.isSpoken ? lines.flatMap(Spoken.plain) : lines)
        for picture in contents.pictures {
            let text = picture.text(width: options.width(), glyphs: options.glyphs)
            let words = options.isSpoken ? (picture as? any Described)?.content.spoken : nil
            write(words ?? PlainText.lines(text))
        }
    }

    var notebooks: [String] {
        let files = app.services.around.notebooks()
        return files.isEmpty ? [Phrases.noNotebooks] : files.map { "\($0.path)" }
    }
}

extension Phrases {
    static let isHere = " (here)"
    static let output = "output:"
    static let noOutput = "no output"
    static let lineHelp = [
        "A line is a cell of the language, run at once below the current cell; ?name explains a function.",
        "A key that a message names works after a colon: :z. Commands:",
    ]
    static func noFunction(_ word: String) -> String { "no function has \(word) in its name or sentence" }
    static func noExample(_ name: String, _ count: Int) -> String {
        "\(name) has \(count) \(count == 1 ? "example" : "examples")"
    }
    static func insertedHere(_ cell: String) -> String { "put below: \(cell); :run runs it" }
    static func noDataSet(_ name: String) -> String {
        (name.isEmpty ? "load takes the name of a data set" : "there is no data set \(name)") + "; :data lists them"
    }
}
