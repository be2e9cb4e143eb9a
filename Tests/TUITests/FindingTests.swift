import Base
import Display
import Language
import Testing

@testable import Notebook
@testable import TUI

/// Data sets and notebooks that are only named, and what was looked into.
private final class Place {
    let looked = Lock<[String]>([])
    var around: Surroundings {
        let looked = looked
        return Surroundings(
            dataNames: { ["nile", "my data.csv"] },
            dataSets: {
                [DataSet(name: "nile", sentence: "Flow of the Nile."), DataSet(name: "my data.csv", sentence: "")]
            },
            lookIntoData: { set in
                looked.with { $0.append(set.name) }
                return Preview(.init([StyledLine("table of \(set.name)")], pictures: [Picture()]))
            },
            notebooks: { [NotebookFile(path: "course/b.unroll.md", name: "course/b")] },
            lookIntoNotebook: { Preview(.init([StyledLine("beginning of \($0)")])) },
            find: { name, isNew throws(Surroundings.Unfound) in
                if name == "gone.md" { throw Surroundings.Unfound("There is no notebook gone.md here.") }
                return isNew ? "new/" + name : name
            })
    }
}

private func bench(_ cells: String..., width: Int = 80, height: Int = 24) -> Bench {
    let text = cells.map { "```unroll\n\($0)\n```\n" }.joined(separator: "\n")
    return Bench(text, width: width, height: height, around: Place().around)
}

// MARK: the palette

@Test("a lone colon lists what can be done, with the keys that do the same")
func aLoneColonListsWhatCanBeDone() {
    let bench = bench("a = 1", "a", height: 30)
    // The second cell is stale then.
    bench.press("rrgg<Enter><Ctrl-E>2<Esc>:")
    #expect(bench.lines.contains { $0.contains("run all") && $0.contains("run every cell in order") })
    #expect(bench.lines.contains { $0.contains("run stale") && $0.hasSuffix("R") })
    #expect(bench.lines.last == " Enter do it  Up/Dn choose  Tab complete  Esc cancel")
}

@Test("the palette finds an action by the beginnings of its words and does it")
func thePaletteFindsAnActionByItsWords() {
    let bench = bench("a = 1", "b = 2")
    bench.press(":move d")
    #expect(bench.lines.contains { $0.contains("move the cell down") && $0.contains("J") })
    bench.press("<Enter>")
    #expect(bench.sources == ["b = 2", "a = 1"])
}

@Test("what would change nothing now is not in the palette") func theValidIsInThePalette() {
    let bench = bench("a = 1")
    bench.press(":redo")
    #expect(!bench.lines.contains { $0.contains("   redo") })
    bench.press("<Enter>")
    #expect(bench.say.contains("Nothing to redo."))
}

@Test("arrows choose in the palette and Enter takes what is chosen") func arrowsChooseInThePalette() {
    let bench = bench("a = 1", "b = 2")
    bench.press(":cell<Down>")
    let chosen = bench.lines.first { $0.hasPrefix(" > ") } ?? ""
    #expect(!chosen.isEmpty)
    bench.press(":<Esc>:add a cell below<Down><Enter>")
    #expect(bench.sources == ["a = 1", "", "b = 2"])
}

@Test("a line that begins several commands asks which") func severalCommandsAreAsked() {
    let bench = bench("a = 1", "b = 2", "c = 3")
    bench.press("j:move<Enter>")
    #expect(bench.say.contains("Which of these is it: move down, move up?"))
    #expect(bench.sources == ["a = 1", "b = 2", "c = 3"])
}

@Test("Tab completes a command and then its argument") func tabCompletesACommandAndItsArgument() {
    let bench = bench("a = 1")
    bench.press(":he<Tab>")
    #expect(bench.say == " :help")
    bench.press(" wi<Tab>")
    #expect(bench.say == " :help window")
    bench.press("<Enter>")
    #expect(bench.lines[0].hasPrefix(" functions"))
    #expect(bench.lines.contains { $0.contains("> window") })
}

@Test("folders are read once for a word, not at every key and frame") func foldersAreReadOnce() {
    let reads = Lock(0)
    var around = Place().around
    around.notebooks = {
        reads.with { $0 += 1 }
        return [NotebookFile(path: "course/b.unroll.md", name: "course/b")]
    }
    let bench = Bench("# text\n", around: around)
    bench.press(":open c")
    #expect(bench.lines.contains { $0.contains("open course/b.unroll.md") })
    bench.press("ou")
    bench.resize(100, 30)
    #expect(bench.lines.contains { $0.contains("open course/b.unroll.md") })
    #expect(reads.with { $0 } == 1)
}

// MARK: functions

@Test("the list of functions filters, and Enter puts the example below as a cell")
func theListOfFunctionsInsertsAnExample() {
    let builtins = Builtins([
        Builtin("count", "Counts.", family: .arithmetic, [], examples: [.init("count([1, 2])"), .init("count([])")]) {
            _ in .none
        },
        Builtin("plot", "Draws a curve.", family: .looking, [], examples: [.init("plot([1])")]) { _ in .none },
    ])
    let screen = FakeScreen(80, 24)
    let session = Session(Document("```unroll\na = 1\n```\n"), path: "x.unroll.md", builtins: builtins)
    let app = App(session, screen: screen, services: Services())
    for key in "hcurve" { _ = app.handle(.key(.character(key))) }
    #expect(screen.grid.text().contains(" functions (1 of 2)"))
    #expect(screen.grid.text().contains("> plot"))
    _ = app.handle(.key(Key(.escape)))
    for key in "count" { _ = app.handle(.key(.character(key))) }
    _ = app.handle(.key(.character("2", .alt)))
    #expect(app.session.cells.map(\.source) == ["a = 1", "count([])"])
    #expect(screen.grid.text().contains("Inserted"))
}

@Test("from the text of a cell, help opens at the call around the cursor") func helpOpensAtTheCall() {
    let bench = bench("window([1], length = 2")
    bench.press("<Enter><Ctrl-End><Alt-h>")
    #expect(bench.lines.contains { $0.contains("> window") })
    #expect(bench.lines.contains { $0.contains("Cuts windows.") })
}

@Test("a function that is not there is named") func aFunctionThatIsNotThereIsNamed() {
    let bench = bench("a = 1")
    bench.press(":help nothing<Enter>")
    #expect(bench.say.contains("There is no function nothing"))
}

// MARK: data

@Test("the data browser shows what a set holds and puts its call below as a cell")
func theDataBrowserPutsACallBelow() {
    let bench = bench("a = 1")
    bench.press("D")
    #expect(bench.lines[0] == " data (2)")
    #expect(bench.lines.contains { $0.contains("> nile") && $0.contains("table of nile") })
    #expect(bench.lines.contains { $0.contains("loss |*") })
    bench.press("<Down><Enter>")
    #expect(bench.sources == ["a = 1", "my_data = load(\"my data.csv\")"])
}

@Test("what is looked into on another thread is shown when it has come") func whatIsBeingReadIsShownLater() {
    let preview = Preview()
    var around = Place().around
    around.lookIntoData = { _ in preview }
    let bench = Bench("# text\n", around: around)
    bench.press("D")
    #expect(bench.text.contains("reading …"))
    preview.fill(.init([StyledLine("it has come")]))
    bench.send(.frame)
    #expect(bench.text.contains("it has come"))
    #expect(!bench.text.contains("reading …"))
}

@Test("nothing is looked into before it is chosen") func nothingIsLookedIntoBefore() {
    let place = Place()
    let bench = Bench("# text\n", around: place.around)
    bench.press("Dmy")
    #expect(place.looked.with { $0 } == ["nile", "my data.csv"])
}

// MARK: names and definitions

@Test("the panel of names shows kind, size and cell, for those that have not run too")
func thePanelOfNamesShowsKindSizeAndCell() {
    let bench = bench("a = [1, 2]\nb = \"text\"", "late = 1")
    bench.press("r<Esc>w")
    let rows = bench.lines.map { String($0.drop { $0 != "│" && $0 != "|" }) }
    #expect(rows.contains { $0.contains("a    list") && $0.contains("2 values") && $0.hasSuffix("1") })
    #expect(rows.contains { $0.contains("b    text") && $0.contains("\"text\"") && $0.hasSuffix("1") })
    #expect(rows.contains { $0.contains("late not run") && $0.hasSuffix("2") })
}

@Test("where there is no room for a panel, w opens the list of names") func withoutRoomTheListOpens() {
    let bench = bench("a = 1", width: 50)
    bench.press("w")
    #expect(bench.lines[0] == " names (1)")
}

@Test("a name of the list leads to its cell, and Ctrl-O leads back") func aNameLeadsToItsCell() {
    let bench = bench("a = 1", "b = 2", "a + b")
    bench.press("GW<Down><Enter>")
    #expect(bench.lines[0].contains("cell 2/3"))
    bench.press("<Ctrl-O>")
    #expect(bench.lines[0].contains("cell 3/3"))
    bench.press("<Ctrl-O>")
    #expect(bench.say.contains("nowhere to go back to"))
}

@Test("the definition of the name at the cursor is the nearest above") func theDefinitionIsTheNearestAbove() {
    let bench = bench("a = 1", "a = 2", "a + 1", "a = 4")
    bench.press(":3<Enter><Enter><Ctrl-]>")
    #expect(bench.lines[0].contains("cell 2/4"))
    #expect(bench.lines[0].contains("NAV"))
}

@Test("a cell that reads one cell goes there; one that reads several asks")
func aCellThatReadsSeveralAsks() {
    let bench = bench("a = 1", "b = 2", "a + 1", "a + b")
    bench.press(":3<Enter><Ctrl-]>")
    #expect(bench.lines[0].contains("cell 1/4"))
    bench.press(":4<Enter><Ctrl-]>")
    #expect(bench.lines[0] == " what cell 4 reads (2)")
    bench.press("b<Enter>")
    #expect(bench.lines[0].contains("cell 2/4"))
}

@Test("a name that nobody defines says so; a function shows its help") func aNameThatNobodyDefines() {
    let bench = bench("x = y", "draw()")
    bench.press("<Enter><Ctrl-E><Ctrl-]>")
    #expect(bench.say.contains("No cell above gives y a value"))
    bench.press("<Esc>j<Enter><Ctrl-]>")
    #expect(bench.lines.contains { $0.contains("> draw") })
}

// MARK: other notebooks

@Test("another notebook is opened from the list") func anotherNotebookIsOpenedFromTheList() {
    let bench = bench("a = 1")
    bench.press("e")
    #expect(bench.lines[0] == " notebooks (1)")
    #expect(bench.text.contains("beginning of course/b.unroll.md"))
    bench.press("<Enter>")
    #expect(bench.status == .quit)
    #expect(bench.app.next == "course/b.unroll.md")
}

@Test("what is not saved is asked about before another notebook is opened") func unsavedWorkIsAskedAboutBeforeAnother()
{
    let bench = bench("a = 1")
    bench.press("<Enter>b<Esc>:open other.md<Enter>")
    #expect(bench.say.contains("Save changes to test.unroll.md?"))
    bench.press("s")
    #expect(bench.saved.map(\.path) == ["test.unroll.md"])
    #expect(bench.status == .quit)
    #expect(bench.app.next == "other.md")
}

@Test("a refused saving keeps the notebook open") func aRefusedSavingKeepsTheNotebook() {
    let bench = bench("a = 1")
    bench.refuseSaving(.diskFull)
    bench.press("<Enter>b<Esc>:open other.md<Enter>s")
    #expect(bench.status == .running)
    #expect(bench.app.next == nil)
}

@Test("a notebook that cannot be opened is told and nothing is left") func aMissingNotebookIsTold() {
    let bench = bench("a = 1")
    bench.press(":open gone.md<Enter>")
    #expect(bench.say.contains("There is no notebook gone.md here."))
    #expect(bench.status == .running)
    bench.press(":new lesson.unroll.md<Enter>")
    #expect(bench.app.next == "new/lesson.unroll.md")
}

// MARK: pinning

@Test("a pinned plot stays beside the cells while one moves away, and P takes it away") func aPinnedPlotStays() {
    let bench = bench("draw()", "b = 2")
    bench.press("r")
    #expect(bench.lines[0].contains("cell 2/2"))
    bench.press("kP")
    #expect(bench.lines.contains { $0.contains("│ cell 1") || $0.contains("| cell 1") })
    bench.press("j")
    #expect(bench.text.split(separator: "loss |*").count == 3)
    bench.press("kP")
    #expect(bench.say.contains("no longer pinned"))
    #expect(!bench.lines.contains { $0.contains("| cell 1") })
}

@Test("a cell without a plot is not pinned") func aCellWithoutAPlotIsNotPinned() {
    let bench = bench("a = 1")
    bench.press("rP")
    #expect(bench.say.contains("no plot to pin"))
}

@Test("every size shows the lists without trouble") func everySizeShowsTheLists() {
    for width in stride(from: 20, through: 140, by: 20) {
        for height in [5, 8, 15, 30] {
            let bench = bench("a = [1, 2]", width: width, height: height)
            bench.press("rD<Esc>W<Esc>h<PgDn><Esc>e<Esc>:<Down>")
            #expect(bench.lines.count == height, "\(width)x\(height)")
        }
    }
}
