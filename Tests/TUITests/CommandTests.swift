import Foundation
import TestKit
import Testing

@testable import TUI

@Test("docs/keys.md lists the commands as they are: scripts/run -- manual --keys > docs/keys.md")
func thePageOfKeysIsCurrent() throws {
    let page = try String(contentsOfFile: Repository.path + "/docs/keys.md", encoding: .utf8)
    #expect(page == commandReference())
}

@Test("every command that has a key is in the help of the keys, with its summary") func everyKeyIsInTheHelp() {
    let lines = NotebookCommand.onScreen.compactMap(\.helpLine)
    #expect(lines.contains { $0.keys == "dd" && $0.words == "delete the cell" && $0.run.count == 2 })
    #expect(lines.count == NotebookCommand.all.count { !$0.keys.isEmpty })
}

@Test("a command that is about a cell takes it by number or name, on the screen too") func aCommandTakesACell() {
    let bench = Bench(cells: "a = 1", "b = 2", "c = 3")
    bench.press(":delete b<Enter>")
    #expect(bench.sources == ["a = 1", "c = 3"])
    bench.press(":delete 9<Enter>")
    #expect(bench.say.contains("There is no cell 9."))
    #expect(bench.sources == ["a = 1", "c = 3"])
}

@Test("a name typed behind the colon is the command, its aliases too") func aNameIsTheCommand() {
    let bench = Bench(cells: "a = 1", "b = 2")
    bench.press(":down<Enter>")
    #expect(bench.lines[0].contains("cell 2/2"))
    bench.press(":first<Enter>:above<Enter>")
    #expect(bench.sources == ["", "a = 1", "b = 2"])
    bench.press("<Esc>:w<Enter>")
    #expect(bench.saved.count == 1)
}

@Test("E goes to the first cell that failed, and Ctrl-O goes back") func theFirstErrorIsFound() {
    let bench = Bench(cells: "a = 1", "fail()", "fail()")
    bench.press("E")
    #expect(bench.lines[0].contains("cell 1/3"))
    bench.press(":first-error<Enter>")
    #expect(bench.say.contains("No cell has failed."))
    bench.press(":run all<Enter>GE")
    #expect(bench.lines[0].contains("cell 2/3"))
    bench.press("<Ctrl-O>")
    #expect(bench.lines[0].contains("cell 3/3"))
}
