import Display
import Language
import Notebook
import Views

/// What a screen does itself, since it depends on what is drawn or written.
extension NotebookScreen {
    mutating func move(by step: Int, _ session: inout Session) -> [Command] {
        _ = leaveText(&session)
        if !layout.scrollInside(step) { controller.go(to: (controller.index(session) ?? 0) + step, session) }
        return []
    }

    mutating func move(to index: Int, _ session: inout Session) -> [Command] {
        _ = leaveText(&session)
        controller.go(to: index, session)
        return []
    }

    mutating func movePage(_ direction: Int, _ session: inout Session) -> [Command] {
        _ = leaveText(&session)
        controller.go(to: layout.page(direction, session, from: controller.index(session) ?? 0), session)
        return []
    }

    mutating func toggleNames(_ session: Session) -> [Command] {
        guard canShowPanel else { return controller.openNames(session) }
        showsNames.toggle()
        layout.forgetAll()
        return []
    }
}
