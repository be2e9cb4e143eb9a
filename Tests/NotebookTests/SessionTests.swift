import Display
import Language
import Testing

@testable import Notebook

@Test func `running all cells computes them in order`() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    #expect(session.statuses == [.ok, .ok])
    #expect(session.shown[1] == ["2"])
}

@Test func `writing in a cell makes it and those that read it stale`() {
    var session = Session("a = 1", "a + 1", "b = 3")
    session.perform(.runAll)
    #expect(session.apply(.write(0, "a = 2")).isEmpty)
    #expect(session.statuses == [.stale, .stale, .ok])
}

@Test func `taking the change back makes them fresh again`() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    session.perform(.write(0, "a = 2"))
    session.perform(.undo)
    #expect(session.statuses == [.ok, .ok])
}

@Test func `run stale runs what is stale and nothing more`() {
    var session = Session("a = 1", "a + 1", "b = 3")
    session.perform(.runAll)
    session.perform(.write(0, "a = 2"))
    session.perform(.insert(.code, after: 2, source: "c = 4"))
    session.perform(.runStale)
    #expect(session.statuses == [.ok, .ok, .ok, .notRun])
    #expect(session.shown[1] == ["3"])
}

@Test func `a cell that reads an old value of a changed cell stays stale`() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    session.perform(.write(0, "a = 2"))
    session.perform(.run(1))
    #expect(session.statuses == [.stale, .stale])
    #expect(session.shown[1] == ["2"])
}

@Test func `running a cell runs those above it that it needs and that have not run`() {
    var session = Session("a = 1", "b = 2", "a + 1")
    session.perform(.run(2))
    #expect(session.statuses == [.ok, .notRun, .ok])
}

@Test func `a cell sees the definition above it, whatever ran last`() {
    var session = Session("a = 1", "a + 1", "a = 5")
    session.perform(.runAll)
    session.perform(.run(1))
    #expect(session.shown[1] == ["2"])
}

@Test func `a cell that changes a name of its own gives the same answer twice`() {
    var session = Session("a = 1", "a = a + 1")
    session.perform(.runAll)
    session.perform(.run(1))
    #expect(session.names().map(\.value.text) == ["2"])
}

@Test func `a failed cell shows its error and the cells after it do not run`() {
    var session = Session("a = 1", "fail()", "b = 2")
    session.perform(.runAll)
    #expect(session.statuses == [.ok, .failed, .notRun])
    #expect(session.shown[1].first == "error: it failed on purpose")
}

@Test func `what was defined before the failure stays`() {
    var session = Session("a = 1\nfail()")
    session.perform(.runAll)
    #expect(session.names().map(\.name) == ["a"])
}

@Test func `a source that cannot be read fails with its message`() {
    var session = Session("a = (1")
    session.perform(.runAll)
    #expect(session.statuses == [.failed])
    #expect(session.shown[0].first?.hasPrefix("error: ") == true)
}

@Test func `queued cells wait for the one that runs`() {
    var session = Session("a = 1", "b = 2")
    let effects = session.apply(.runAll)
    #expect(effects.count == 1)
    #expect(session.statuses == [.running, .queued])
}

@Test func `editing a cell while it runs makes its result stale`() {
    var session = Session("a = 1", "b = 2")
    _ = session.apply(.run(0))
    session.perform(.write(0, "a = 2"))
    #expect(session.statuses[0] == .running)
    session.perform(.finished(0, CellResult(.finished, values: [("a", .number(1))])))
    #expect(session.statuses[0] == .stale)
}

@Test func `stop ends the running cell and empties the queue`() {
    var session = Session("a = 1", "b = 2")
    _ = session.apply(.runAll)
    let effects = session.apply(.stop)
    #expect(effects.count == 1)
    #expect(session.statuses == [.running, .notRun])
    session.perform(.finished(0, CellResult(.stopped, values: [("a", .number(1))])))
    #expect(session.statuses == [.stale, .notRun])
    #expect(session.names().map(\.name) == ["a"])
}

@Test func `stop with nothing running does nothing`() {
    var session = Session("a = 1")
    #expect(session.apply(.stop).isEmpty)
}

@Test func `deleting a cell makes those that read it stale, and undo brings it back with its value`() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    session.perform(.delete(0))
    #expect(session.statuses == [.stale])
    session.perform(.undo)
    #expect(session.statuses == [.ok, .ok])
}

@Test func `moving a definition below its reader makes the reader stale`() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    session.perform(.move(0, to: 1))
    #expect(session.cells.map(\.source) == ["a + 1", "a = 1"])
    #expect(session.statuses == [.stale, .ok])
}

@Test func `one undo list holds text and cells`() {
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

@Test func `joined writes are undone together`() {
    var session = Session("")
    session.perform(.write(0, "a"))
    session.perform(.write(0, "ab", joins: true))
    session.perform(.write(0, "abc", joins: true))
    session.perform(.undo)
    #expect(session.cells[0].source == "")
}

@Test func `undoing to the saved text makes it unmodified`() {
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

@Test func `running changes the file only if the outputs are others`() {
    var session = Session("1 + 1")
    session.path = "n.unroll.md"
    session.perform(.runAll)
    #expect(session.isModified)
    session.perform(.save())
    session.perform(.saved)
    session.perform(.runAll)
    #expect(!session.isModified)
}

@Test func `a cell to skip never runs`() {
    var session = Session(Document("```unroll skip\na = 1\n```\n"), builtins: Fake.builtins)
    #expect(session.perform(.run(0)).isEmpty)
    #expect(session.statuses == [.notRun])
}

@Test func `the seed of a cell is that of the last seed above it`() {
    var session = Session("random()", "seed(7)", "random()", "seed(9)")
    session.perform(.runAll)
    session.perform(.run(0))
    #expect(session.shown == [["1"], [], ["7"], []])
}

@Test func `changing the seed makes the cells that draw numbers stale`() {
    var session = Session("seed(7)", "random()", "1 + 1")
    session.perform(.runAll)
    session.perform(.write(0, "seed(8)"))
    #expect(session.statuses == [.stale, .stale, .ok])
}

@Test func `restart forgets values and keeps outputs as recorded`() {
    var session = Session("a = 1", "a + 1")
    session.perform(.runAll)
    session.perform(.restart)
    #expect(session.statuses == [.recorded, .recorded])
    #expect(session.names().isEmpty)
}

@Test func `a result that arrives after restart is forgotten`() {
    var session = Session("a = 1")
    _ = session.apply(.run(0))
    session.perform(.restart)
    session.perform(.finished(0, CellResult(.stopped, values: [("a", .number(1))])))
    #expect(session.names().isEmpty)
}

@Test func `an empty notebook takes cells one by one, as a line of talk`() {
    var session = Session(Document(), builtins: Fake.builtins)
    for source in ["a = 2", "a + 1"] {
        session.perform(.insert(.code, after: session.cells.last?.id, source: source))
        if let cell = session.inserted { session.perform(.run(cell)) }
    }
    #expect(session.shown.last == ["3"])
    #expect(session.document.text == "<!-- unroll 1 seed=1 -->\n```unroll\na = 2\n```\n\n```unroll\na + 1\n```\n")
}

@Test func `a view that was asked for is an effect and stays below the cell once`() {
    var session = Session("step()")
    let effects = session.perform(.runAll)
    #expect(effects.count == 1)
    #expect(session.shown == [["***", "axis"]])
}

@Test func `a cell that became prose asks for nothing to be saved after it was saved`() {
    var session = Session("1")
    session.path = "n.unroll.md"
    session.perform(.runAll)
    session.perform(.change(0, to: .prose))
    session.perform(.save())
    session.perform(.saved)
    #expect(!session.isModified)
    #expect(session.document.text == "1\n")
}

@Test func `saving under another name writes large records to the folder of that name`() {
    var session = Session("run = fit(300)")
    session.path = "a.unroll.md"
    session.perform(.runAll)
    session.perform(.save())
    session.perform(.saved)
    guard case .save(let saving)? = session.apply(.save(path: "b.unroll.md")).first else { return #expect(Bool(false)) }
    #expect(saving.records.map(\.path) == ["b.unroll.d/cell-1.history.csv"])
}

@Test func `names are listed in the order of the notebook, each with its cell`() {
    var session = Session("b = 1; c = 2", "a = 3; b = 4")
    session.perform(.runAll)
    #expect(session.names().map(\.name) == ["c", "a", "b"])
    #expect(session.names(at: 1).map(\.name) == ["b", "c"])
}

@Test func `a name that is defined further down is named with its cell`() {
    var session = Session("a + 1", "a = 1")
    guard case .evaluate(let evaluation)? = session.apply(.run(0)).first else { return #expect(Bool(false)) }
    #expect(evaluation.environment.definedLater == ["a": "cell 2"])
}
