import Testing

@testable import Notebook
@testable import TUI

/// A notebook of code cells and what works on it, without a screen.
private func opened(_ cells: String...) -> (NotebookController, Session) {
    let text = cells.map { "```unroll\n\($0)\n```\n" }.joined(separator: "\n")
    let session = Session(Document(text), path: "test.unroll.md", builtins: Fake.builtins)
    return (NotebookController(session), session)
}

@Test("cells are cut and pasted without a screen, and the focus goes with them") func cellsAreCutAndPasted() {
    var (controller, session) = opened("a = 1", "b = 2")
    _ = controller.cutCell(&session)
    controller.settleFocus(session)
    #expect(controller.focused(session)?.source == "b = 2")
    _ = controller.pasteCell(&session)
    #expect(session.cells.map(\.source) == ["b = 2", "a = 1"])
    #expect(controller.focused(session)?.source == "a = 1")
}

@Test("a text is found without a screen, from the cell in focus on, and what is not there says so")
func aTextIsFoundWithoutAScreen() {
    var (controller, session) = opened("alpha = 1", "beta = 2")
    _ = controller.find("beta", &session)
    #expect(controller.index(session) == 1)
    #expect(controller.message == "1 of 1 for \"beta\"")
    _ = controller.find("gamma", &session)
    #expect(controller.index(session) == 1)
    #expect(controller.message == "\"gamma\" stands nowhere in this notebook.")
    #expect(controller.search.pattern == nil)
}

@Test("each jump can be taken back, in order") func jumpsAreTakenBack() {
    var (controller, session) = opened("a = 1", "b = 2", "c = 3")
    _ = controller.go(to: "3", &session)
    _ = controller.go(to: "b", &session)
    #expect(controller.index(session) == 1)
    _ = controller.goBack(&session)
    #expect(controller.index(session) == 2)
    _ = controller.goBack(&session)
    #expect(controller.index(session) == 0)
    _ = controller.goBack(&session)
    #expect(controller.message == "There is nowhere to go back to.")
}
