/// A key with its modifiers, the same whatever terminal sent it.
package struct Key: Hashable, Sendable {
    package enum Code: Hashable, Sendable {
        case character(Character)
        case enter, escape, tab, backspace, delete, insert
        case up, down, left, right, home, end, pageUp, pageDown
        case function(Int)
    }
    package struct Modifiers: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let shift = Modifiers(rawValue: 1)
        package static let alt = Modifiers(rawValue: 2)
        package static let control = Modifiers(rawValue: 4)
    }
    package var code: Code
    package var modifiers: Modifiers
    package init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }
}

/// What reaches a screen.
package enum Event: Hashable, Sendable {
    case key(Key)
    /// Text that was pasted in one go (bracketed paste).
    case paste(String)
    case resize(width: Int, height: Int)
    /// Something was posted to the mailbox, or an animation's next frame is due.
    case frame
    /// The user asked to stop: Ctrl-C or SIGINT.
    case interrupt
    /// SIGTERM or SIGHUP: leave at once, keep the work.
    case terminate
}
