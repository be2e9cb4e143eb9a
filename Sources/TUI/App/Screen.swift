import Display
import Language
import Notebook
import Views

/// One full screen. `update` changes its state and the session and returns what is left to do; `draw` only reads.
package protocol Screen {
    mutating func update(_ event: Event, _ session: inout Session) -> [Command]
    /// Called before `draw` with the size: the place for caches and scrolling.
    mutating func arrange(width: Int, height: Int, _ session: Session, glyphs: Glyphs)
    /// Draws over the whole grid and tells where the cursor stands.
    func draw(into grid: inout Grid, _ session: Session, glyphs: Glyphs) -> Point?
    /// The keys that work now, for the help page.
    func help(_ session: Session) -> [HelpLine]
    /// True while it wants a frame 30 times a second.
    var isMoving: Bool { get }
}

extension Screen {
    package mutating func arrange(width: Int, height: Int, _ session: Session, glyphs: Glyphs) {}
    package var isMoving: Bool { false }
}

/// What a screen leaves to the app.
package enum Command: Sendable {
    case effect(Effect)
    case open(Page)
    /// Back to the screen below.
    case close
    case message(String)
    case copy(String)
    /// As `copy`, without saying so.
    case copyQuietly(String)
    /// Keys as if they were typed, for the screen that is on top by then.
    case press([Key])
    /// Ends the app, or goes on with another notebook, whatever is not saved.
    case leave(Leaving)
    /// The same once the notebook is on the disk.
    case leaveWhenSaved(Leaving)
    /// Something that the notebook is asked to do by a screen over it.
    case ask(Request)
    case beep
    /// The answer to a question about the file.
    case decide(Decision)
    /// Asks what is to be kept, if the file has changed on the disk.
    case lookAtDisk
    /// From now on cells may write files.
    case allowWriting
    /// How well the reader's guesses were so far, for the views that follow.
    case remember(Tally)
}

/// Why a notebook is left.
package enum Leaving: Hashable, Sendable {
    case quit
    /// For the notebook at this path.
    case open(String)
}

/// What a screen over the notebook asks it to do.
package enum Request: Sendable {
    /// A code cell below the focus.
    case insert(String)
    case go(CellID)
    case leave(Leaving)
}

/// The screens that can be opened over the notebook.
package enum Page: Sendable {
    /// A view, and the cell whose progress it follows while that runs.
    case view(any Viewer, CellID?)
    case help([HelpLine], title: String)
    case choice(Choice)
    case browser(Browser)
    case replay(ReplayStart)
    /// Presenter's mode from a cell on.
    case present(CellID?)
}
