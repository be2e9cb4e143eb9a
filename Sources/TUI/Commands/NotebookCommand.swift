import Display
import Notebook
import Views

/// One thing that can be done with a notebook. This record is all there is to say about it: keys, the list behind `:`,
/// help, footer, line mode and docs/keys.md read `NotebookCommand.all` and nothing else.
///
/// docs/adding-a-command.md shows how one is added.
struct NotebookCommand: Sendable {
    /// Does it to the notebook; `argument` is what was typed after the name. What is returned is left to the app.
    typealias SharedRun =
        @Sendable (
            _ controller: inout NotebookController, _ session: inout Session, _ argument: String
        ) -> [Command]
    /// The same for what depends on what is drawn, or on the text that is written.
    typealias ScreenRun =
        @Sendable (
            _ screen: inout NotebookScreen, _ session: inout Session, _ argument: String
        ) -> [Command]
    /// Whether the command would change something now.
    typealias Condition = @Sendable (NotebookController, Session) -> Bool

    enum Run: Sendable {
        case shared(SharedRun)
        case onScreen(ScreenRun)
    }

    /// How line mode carries a command out.
    enum InLines: Sendable {
        /// As the screen does; the current cell is reported if it is another one then.
        case same
        /// As the screen does; the current cell is reported.
        case reported
        /// As lines, where a screen draws.
        case written(@Sendable (LineApp, _ argument: String) -> Void)
        /// Only a screen can show it.
        case unavailable
    }

    /// As it is typed after a colon; of more than one word, such as `run all`, if it is a form of another command.
    let name: String
    /// Other names that may be typed.
    let aliases: [String]
    /// The keys that do the same outside a cell's text; with Alt, letters work in the text too.
    let keys: [Key]
    /// The key is pressed twice: `gg`, `dd`.
    let isTwice: Bool
    let argument: CommandArgument
    /// One or two words for the footer; nil leaves it out there.
    let footer: String?
    /// What it does, in a few words.
    let summary: String
    let inLines: InLines
    let isEnabled: Condition
    /// nil for what only line mode has.
    let run: Run?

    init(
        _ name: String, aliases: [String] = [], keys: [Key] = [], twice: Bool = false,
        argument: CommandArgument = .none, footer: String? = nil, _ summary: String, inLines: InLines = .same,
        isEnabled: @escaping Condition = { _, _ in true }, run: Run?
    ) {
        self.name = name
        self.aliases = aliases
        self.keys = keys
        isTwice = twice
        self.argument = argument
        self.footer = footer
        self.summary = summary
        self.inLines = inLines
        self.isEnabled = isEnabled
        self.run = run
    }

    /// A command that the screen and line mode do alike.
    init(
        _ name: String, aliases: [String] = [], keys: [Key] = [], twice: Bool = false,
        argument: CommandArgument = .none, footer: String? = nil, _ summary: String, inLines: InLines = .same,
        isEnabled: @escaping Condition = { _, _ in true }, run: @escaping SharedRun
    ) {
        self.init(
            name, aliases: aliases, keys: keys, twice: twice, argument: argument, footer: footer, summary,
            inLines: inLines, isEnabled: isEnabled, run: .shared(run))
    }
}

// MARK: how it is shown

extension NotebookCommand {
    var isOnScreen: Bool { run != nil }
    var isInLines: Bool { if case .unavailable = inLines { false } else { true } }

    /// `run [CELL]`.
    var usage: String { argument.usage.isEmpty ? name : "\(name) \(argument.usage)" }

    /// `gg`, `dd`: a key as it is pressed.
    func label(_ key: Key) -> String { isTwice ? key.label + key.label : key.label }

    /// `j, Down`; empty without a key.
    var keyLabel: String { keys.map(label).joined(separator: ", ") }

    /// For the footer: the first key and what it does.
    var footerText: String? { footer.flatMap { footer in keys.first.map { "\(label($0)) \(footer)" } } }

    /// The line of the help page; nil without a key.
    var helpLine: HelpLine? {
        keys.first.map {
            HelpLine(keys: keyLabel, words: summary, run: isTwice ? [$0, $0] : [$0], short: footer)
        }
    }
}
