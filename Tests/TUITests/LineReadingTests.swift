import Display
import Testing
import Views

@testable import TUI

private let help = [
    HelpLine(keys: "Right", words: "one time step on", run: [Key(.right)]),
    HelpLine(keys: "Down, j", words: "next unit", run: [Key(.down)]),
    HelpLine(keys: "h", words: "all units over time", run: [.character("h")]),
    HelpLine(keys: "b", words: "the gradients on their way back", run: [.character("b")]),
]

private func read(_ line: String, isTyping: Bool = false) -> LineKeys.Reading {
    var keys = LineKeys()
    return keys.read(line, help, isTyping: isTyping)
}

@Test("a line is a key by its name or letter, as often as it says") func aLineIsAKey() {
    #expect(read("right") == .keys([Key(.right)]))
    #expect(read(" Right 3 ") == .keys([Key(.right), Key(.right), Key(.right)]))
    #expect(read(">>") == .keys([Key(.right), Key(.right)]))
    #expect(read("<") == .keys([Key(.left)]))
    #expect(read("j") == .keys([.character("j")]))
    #expect(read("back") == .keys([Key(.escape)]))
    #expect(read("space") == .keys([.character(" ")]))
    #expect(read("right 0") == .unknown([]))
}

@Test("a line is words of the list of keys where only one entry has them") func aLineIsWordsOfTheList() {
    #expect(read("gradients") == .keys([.character("b")]))
    #expect(read("next un") == .keys([Key(.down)]))
    #expect(read("unit") == .unknown(["down or j: next unit", "h: all units over time"]))
    #expect(read("x") == .unknown([]))
    #expect(read("nonsense") == .unknown([]))
}

@Test("an empty line does the last once more") func anEmptyLineRepeats() {
    var keys = LineKeys()
    #expect(keys.read("", help, isTyping: false) == .unknown([]))
    _ = keys.read("right 2", help, isTyping: false)
    #expect(keys.read("show", help, isTyping: false) == .show)
    #expect(keys.read("", help, isTyping: false) == .keys([Key(.right), Key(.right)]))
}

@Test("numbers are typed, and where a view wants a text all but the names of keys is") func numbersAreTyped() {
    #expect(read("-0.5") == .text("-0.5"))
    #expect(read("12") == .text("12"))
    #expect(read("rainy", isTyping: true) == .text("rainy"))
    #expect(read("h", isTyping: true) == .text("h"))
    #expect(read("tab", isTyping: true) == .keys([Key(.tab)]))
    #expect(read("", isTyping: true) == .keys([Key(.enter)]))
}

@Test("a command is its name, another name or its beginning, and a key of the screen works too")
func aCommandIsItsName() {
    func name(_ line: String) -> String? {
        if case .command(let command, let rest) = NotebookCommand.read(line) { "\(command.name)|\(rest)" } else { nil }
    }
    func near(_ line: String) -> [String]? {
        if case .unknown(let names) = NotebookCommand.read(line) { names } else { nil }
    }
    #expect(name("run all") == "run all|")
    #expect(name("run 2") == "run|2")
    #expect(name("w a b.md") == "save|a b.md")
    #expect(name("del 3") == "delete|3")
    #expect(name("7") == "go|7")
    #expect(name("z") == "undo|")
    #expect(name("dd") == "delete|")
    #expect(near("d") == [])
    #expect(near("st") == ["start", "stop", "step"])
    #expect(near("move") == ["move down", "move up"])
    #expect(near("frobnicate") == [])
}

@Test("a form of a command is written out: its beginning alone does not allow writing") func aFormIsWrittenOut() {
    if case .unknown(let names) = NotebookCommand.read("allow") {
        #expect(names == ["allow write"])
    } else {
        Issue.record("allow was read as a command")
    }
}

@Test("no two commands have one name or key, and each works on a screen or in lines") func namesAndKeysAreUnique() {
    let names = NotebookCommand.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
    let keys = NotebookCommand.all.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    for command in NotebookCommand.all { #expect(command.isOnScreen || command.isInLines, "\(command.name)") }
}

@Test("what line mode does as the screen does needs no screen") func sharedCommandsNeedNoScreen() {
    for command in NotebookCommand.all {
        switch (command.inLines, command.run) {
        case (.same, .shared), (.reported, .shared), (.written, _), (.unavailable, _): continue
        default: Issue.record("\(command.name)")
        }
    }
}

@Test("a cell is changed line by line") func aCellIsChangedLineByLine() {
    var editor = LineEditor("a = 1\nb = 2\nc = 3")
    #expect(editor.take("2 b = 20") == .written)
    #expect(editor.take("-1") == .written)
    #expect(editor.take("+ d = 4") == .written)
    #expect(editor.take("+1 x = 0") == .written)
    #expect(editor.lines == ["b = 20", "x = 0", "c = 3", "d = 4"])
    #expect(editor.take("9 y") == .refused("there is no line 9; the cell has 4"))
    #expect(editor.take("3") == .line(3, "c = 3"))
    #expect(editor.take("c = 33") == .written)
    #expect(editor.take("+0") == .written)
    #expect(editor.take("first") == .written)
    #expect(editor.take("2 is text here") == .written)
    #expect(editor.take(".") == .done)
    #expect(editor.text == "first\n2 is text here\nb = 20\nx = 0\nc = 33\nd = 4")
    #expect(editor.take("cancel") == .cancel)
    #expect(editor.original == "a = 1\nb = 2\nc = 3")
}

@Test("an empty cell has lines once they are written") func anEmptyCell() {
    var editor = LineEditor("")
    #expect(editor.take("1 a") == .refused("the cell has no lines yet: + begins them"))
    #expect(editor.take("-1") == .refused("the cell has no lines yet: + begins them"))
    #expect(editor.take("+ a") == .written)
    #expect(editor.text == "a")
    var new = LineEditor("", isNew: true)
    #expect(new.take("# one") == .written)
    #expect(new.take("") == .written)
    #expect(new.take("two") == .written)
    #expect(new.take(".") == .done)
    #expect(new.text == "# one\n\ntwo")
}
