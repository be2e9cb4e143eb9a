import Display
import Language
import Testing

@testable import Notebook

@Test("running all cells computes them in order") func runningAllCellsComputesThemInOrder() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    #expect(session.statuses == [.ok, .ok])
    #expect(session.shown[1] == ["2"])
}

@Test("writing in a cell makes it and those that read it stale") func writingInACellMakesItAndThoseThatReadItStale() {
    var session = Session("a = 1", "a + 1", "b = 3")
    session.perform(.runAll)
    #expect(session.apply(.write(0, "a = 2")).isEmpty)
    #expect(session.statuses == [.stale, .stale, .ok])
}

@Test("taking the change back makes them fresh again") func takingTheChangeBackMakesThemFreshAgain() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    session.perform(.write(0, "a = 2"))
    session.perform(.undo)
    #expect(session.statuses == [.ok, .ok])
}

@Test("run stale runs what is stale and nothing more") func runStaleRunsWhatIsStaleAndNothingMore() {
    var session = Session("a = 1", "a + 1", "b = 3")
    session.perform(.runAll)
    session.perform(.write(0, "a = 2"))
    session.perform(.insert(.code, after: 2, source: "c = 4"))
    session.perform(.runStale)
    #expect(session.statuses == [.ok, .ok, .ok, .notRun])
    #expect(session.shown[1] == ["3"])
}

@Test("a cell that reads an old value of a changed cell stays stale")
func aCellThatReadsAnOldValueOfAChangedCellStaysStale() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    session.perform(.write(0, "a = 2"))
    session.perform(.run(1))
    #expect(session.statuses == [.stale, .stale])
    #expect(session.shown[1] == ["2"])
}

@Test("running a cell runs those above it that it needs and that have not run")
func runningACellRunsThoseAboveItThatItNeedsAndThatHaveNotRun() {
    var session = Session("a = 1", "b = 2", "a + 1")
    session.perform(.run(2))
    #expect(session.statuses == [.ok, .notRun, .ok])
}

@Test("a cell sees the definition above it, whatever ran last") func aCellSeesTheDefinitionAboveItWhateverRanLast() {
    var session = Session("a = 1", "a + 1", "a = 5")
    session.perform(.runAll)
    session.perform(.run(1))
    #expect(session.shown[1] == ["2"])
}

@Test("a cell that changes a name of its own gives the same answer twice")
func aCellThatChangesANameOfItsOwnGivesTheSameAnswerTwice() {
    var session = Session("a = 1", "a = a + 1")
    session.perform(.runAll)
    session.perform(.run(1))
    #expect(session.names().map(\.value.text) == ["2"])
}

@Test("a failed cell shows its error and the cells after it do not run")
func aFailedCellShowsItsErrorAndTheCellsAfterItDoNotRun() {
    var session = Session("a = 1", "fail()", "b = 2")
    session.perform(.runAll)
    #expect(session.statuses == [.ok, .failed, .notRun])
    #expect(session.shown[1].first == "error: it failed on purpose")
}

@Test("what was defined before the failure stays") func whatWasDefinedBeforeTheFailureStays() {
    var session = Session("a = 1\nfail()")
    session.perform(.runAll)
    #expect(session.names().map(\.name) == ["a"])
}

@Test("a source that cannot be read fails with its message") func aSourceThatCannotBeReadFailsWithItsMessage() {
    var session = Session("a = (1")
    session.perform(.runAll)
    #expect(session.statuses == [.failed])
    #expect(session.shown[0].first?.hasPrefix("error: ") == true)
}

@Test("queued cells wait for the one that runs") func queuedCellsWaitForTheOneThatRuns() {
    var session = Session("a = 1", "b = 2")
    let effects = session.apply(.runAll)
    #expect(effects.count == 1)
    #expect(session.statuses == [.running, .queued])
}

@Test("editing a cell while it runs makes its result stale") func editingACellWhileItRunsMakesItsResultStale() {
    var session = Session("a = 1", "b = 2")
    _ = session.apply(.run(0))
    session.perform(.write(0, "a = 2"))
    #expect(session.statuses[0] == .running)
    session.perform(.finished(0, CellResult(.finished, values: [("a", .number(1))])))
    #expect(session.statuses[0] == .stale)
}

@Test("stop ends the running cell and empties the queue") func stopEndsTheRunningCellAndEmptiesTheQueue() {
    var session = Session("a = 1", "b = 2")
    _ = session.apply(.runAll)
    let effects = session.apply(.stop)
    #expect(effects.count == 1)
    #expect(session.statuses == [.running, .notRun])
    session.perform(.finished(0, CellResult(.stopped, values: [("a", .number(1))])))
    #expect(session.statuses == [.stale, .notRun])
    #expect(session.names().map(\.name) == ["a"])
}

@Test("stop with nothing running does nothing") func stopWithNothingRunningDoesNothing() {
    var session = Session("a = 1")
    #expect(session.apply(.stop).isEmpty)
}

@Test("deleting a cell makes those that read it stale, and undo brings it back with its value")
func deletingACellMakesThoseThatReadItStaleAndUndoBringsItBackWithItsValue() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    session.perform(.delete(0))
    #expect(session.statuses == [.stale])
    session.perform(.undo)
    #expect(session.statuses == [.ok, .ok])
}

@Test("moving a definition below its reader makes the reader stale")
func movingADefinitionBelowItsReaderMakesTheReaderStale() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    session.perform(.move(0, to: 1))
    #expect(session.cells.map(\.source) == ["a + 1", "a = 1"])
    #expect(session.statuses == [.stale, .ok])
}

@Test("one undo list holds text and cells") func oneUndoListHoldsTextAndCells() {
    var session = Session("a = 1")
    session.perform(.write(0, "a = 2"))
    session.perform(.insert(.prose, after: 0, source: "Words."))
    session.perform(.change(1, to: .code))
    session.perform(.undo)
    #expect(session.cells.map(\.kind) == [.code, .prose])
    session.perform(.undo)
    session.perform(.undo)
    #expect(session.cells.map(\.source) == ["a = 1"])
    #expect(!session.canUndo)
    session.perform(.redo)
    session.perform(.redo)
    #expect(session.cells.map(\.source) == ["a = 2", "Words."])
}

@Test("undo and redo tell which cell they changed") func undoAndRedoTellWhichCellTheyChanged() {
    var session = Session("a = 1", "b = 2", "c = 3")
    let ids = session.cells.map(\.id)
    session.perform(.write(ids[2], "c = 4"))
    session.perform(.delete(ids[1]))
    session.perform(.move(ids[2], to: 0))
    session.perform(.undo)
    #expect(session.touched == ids[0] || session.touched == ids[2])
    session.perform(.undo)
    #expect(session.touched == ids[1])
    session.perform(.undo)
    #expect(session.touched == ids[2])
    session.perform(.redo)
    #expect(session.touched == ids[2])
}

@Test("joined writes are undone together") func joinedWritesAreUndoneTogether() {
    var session = Session("")
    session.perform(.write(0, "a"))
    session.perform(.write(0, "ab", joins: true))
    session.perform(.write(0, "abc", joins: true))
    session.perform(.undo)
    #expect(session.cells[0].source == "")
}

@Test("undoing to the saved text makes it unmodified") func undoingToTheSavedTextMakesItUnmodified() {
    var session = Session("a = 1")
    session.path = "n.unroll.md"
    session.perform(.write(0, "a = 2"))
    session.perform(.save())
    session.perform(.saved)
    #expect(!session.isModified)
    session.perform(.write(0, "a = 3"))
    #expect(session.isModified)
    session.perform(.undo)
    #expect(!session.isModified)
}

@Test("running changes the file only if the outputs are others") func runningChangesTheFileOnlyIfTheOutputsAreOthers() {
    var session = Session("1 + 1")
    session.path = "n.unroll.md"
    session.perform(.runAll)
    #expect(session.isModified)
    session.perform(.save())
    session.perform(.saved)
    session.perform(.runAll)
    #expect(!session.isModified)
}

@Test("a cell to skip never runs") func aCellToSkipNeverRuns() {
    var session = Session(Document("```unroll skip\na = 1\n```\n"), builtins: Fake.builtins)
    #expect(session.perform(.run(0)).isEmpty)
    #expect(session.statuses == [.notRun])
}

@Test("the seed of a cell is that of the last seed above it") func theSeedOfACellIsThatOfTheLastSeedAboveIt() {
    var session = Session("random()", "seed(7)", "random()", "seed(9)")
    session.perform(.runAll)
    session.perform(.run(0))
    #expect(session.shown == [["1"], [], ["7"], []])
}

@Test("changing the seed makes the cells that draw numbers stale")
func changingTheSeedMakesTheCellsThatDrawNumbersStale() {
    var session = Session("seed(7)", "random()", "1 + 1")
    session.perform(.runAll)
    session.perform(.write(0, "seed(8)"))
    #expect(session.statuses == [.stale, .stale, .ok])
}

@Test("restart forgets values and keeps outputs as recorded") func restartForgetsValuesAndKeepsOutputsAsRecorded() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    session.perform(.restart)
    #expect(session.statuses == [.recorded, .recorded])
    #expect(session.names().isEmpty)
}

@Test("a result that arrives after restart is forgotten") func aResultThatArrivesAfterRestartIsForgotten() {
    var session = Session("a = 1")
    _ = session.apply(.run(0))
    session.perform(.restart)
    session.perform(.finished(0, CellResult(.stopped, values: [("a", .number(1))])))
    #expect(session.names().isEmpty)
}

@Test("an empty notebook takes cells one by one, as a line of talk")
func anEmptyNotebookTakesCellsOneByOneAsALineOfTalk() {
    var session = Session(Document(), builtins: Fake.builtins)
    for source in ["a = 2", "a + 1"] {
        session.perform(.insert(.code, after: session.cells.last?.id, source: source))
        if let cell = session.inserted { session.perform(.run(cell)) }
    }
    #expect(session.shown.last == ["3"])
    #expect(session.document.text == "<!-- unroll 1 seed=1 -->\n```unroll\na = 2\n```\n\n```unroll\na + 1\n```\n")
}

@Test("a view that was asked for is an effect and stays below the cell once")
func aViewThatWasAskedForIsAnEffectAndStaysBelowTheCellOnce() {
    var session = Session("step()")
    let effects = session.perform(.runAll)
    #expect(effects.count == 1)
    #expect(session.shown == [["***", "axis"]])
}

@Test("a cell that became prose asks for nothing to be saved after it was saved")
func aCellThatBecameProseAsksForNothingToBeSavedAfterItWasSaved() {
    var session = Session("1")
    session.path = "n.unroll.md"
    session.perform(.runAll)
    session.perform(.change(0, to: .prose))
    session.perform(.save())
    session.perform(.saved)
    #expect(!session.isModified)
    #expect(session.document.text == "1\n")
}

@Test("saving under another name writes large records to the folder of that name")
func savingUnderAnotherNameWritesLargeRecordsToTheFolderOfThatName() {
    var session = Session("run = fit(300)")
    session.path = "a.unroll.md"
    session.perform(.runAll)
    session.perform(.save())
    session.perform(.saved)
    guard case .save(let saving)? = session.apply(.save(path: "b.unroll.md")).first else { return #expect(Bool(false)) }
    #expect(saving.records.map(\.path) == ["b.unroll.d/cell-1.history.csv"])
}

@Test("names are listed in the order of the notebook, each with its cell")
func namesAreListedInTheOrderOfTheNotebookEachWithItsCell() {
    var session = Session("b = 1; c = 2", "a = 3; b = 4")
    session.perform(.runAll)
    #expect(session.names().map(\.name) == ["c", "a", "b"])
    #expect(session.names(at: 1).map(\.name) == ["b", "c"])
}

@Test("a name that is defined further down is named with its cell")
func aNameThatIsDefinedFurtherDownIsNamedWithItsCell() {
    var session = Session("a + 1", "a = 1")
    guard case .evaluate(let evaluation)? = session.apply(.run(0)).first else { return #expect(Bool(false)) }
    #expect(evaluation.environment.definedLater == ["a": "cell 2"])
}

@Test("another text for the whole notebook is one step that undo takes back") func anotherTextIsOneStep() {
    var session = Session("1 + 1")
    session.perform(.runAll)
    let before = session.document.bytes
    session.perform(.replace(Document("\u{FEFF}<!-- unroll 1 seed=2 -->\r\nhello\r\n\r\n"), isSaved: false))
    #expect(session.document.text == "\u{FEFF}<!-- unroll 1 seed=2 -->\r\nhello\r\n\r\n")
    #expect(session.isModified)
    session.perform(.undo)
    #expect(session.document.bytes == before)
    #expect(session.statuses == [.ok])
    session.perform(.redo)
    #expect(session.cells.map(\.source) == ["hello"])
}

@Test("the text as it is on the disk counts as saved, and undoing it does not") func theTextOnTheDiskCountsAsSaved() {
    var session = Session("1 + 1")
    session.perform(.replace(Document("theirs\n"), isSaved: true))
    #expect(!session.isModified)
    session.perform(.undo)
    #expect(session.isModified)
}

@Test("the draft is what saving would write, and takes nothing for saved") func theDraftIsWhatSavingWouldWrite() {
    var session = Session("1 + 1", "fit(3)")
    session.perform(.runAll)
    let stamp = session.stamp
    let draft = session.draft
    #expect(session.stamp == stamp && session.isModified)
    guard case .save(let saving)? = session.apply(.save(path: "n.unroll.md")).first else { return #expect(Bool(false)) }
    #expect(draft == saving.bytes)
}

@Test("a notebook that could not be saved keeps its name") func aNotebookThatCouldNotBeSavedKeepsItsName() {
    var session = Session("1 + 1")
    session.path = "a.unroll.md"
    _ = session.apply(.save(path: "b.unroll.md"))
    _ = session.apply(.notSaved)
    #expect(session.path == "a.unroll.md")
}
