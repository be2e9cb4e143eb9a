import Display
import Testing

@testable import Notebook
@testable import TUI

/// Numbers that look random and are the same each time.
private struct Sequence {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }

    mutating func key() -> Key {
        let modifiers: [Key.Modifiers] = [[], [], [], .shift, .control, .alt, [.shift, .control]]
        if next(2) == 0 { return .character(Self.letters[next(Self.letters.count)], modifiers[next(modifiers.count)]) }
        return Key(Self.codes[next(Self.codes.count)], modifiers[next(modifiers.count)])
    }

    private static let letters = Array("abcdefiknuvwxyz()[]\"' ,=.#/:@|>07日é🇨🇭👨\u{301}\u{200D}\u{FE0F}ZNRG")
    private static let codes: [Key.Code] = [
        .enter, .tab, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .escape,
    ]
}

@Suite struct RandomKeysTests {
    @Test("whatever keys are pressed, cursor and mark stand in the text", arguments: 1...8)
    func cursorAndMarkStandInTheText(_ seed: Int) {
        var random = Sequence(UInt64(seed))
        var editor = Editor("f(a,\n  [1, 日本], \"x\")\n\nlong " + String(repeating: "word ", count: 30))
        editor.width = 8 + seed
        for _ in 0..<3000 {
            let key = random.key()
            _ = editor.handle(key)
            for place in [editor.cursor, editor.mark ?? editor.cursor] {
                guard editor.lines.indices.contains(place.row),
                    (0...editor.lines[place.row].count).contains(place.column)
                else {
                    Issue.record("\(key.label) left a place outside of the text")
                    return
                }
            }
            // Characters are told apart as a reader of the text would.
            guard Editor.split(editor.text) == editor.lines else {
                Issue.record("\(key.label) left parts of a character side by side")
                return
            }
            if editor.text.utf8.count > 4000 { editor = Editor("f(", cut: editor.cut) }
        }
    }

    @Test("whatever keys are pressed in a notebook, it is drawn", arguments: 1...4)
    func aNotebookIsDrawn(_ seed: Int) {
        var random = Sequence(UInt64(seed + 100))
        let bench = Bench("# Prose\n\nwords\n\n```unroll\nalpha = 1\n```\n\n```unroll\nalpha + 1\n```\n")
        for count in 0..<400 {
            let key = random.key()
            // Leaving is no part of this.
            if case .character("q") = key.code { continue }
            if count % 97 == 0 { bench.resize(20 + random.next(100), 5 + random.next(30)) }
            if count % 41 == 0 { bench.send(.paste("x(\t1,\r\n 2\u{1B}[2J")) }
            bench.send(.key(key))
            if bench.status != .running { break }
            #expect(bench.screen.grid.width == bench.screen.width)
        }
    }
}
