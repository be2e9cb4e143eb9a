import Content
import Display

/// A full-screen view of a value. Keys change its state and nothing else; `draw` and `text` only read.
package protocol Viewer: Sendable {
    /// What the head line of a help page calls it: "stepping", "windows".
    var title: String { get }
    /// Where the value comes from, for the first line: `ice-cream.md > cell 4`.
    var place: String { get set }
    /// Takes a key in and tells what is left to do for whoever hosts the view.
    mutating func press(_ key: Key) -> ViewerOutcome
    /// The keys that work now, with what they do.
    var help: [HelpLine] { get }
    /// True while it wants `tick` 30 times a second.
    var isMoving: Bool { get }
    mutating func tick()
    /// The value that it shows has a newer state (a fit that goes on); views of what never changes leave it out.
    mutating func refresh(from source: any HasViewer)
    /// What it had asked for elsewhere and has come: asked after each `tick`, and given once.
    mutating func takeOutcome() -> ViewerOutcome?
    /// The values of the notebook that have a view, by name and in order: other runs to compare with.
    mutating func see(others: [(name: String, value: any HasViewer)])
    /// Ctrl-C.
    mutating func interrupt() -> ViewerOutcome
    /// How well the reader's guesses were, carried from view to view.
    var tally: Tally { get set }
    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs)
    /// The same content as plain text, nothing left out: what `c` copies and a notebook file keeps.
    func text(width: Int, glyphs: Glyphs) -> String
    /// The one plain sentence about what is shown.
    func statusLine(_ glyphs: Glyphs) -> String
    /// What it shows; the summary is the status line.
    var content: Content { get }
    /// Letters are text now, which Enter ends.
    var isTyping: Bool { get }
}

extension Viewer {
    package var isMoving: Bool { false }
    package mutating func tick() {}
    package mutating func refresh(from source: any HasViewer) {}
    package mutating func takeOutcome() -> ViewerOutcome? { nil }
    package mutating func see(others: [(name: String, value: any HasViewer)]) {}
    package mutating func interrupt() -> ViewerOutcome { .close }
    package var isTyping: Bool { false }

    /// The content in words, without the status line.
    package var spoken: [String] { content.spoken }

    package var tally: Tally {
        get { Tally() }
        set {}
    }
}

/// A value that has a full-screen view.
package protocol HasViewer: Sendable {
    func viewer(place: String) -> any Viewer
}

/// What a key leaves to do for whoever hosts the view.
package enum ViewerOutcome: Sendable {
    case stay, close, help
    /// End what the cell is at work on; what is finished is kept.
    case stop
    case copy(String)
    /// A sentence for the line above the keys, until the next key.
    case tell(String)
    /// Another view over this one.
    case open(any Viewer)
}

/// Guesses of the reader, counted over a session.
package struct Tally: Hashable, Sendable {
    package var asked = 0
    package var right = 0
    package init() {}
}

/// One line of the help page: keys, what they do, and the key that the line stands for.
package struct HelpLine: Hashable, Sendable {
    package var keys: String
    package var words: String
    /// Sent when the line is run; nil where a key by itself does nothing.
    package var run: [Key]
    /// One or two words for it: what a footer says.
    package var short: String?

    package init(keys: String, words: String, run: [Key], short: String? = nil) {
        self.keys = keys
        self.words = words
        self.run = run
        self.short = short
    }
}

extension Binding {
    package var helpLine: HelpLine {
        HelpLine(
            keys: label, words: words, run: keys.first.map { isTwice ? [$0, $0] : [$0] } ?? [], short: short)
    }
}
