import Base
import Display
import Language
import Notebook
import Views

package enum AppStatus: Hashable, Sendable { case running, quit }

/// What the app lets others do: it has no threads and no files of its own.
package struct Services {
    package var evaluate: (Evaluation) -> Void
    package var stop: () -> Void
    package var save: (Saving) throws -> Void
    /// Puts text where other programs find it.
    package var copy: (String) -> Void
    /// Asks the event loop for a `.frame`.
    package var requestFrame: () -> Void
    package var around: Surroundings
    /// The lines of a record that the notebook keeps in a file of its own.
    package var record: RecordReader
    /// Lets cells write files from now on.
    package var allowWriting: () -> Void
    package var safe: Safekeeping
    /// Where screens are drawn that take long.
    package var background: Background
    /// A clock that only goes forward.
    package var seconds: () -> Double
    /// Seconds from which a run is long, so that its end is called; nil: none is.
    package var longRun: Double?

    package init(
        evaluate: @escaping (Evaluation) -> Void = { _ in }, stop: @escaping () -> Void = {},
        save: @escaping (Saving) throws -> Void = { _ in }, copy: @escaping (String) -> Void = { _ in },
        requestFrame: @escaping () -> Void = {}, around: Surroundings = Surroundings(),
        record: @escaping RecordReader = { path, _ in .failure(RecordFault(sentence: Phrases.noFiles(path))) },
        allowWriting: @escaping () -> Void = {},
        safe: Safekeeping = Safekeeping(), background: Background = Background(),
        seconds: @escaping () -> Double = Clock.monotonic, longRun: Double? = 10
    ) {
        self.evaluate = evaluate
        self.stop = stop
        self.save = save
        self.copy = copy
        self.requestFrame = requestFrame
        self.around = around
        self.record = record
        self.allowWriting = allowWriting
        self.safe = safe
        self.background = background
        self.seconds = seconds
        self.longRun = longRun
    }
}

/// The screens over one session. Fed with events; draws on a `Screenful`; does what session and screens ask for.
///
/// What a worker has to tell goes through `mailbox` and is taken in on the next `.frame`.
package final class App {
    package internal(set) var session: Session
    package let mailbox: Mailbox<Edit>
    private let screen: any Screenful
    let services: Services
    /// Links long texts; drawing does not wait for it.
    private let linker: Background
    private var surface: any NotebookSurface
    /// Screens over the notebook; the last one is seen.
    private(set) var pages: [any Screen] = []
    /// Hears what the worker tells before the session does: how line mode prints outputs as they come.
    var onMail: ((Edit) -> Void)?
    var leavesWhenSaved: Leaving?
    /// The notebook to go on with after the end.
    package private(set) var next: String?
    var watch = Watch()
    private var patience = Patience()
    /// The cell that asked for a view last.
    private var presenting: CellID?
    private var tally = Tally()
    private(set) var status = AppStatus.running
    /// Something changed that is not on the screen yet.
    package internal(set) var needsFrame = true

    package convenience init(
        _ session: Session, screen: any Screenful, mailbox: Mailbox<Edit> = Mailbox(), services: Services
    ) {
        let notebook = NotebookScreen(session, around: services.around, background: services.background)
        self.init(session, screen: screen, surface: notebook, mailbox: mailbox, services: services)
    }

    init(
        _ session: Session, screen: any Screenful, surface: any NotebookSurface, mailbox: Mailbox<Edit>,
        services: Services
    ) {
        self.session = session
        self.screen = screen
        self.mailbox = mailbox
        self.services = services
        self.session.linksLater = services.background.hasThread
        linker = services.background.hasThread ? Background(wake: {}) : Background()
        self.surface = surface
        for note in session.document.notes.prefix(1) { controller.show(note) }
        beginWatch()
    }

    /// Where one is in the notebook, and what is done with it.
    var controller: NotebookController {
        get { surface.controller }
        set { surface.controller = newValue }
    }

    /// Takes one event in, does what follows from it and draws.
    package func handle(_ event: Event) -> AppStatus {
        switch event {
        case .terminate:
            end(keepsWork: true)
        case .frame:
            if services.background.takeNews() { needsFrame = true }
            if takeMail() || (pages.last?.isMoving ?? false) {
                needsFrame = true
                pass(.frame)
            }
        case .resize:
            needsFrame = true
        case .key, .paste, .interrupt:
            needsFrame = true
            pass(event)
            if status == .running { services.safe.note(session) }
        }
        attend(event)
        if status == .running, needsFrame { draw() }
        if pages.last?.isMoving ?? false { services.requestFrame() }
        return status
    }

    /// Shows the newest state.
    package func draw() {
        needsFrame = false
        var grid = Grid(width: screen.width, height: screen.height)
        if grid.width < 20 || grid.height < 5 {
            grid.put(Phrases.tooSmall(grid.width, grid.height), x: 0, y: 0)
            screen.show(grid, cursor: nil)
            return
        }
        let cursor: Point?
        if pages.isEmpty {
            surface.arrange(width: grid.width, height: grid.height, session, glyphs: screen.glyphs)
            cursor = surface.draw(into: &grid, session, glyphs: screen.glyphs)
        } else {
            let top = pages.count - 1
            pages[top].arrange(width: grid.width, height: grid.height, session, glyphs: screen.glyphs)
            cursor = pages[top].draw(into: &grid, session, glyphs: screen.glyphs)
        }
        screen.show(grid, cursor: cursor)
    }

    // MARK: events

    private func pass(_ event: Event) {
        if pages.isEmpty {
            perform(surface.update(event, &session))
        } else {
            perform(pages[pages.count - 1].update(event, &session))
        }
    }

    /// Calls whoever went away while something long ran.
    private func attend(_ event: Event) {
        guard let long = services.longRun else { return }
        switch patience.notice(session, now: services.seconds(), long: long, isKey: event.isKey) {
        case .nothing: break
        case .title(let title): screen.setTitle(title)
        case .call(let title, let sentence):
            screen.setTitle(title)
            screen.beep()
            controller.show(sentence)
            needsFrame = true
        }
    }

    /// True if the worker had anything to tell.
    private func takeMail() -> Bool {
        let mail = mailbox.drain()
        for edit in mail {
            onMail?(edit)
            controller.notice(edit)
            surface.notice(edit)
            let effects = session.apply(edit)
            // In the middle of a run of many cells nothing is opened, and the next view is not this cell's.
            if case .presented(let id, _) = edit, !effects.isEmpty { presenting = id }
            perform(effects.map(Command.effect))
        }
        return !mail.isEmpty
    }

    // MARK: what is asked for

    func perform(_ commands: [Command]) {
        for command in commands {
            switch command {
            case .effect(let effect): perform(effect)
            case .open(let page): open(page)
            case .close: if !pages.isEmpty { pages.removeLast() }
            case .message(let text): controller.show(text)
            case .copy(let text):
                services.copy(text)
                controller.show(Phrases.copied(text))
            case .copyQuietly(let text): services.copy(text)
            case .press(let keys): for key in keys { pass(.key(key)) }
            case .leave(let leaving): leave(leaving)
            case .leaveWhenSaved(let leaving): leavesWhenSaved = leaving
            case .ask(let request): perform(controller.perform(request, &session))
            case .beep: screen.beep()
            case .remember(let tally): self.tally = tally
            case .decide(let decision): decide(decision)
            case .lookAtDisk: lookAtDisk()
            case .allowWriting:
                services.allowWriting()
                controller.show(Phrases.writingAllowed)
            }
        }
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .evaluate(let evaluation): services.evaluate(evaluation)
        case .stop: services.stop()
        case .save(let saving): save(saving)
        case .present(let value): present(value)
        case .note(let text): controller.show(text)
        case .beep: screen.beep()
        case .link(let linking):
            linker.later(at: .links, for: .links(linking.serial)) { [mailbox] in mailbox.post(linking.linked()) }
        }
    }

    /// Ends the app; the file is let go of once.
    func end(keepsWork: Bool) {
        guard status == .running else { return }
        status = .quit
        services.safe.close(session, keepsWork)
    }

    func leave(_ leaving: Leaving) {
        if case .open(let path) = leaving { next = path }
        end(keepsWork: false)
    }

    private func present(_ value: Value) {
        guard case .object(let object) = value, let shown = object as? any HasViewer else {
            controller.show(Phrases.noView(of: value.kind.name))
            return
        }
        defer { presenting = nil }
        let cell = presenting ?? controller.focus
        open(.view(shown.viewer(place: controller.place(of: cell, session)), cell))
    }

    package func open(_ page: Page) {
        switch page {
        case .view(var viewer, let cell):
            viewer.tally = tally
            pages.append(ViewerScreen(viewer, of: cell))
        case .help(let lines, let title): pages.append(HelpScreen(lines, title: title))
        case .choice(let choice): pages.append(ChoiceScreen(choice))
        case .browser(let browser): pages.append(BrowserScreen(browser))
        case .replay(let start):
            pages.append(
                ReplayScreen(
                    Recording(session, read: services.record), start, background: services.background,
                    now: services.seconds))
        case .present(let cell): pages.append(PresentScreen(at: cell, services.background))
        }
    }
}
