import Display

/// The keys of one action, with the words that the footer and the help page show.
package struct Binding<Action: Sendable>: Sendable {
    package let keys: [Key]
    package let action: Action
    /// One or two words for the footer; nil keeps it out of there.
    package let short: String?
    /// What it does, in a few words.
    package let words: String
    /// The key is pressed twice: `gg`, `dd`.
    package let isTwice: Bool

    package init(
        _ keys: Key..., does action: Action, twice: Bool = false, short: String? = nil, _ words: String
    ) {
        self.keys = keys
        isTwice = twice
        self.action = action
        self.short = short
        self.words = words
    }

    /// `j, Down`, `gg`.
    package var label: String {
        keys.map { isTwice ? $0.label + $0.label : $0.label }.joined(separator: ", ")
    }
}

/// What can be done in every view.
package protocol ViewAction: Sendable {
    static var back: Self { get }
    static var copy: Self { get }
    static var help: Self { get }
}

extension Binding where Action: ViewAction {
    package static var back: Binding {
        .init(Key(.escape), .character("q"), does: .back, short: "back", "back to where you came from")
    }
    package static var copy: Binding {
        .init(.character("c"), does: .copy, short: "copy", "copy the content as text")
    }
    package static var help: Binding {
        .init(.character("?"), Key(.function(1)), does: .help, short: "keys", "the keys that work here")
    }
}

extension Key {
    package static func character(_ character: Character, _ modifiers: Modifiers = []) -> Key {
        Key(.character(character), modifiers)
    }

    /// How a page of keys names it: `Shift-Enter`, `Ctrl-S`, `r`, `PgUp`.
    package var label: String {
        var text = ""
        if modifiers.contains(.control) { text += "Ctrl-" }
        if modifiers.contains(.alt) { text += "Alt-" }
        if modifiers.contains(.shift) { text += "Shift-" }
        return text + name
    }

    private var name: String {
        switch code {
        case .character(" "): "Space"
        case .character(let character):
            modifiers.contains(.control) ? String(character).uppercased() : String(character)
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .insert: "Ins"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        }
    }
}
