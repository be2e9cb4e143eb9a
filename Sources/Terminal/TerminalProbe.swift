import CTerminal
import Display
import Glibc

/// What can be shown here: looked up in the environment, the locale and terminfo.
package enum TerminalProbe {
    /// One sentence that tells why there can be no full screen, or nil if there can.
    package static func problem() -> String? {
        guard isTerminal else { return Messages.noTerminal }
        let type = terminalType
        guard !type.isEmpty else { return Messages.noType }
        var status: Int32 = 0
        guard setupterm(type, 1, &status) == 0 else {
            return status == 1 ? Messages.cannotMove(type) : Messages.unknownType(type)
        }
        defer { del_curterm(set_curterm(nil)) }
        return nc_has("cup") && nc_has("clear") ? nil : Messages.cannotMove(type)
    }

    /// True if both standard input and output are a terminal.
    package static var isTerminal: Bool { isatty(0) == 1 && isatty(1) == 1 }

    /// What may be drawn with in this environment. Sets the locale of characters, and no other part of the locale.
    package static func glyphs() -> Glyphs {
        let isUTF8 = setCharacterLocale()
        let isPlain =
            isUTF8 == false || variable("UNROLL_ASCII") == "1" || ["linux", "dumb", ""].contains(terminalType)
        return isPlain ? .ascii : .braille
    }

    /// Letters beyond ASCII can be shown.
    package static var hasLetters: Bool { setCharacterLocale() }

    /// Whoever reads the screen does so by ear: lines and words instead of screens and drawings.
    package static var isAccessible: Bool { !["", "0"].contains(variable("ACCESSIBLE")) }

    /// Whether a line can be written anew in place.
    package static var canRewriteLine: Bool { isatty(1) == 1 && !["dumb", ""].contains(terminalType) }

    /// Colours may be used: NO_COLOR is unset or empty (no-color.org).
    package static var allowsColour: Bool { variable("NO_COLOR").isEmpty }

    static var terminalType: String { variable("TERM") }

    /// The terminal as terminfo draws on it: where it says that it has all colours, its entry that has them, if it is
    /// installed (ncurses-term).
    static var drawingType: String {
        let type = terminalType
        guard allowsColour, ["truecolor", "24bit"].contains(variable("COLORTERM")), type.hasSuffix("-256color") else {
            return type
        }
        let direct = type.dropLast("-256color".count) + "-direct"
        var status: Int32 = 0
        guard setupterm(String(direct), 1, &status) == 0 else { return type }
        del_curterm(set_curterm(nil))
        return String(direct)
    }

    /// True if characters are UTF-8. A UTF-8 locale that is not installed is replaced by C.UTF-8, which always is.
    @discardableResult
    static func setCharacterLocale() -> Bool {
        if setlocale(LC_CTYPE, "") == nil {
            let wanted = ["LC_ALL", "LC_CTYPE", "LANG"].map(variable).first { !$0.isEmpty } ?? ""
            let isUTF8 = wanted.lowercased().hasSuffix("utf-8") || wanted.lowercased().hasSuffix("utf8")
            setlocale(LC_CTYPE, isUTF8 ? "C.UTF-8" : "C")
        }
        return nl_langinfo(Int32(CODESET)).map { String(cString: $0) } == "UTF-8"
    }

    /// An environment variable, empty if unset.
    private static func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
}

/// Why there is no full screen; `sentence` is for people.
package struct TerminalProblem: Error { package let sentence: String }
