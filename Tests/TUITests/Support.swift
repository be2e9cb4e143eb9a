import Base
import Display
import Engine
import Language
import Sandbox
import Views

@testable import Notebook
@testable import TUI

/// Keeps the last grid instead of showing it.
final class FakeScreen: Screenful {
    var width: Int
    var height: Int
    var glyphs = Glyphs.ascii
    private(set) var grid = Grid(width: 0, height: 0)
    private(set) var cursor: Point?
    private(set) var frames = 0
    private(set) var beeps = 0
    private(set) var titles: [String?] = []

    init(_ width: Int, _ height: Int) {
        self.width = width
        self.height = height
    }

    func show(_ grid: Grid, cursor: Point?) {
        self.grid = grid
        self.cursor = cursor
        frames += 1
    }

    func beep() { beeps += 1 }
    func setTitle(_ title: String?) { titles.append(title) }
}

/// An app on a fake screen. Cells are evaluated on this thread as soon as they are asked for, unless `isHeld`.
final class Bench {
    let screen: FakeScreen
    let app: App
    private final class Log {
        var saved: [Saving] = []
        var copied: [String] = []
        var held: [Notebook.Evaluation] = []
        var stops = 0
        var fault: FileFault?
        var conflict: SaveConflict?
    }
    private let log: Log
    private(set) var status = AppStatus.running

    init(
        _ text: String, width: Int = 80, height: Int = 24, path: String? = "test.unroll.md", isHeld: Bool = false,
        safe: Safekeeping = Safekeeping(), around: Surroundings = Surroundings()
    ) {
        screen = FakeScreen(width, height)
        let log = Log()
        let mailbox = Mailbox<Edit>()
        self.log = log
        let session = Session(Document(text), path: path, builtins: Fake.builtins)
        let services = Services(
            evaluate: { evaluation in
                log.held.append(evaluation)
                guard !isHeld else { return }
                Worker.run(
                    evaluation, builtins: Fake.builtins, access: FileAccess(folder: "."), flag: StopFlag(),
                    post: mailbox.post)
            },
            stop: { log.stops += 1 },
            save: { saving in
                if let fault = log.fault { throw fault }
                if let conflict = log.conflict, !saving.overwrites, saving.path == conflict.path { throw conflict }
                log.saved.append(saving)
            },
            copy: { log.copied.append($0) }, around: around, safe: safe)
        app = App(session, screen: screen, mailbox: mailbox, services: services)
        app.draw()
    }

    /// Cells of these sources.
    convenience init(cells: String..., width: Int = 80, height: Int = 24, isHeld: Bool = false) {
        let text = cells.map { "```unroll\n\($0)\n```\n" }.joined(separator: "\n")
        self.init(text, width: width, height: height, isHeld: isHeld)
    }

    var text: String { screen.grid.text() }
    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    var saved: [Saving] { log.saved }
    var copied: [String] { log.copied }
    var evaluated: [Notebook.Evaluation] { log.held }
    var stops: Int { log.stops }
    var sources: [String] { app.session.cells.map(\.source) }
    /// The line above the keys.
    var say: String { lines[lines.count - 2] }

    func refuseSaving(_ fault: FileFault) { log.fault = fault }
    func conflict(with conflict: SaveConflict) { log.conflict = conflict }

    /// Presses keys: letters as they are, `<Esc>`, `<Enter>`, `<Alt-r>`, `<Ctrl-S>`, `<Shift-Enter>`, `<F5>`.
    func press(_ keys: String) {
        for key in Self.keys(keys) { send(.key(key)) }
    }

    func send(_ event: Event) {
        status = app.handle(event)
        // Each evaluation posts what it has to tell, and that may ask for the next one.
        for _ in 0..<20 where status == .running { status = app.handle(.frame) }
    }

    func resize(_ width: Int, _ height: Int) {
        (screen.width, screen.height) = (width, height)
        send(.resize(width: width, height: height))
    }

    func post(_ edit: Edit) {
        app.mailbox.post(edit)
        send(.frame)
    }

    private static func keys(_ text: String) -> [Key] {
        var keys: [Key] = []
        var rest = Substring(text)
        while let first = rest.popFirst() {
            guard first == "<", let end = rest.firstIndex(of: ">"), end != rest.startIndex else {
                keys.append(.character(first))
                continue
            }
            keys.append(key(named: String(rest[..<end])))
            rest = rest[rest.index(after: end)...]
        }
        return keys
    }

    private static let names: [String: Key.Code] = [
        "Enter": .enter, "Esc": .escape, "Tab": .tab, "Backspace": .backspace, "Del": .delete, "Up": .up,
        "Down": .down, "Left": .left, "Right": .right, "Home": .home, "End": .end, "PgUp": .pageUp,
        "PgDn": .pageDown, "F1": .function(1), "F5": .function(5), "Space": .character(" "),
    ]

    private static func key(named name: String) -> Key {
        var modifiers: Key.Modifiers = []
        var name = name
        for (prefix, modifier) in [("Ctrl-", Key.Modifiers.control), ("Alt-", .alt), ("Shift-", .shift)]
        where name.hasPrefix(prefix) {
            modifiers.insert(modifier)
            name.removeFirst(prefix.count)
        }
        if let code = names[name] { return Key(code, modifiers) }
        let letter = modifiers.contains(.control) ? name.lowercased() : name
        return Key(.character(letter.first!), modifiers)
    }
}

/// Built-ins for tests: show, draw, fail, take time, step.
enum Fake {
    static let builtins = Builtins([
        Builtin("fail", "Fails.", family: .notebook, [], examples: []) { throw $0.fail("it failed on purpose") },
        Builtin("draw", "Draws.", family: .looking, [], examples: []) { _ in .object(Picture()) },
        Builtin(
            "window", "Cuts windows.", family: .data,
            [Parameter("series", .any, "the series"), Parameter("length", .whole(from: 1), "steps in a window")],
            examples: []
        ) { _ in .number(1) },
        Builtin("step", "Opens a view.", family: .looking, [], examples: []) { call in
            call.host.present(.object(Traced(trace: Samples.trace)))
            return .none
        },
    ])
}

struct Picture: Object, Drawable {
    static let kind: Kind = "plot"
    let summary = "plot"
    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { 2 }
    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        grid.put("loss |*", x: area.x, y: area.y)
        grid.put("     +--", x: area.x, y: area.y + 1)
    }
}

struct Traced: Object, HasTrace {
    static let kind: Kind = "trace"
    let trace: Trace
    var summary: String { "trace: \(trace.input.count) steps" }
}
