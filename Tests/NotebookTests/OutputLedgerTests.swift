import Display
import Language
import Testing

@testable import Notebook

private func cell(_ source: String) -> String { "```unroll\n\(source)\n```\n" }

/// What tells outputs that were computed here from those that a file claims.
struct OutputLedgerTests {
    let ledger = ListLedger()

    /// A notebook that was run and saved on the machine of this ledger.
    private func saved(_ text: String) -> String {
        var session = Session(Document(text), path: "n.unroll.md", builtins: Fake.builtins, ledger: ledger)
        session.perform(.runAll)
        return save(&session)
    }

    private func save(_ session: inout Session) -> String {
        for case .save(let saving) in session.perform(.save()) { ledger.add(saving.verified) }
        session.perform(.saved)
        return session.document.text
    }

    private func opened(_ text: String, elsewhere: Bool = false) -> Session {
        Session(Document(text), builtins: Fake.builtins, ledger: elsewhere ? ListLedger() : ledger)
    }

    private func unverified(_ session: Session) -> [Bool] {
        session.cells.filter { $0.kind == .code }.map(\.isUnverified)
    }

    @Test("what was computed and saved here is verified here and nowhere else") func hereAndElsewhere() {
        let text = saved(cell("a = 20") + "\n" + cell("a + 1"))
        #expect(unverified(opened(text)) == [false, false])
        #expect(unverified(opened(text, elsewhere: true)) == [true, true])
        #expect(opened(text).cells.map(\.mark) == ["r", "r"])
        #expect(opened(text, elsewhere: true).cells.map(\.mark) == ["r?", "r?"])
        #expect(opened(text, elsewhere: true).cells.last?.stateWord == "recorded, not verified on this machine")
        #expect(opened(text).cells.map(\.stateWord) == ["recorded", "recorded"])
    }

    @Test("a forged output under the right source is not verified") func aForgedOutput() {
        let text = saved(cell("20 + 1"))
        let forged = text.replacing("\n21\n", with: "\n22\n")
        #expect(forged != text)
        #expect(opened(forged).statuses == [.recorded])
        #expect(unverified(opened(forged)) == [true])
    }

    @Test("an output that was computed from another value of a name is not verified, whatever its file says")
    func fromAnotherValue() {
        let small = saved(cell("a = 1") + "\n" + cell("a + 1"))
        let large = saved(cell("a = 2") + "\n" + cell("a + 1"))
        // The region of one notebook below the cells of the other, with the digits that belong there.
        let own = opened(small).cells.last?.id
        let digits = own.flatMap { opened(small).links[$0]?.source } ?? ""
        let foreign = opened(large).cells.last?.id.number
        let other = foreign.flatMap { opened(large).links[CellID($0)]?.source } ?? ""
        let forged = small.replacing("\n2\n", with: "\n3\n")
        #expect(!digits.isEmpty && digits != other)
        #expect(opened(forged).statuses == [.recorded, .recorded])
        #expect(unverified(opened(forged)) == [false, true])
    }

    @Test("running a cell verifies it; forgetting values does not take that back") func running() {
        var session = opened(saved(cell("1 + 1")), elsewhere: true)
        #expect(unverified(session) == [true])
        session.perform(.runAll)
        #expect(unverified(session) == [false])
        session.perform(.restart)
        #expect(session.statuses == [.recorded] && unverified(session) == [false])
    }

    @Test("saving does not verify what did not run") func saving() {
        let text = saved(cell("1 + 1") + "\n" + cell("2 + 2"))
        let mine = ListLedger()
        var session = Session(Document(text), path: "n.unroll.md", builtins: Fake.builtins, ledger: mine)
        session.perform(.run(session.cells[0].id))
        for case .save(let saving) in session.perform(.save()) { mine.add(saving.verified) }
        #expect(mine.count == 1)
        #expect(unverified(Session(Document(text), builtins: Fake.builtins, ledger: mine)) == [false, true])
    }

    @Test("the text of another file is looked up when it takes the notebook's place") func anotherText() {
        let text = saved(cell("1 + 1"))
        var session = opened(text)
        session.perform(.replace(Document(text.replacing("\n2\n", with: "\n3\n")), isSaved: true))
        #expect(unverified(session) == [true])
        session.perform(.replace(Document(text), isSaved: true))
        #expect(unverified(session) == [false])
    }
}
