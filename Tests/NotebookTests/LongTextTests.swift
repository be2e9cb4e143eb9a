import Language
import Testing

@testable import Notebook

/// A cell that is long enough to be linked later: it defines x and y.
private let long = "x = 1\ny = 1\n" + (0..<5000).map { "n\($0) = \($0)\n" }.joined()

@Suite struct LongTextTests {
    private var session: Session {
        var session = Session(long, "x", "y", "5")
        session.perform(.runAll)
        session.linksLater = true
        return session
    }

    private func linkings(_ effects: [Effect]) -> [Linking] {
        effects.compactMap { if case .link(let linking) = $0 { linking } else { nil } }
    }

    private func ran(_ effects: [Effect]) -> [CellID] {
        effects.compactMap { if case .evaluate(let evaluation) = $0 { evaluation.cell } else { nil } }
    }

    private func statuses(_ session: Session) -> [NotebookCell.Status] { session.cells.map(\.status) }

    @Test("until a long text is linked, all from the change on is stale; then what depends on it")
    func staleUntilLinked() throws {
        var session = session
        #expect(statuses(session) == [.ok, .ok, .ok, .ok])
        let asked = linkings(session.apply(.write(session.cells[1].id, "x + 1")))
        #expect(statuses(session) == [.ok, .stale, .stale, .stale])
        #expect(session.apply(try #require(asked.first).linked()).isEmpty)
        #expect(statuses(session) == [.ok, .stale, .ok, .ok])
    }

    @Test("a name that is new above a cell makes it stale, before it is linked and after")
    func aNewNameAbove() throws {
        var session = session
        let cell = session.cells[1].id
        let asked = linkings(session.apply(.write(cell, "y = 7")))
        #expect(statuses(session)[2] == .stale)
        _ = session.apply(try #require(asked.first).linked())
        #expect(statuses(session) == [.ok, .stale, .stale, .ok])
    }

    @Test("an answer about a text that has changed again makes nothing fresh") func anOldAnswer() throws {
        var session = session
        let cell = session.cells[0].id
        let first = linkings(session.apply(.write(cell, long + "a = 1")))
        let second = linkings(session.apply(.write(cell, long)))
        #expect((first.count, second.count) == (1, 1))
        _ = session.apply(first[0].linked())
        #expect(statuses(session) == [.stale, .stale, .stale, .stale])
        _ = session.apply(second[0].linked())
        #expect(statuses(session) == [.ok, .ok, .ok, .ok])
    }

    @Test("a run that is asked for waits until the text is linked, and runs what is needed then")
    func aRunWaits() throws {
        var session = session
        let asked = linkings(session.apply(.write(session.cells[1].id, "z = x")))
        #expect(ran(session.apply(.run(session.cells[1].id))).isEmpty)
        #expect(session.cells[1].status == .queued)
        #expect(ran(session.apply(try #require(asked.first).linked())) == [session.cells[1].id])
        #expect(session.cells[1].status == .running)
    }

    @Test("a stop forgets the runs that wait for the text to be linked") func aStopForgets() throws {
        var session = session
        let asked = linkings(session.apply(.write(session.cells[1].id, "z = x")))
        _ = session.apply(.runAll)
        #expect(statuses(session) == [.queued, .queued, .queued, .queued])
        _ = session.apply(.stop)
        #expect(ran(session.apply(try #require(asked.first).linked())).isEmpty)
        #expect(statuses(session) == [.ok, .stale, .ok, .ok])
    }

    @Test("a cell that ends before the text is linked starts the next one only then") func theQueueWaits() throws {
        var session = session
        let ids = session.cells.map(\.id)
        #expect(ran(session.apply(.runAll)) == [ids[0]])
        let asked = linkings(session.apply(.write(ids[3], "6")))
        #expect(ran(session.apply(.finished(ids[0], CellResult(.finished)))).isEmpty)
        #expect(ran(session.apply(try #require(asked.first).linked())) == [ids[1]])
    }

    @Test("a short notebook is linked at once, and so is one whose owner has no thread for it")
    func linkedAtOnce() {
        var short = Session("a = 1", "a")
        short.linksLater = true
        #expect(linkings(short.apply(.write(short.cells[0].id, "a = 2"))).isEmpty)
        var session = session
        session.linksLater = false
        #expect(linkings(session.apply(.write(session.cells[0].id, long + "a = 1"))).isEmpty)
        #expect(statuses(session) == [.stale, .stale, .stale, .ok])
    }

    @Test("only the lines that change are written anew: the others keep their ends, whatever they are")
    func onlyChangedLinesAreWritten() throws {
        func written(_ text: String, _ file: String) -> String {
            var session = Session(Document("```unroll\n\(file)```\n"), builtins: Fake.builtins)
            _ = session.apply(.write(session.cells[0].id, text))
            return session.document.text
        }
        #expect(written("a\nx\nc", "a\r\nb\nc\r\n") == "```unroll\na\r\nx\nc\r\n```\n")
        #expect(written("a\nb\nb\nc", "a\r\nb\r\nc\r\n") == "```unroll\na\r\nb\r\nb\nc\r\n```\n")
        #expect(written("a", "a\r\nb\r\n") == "```unroll\na\r\n```\n")
        #expect(written("", "a\r\n") == "```unroll\n```\n")
        #expect(written("\na", "\r\n") == "```unroll\n\r\na\n```\n")
        #expect(written("a\rb", "a\r\n") == "```unroll\na\r\nb\n```\n")
        #expect(written("a\n```", "a\n") == "````unroll\na\n```\n````\n")
    }

    @Test(
        "the first lines of a text are those of all its lines, and the others are counted",
        arguments: ["", "a", "a\n", "\n\n", "a\nb\n \n\n", "a\r\nb\nc\nd", "\n\nx\n\ny\n\t\n", "1\n2\n3\n4\n5\n6"])
    func theFirstLines(_ text: String) {
        let all = PlainText.lines(text)
        for limit in 1...5 {
            let some = PlainText.lines(text, atMost: limit)
            #expect(some.lines == Array(all.prefix(limit)))
            #expect(some.more == max(0, all.count - limit))
        }
    }
}
