import Glibc

/// Modes that ncurses does not know: bracketed paste, and telling Shift-Enter and the like from Enter.
struct ScreenModes {
    let on: String
    let off: String
    /// The window has a title that can be set and given back; tmux and screen cannot give it back.
    private let hasTitle: Bool

    init(type: String) {
        guard Self.families.contains(where: type.hasPrefix) else {
            (on, off) = ("", "")
            hasTitle = false
            return
        }
        hasTitle = !type.hasPrefix("tmux") && !type.hasPrefix("screen")
        // The stack of kitty's protocol belongs to the alternate screen: pushed after it is entered.
        let hasKitty = Self.kittyFamilies.contains(where: type.hasPrefix)
        on = "\u{1B}[?2004h" + (hasKitty ? "\u{1B}[>1u" : "\u{1B}[>4;1m")
        off = (hasKitty ? "\u{1B}[<u" : "\u{1B}[>4;0m") + "\u{1B}[?2004l"
    }

    /// What gives the screen back when there is no time for ncurses: these modes off, plain letters, the cursor, the main screen.
    func undo(_ type: String) -> String {
        if on.isEmpty { return type == "linux" ? "\u{1B}[0m\u{1B}[?25h\r\n" : "\u{1B}[0m\r\n" }
        return off + "\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"
    }

    /// What sets the window's title, its own kept aside before the first, or gives that back; nil where there is none.
    /// A title holds no control characters, whatever a file is called.
    func title(_ title: String?, isFirst: Bool) -> String? {
        guard hasTitle else { return nil }
        guard let title else { return isFirst ? nil : "\u{1B}[23;2t" }
        let plain = title.unicodeScalars.filter { ![.control, .format].contains($0.properties.generalCategory) }
        return (isFirst ? "\u{1B}[22;2t" : "") + "\u{1B}]2;" + String(String.UnicodeScalarView(plain.prefix(120)))
            + "\u{1B}\\"
    }

    /// 0, or the system's number for what went wrong.
    @discardableResult
    static func write(_ text: String) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)[...]
            while !rest.isEmpty {
                let done = Glibc.write(1, rest.base.baseAddress?.advanced(by: rest.startIndex), rest.count)
                if done < 0, errno == EINTR { continue }
                guard done > 0 else { return done < 0 ? errno : EIO }
                rest = rest.dropFirst(done)
            }
            return 0
        }
    }

    private static let kittyFamilies = ["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm", "contour"]
    private static let families =
        kittyFamilies + [
            "xterm", "tmux", "screen", "rxvt", "st-", "gnome", "konsole", "vte", "iterm", "mintty", "putty",
        ]
}
