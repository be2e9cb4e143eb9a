import Base
import Display
import Language
import Terminal

/// The state of long work on a terminal, redrawn in place.
struct ProgressLine {
    private var isShown = false

    mutating func show(_ progress: Progress?) {
        guard let progress else { return clear() }
        let filled = max(0, min(20, Int(clamping: (progress.fraction * 20).rounded())))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        let text = Text.clip("[\(bar)] \(progress.line)  ^C stops", to: outputWidth() - 1)
        writeRaw("\r\u{1B}[K" + Text.visible(text))
        isShown = true
    }

    private mutating func clear() {
        if isShown { writeRaw("\r\u{1B}[K") }
        isShown = false
    }
}
