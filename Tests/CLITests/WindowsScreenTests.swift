import Base
import TerminalKit
import Testing

/// The windows view of the real program in a pseudo-terminal: every key of the screen.
struct WindowsScreenTests {
    private let folder = Folder()

    private func opened(_ cell: String) throws -> TerminalSession {
        try folder.write("w.unroll.md", "# W\n\n```unroll\n\(cell)\n```\n")
        let session = try folder.screen(
            "w.unroll.md", width: 80, height: 24, environment: ["UNROLL_ASCII": "1"])
        #expect(session.waitForNotebook())
        session.run(cell: 1)
        return session
    }

    private static let slide =
        "temps = [21, 20, 19, 19, 21, 23, 24, 24, 23, 21, 20, 18, 17, 17]\n"
        + "draw(window(temps, length = 7, shift = 2, target_shift = 1))"

    @Test("the slide's windows are opened with s, cut in other ways, judged, listed and left")
    func theSlidesWindows() throws {
        let session = try opened(Self.slide)
        #expect(session.wait(for: "the same 14 rows: 2 by reshape | 4 by shift | 3 with the target"))
        session.send("s")
        #expect(session.wait(for: "w.unroll.md > cell 1 > windows(L=7, shift=2, target shift=1)"))
        for words in ["n = floor(14/7) = 2", "n = floor((14-7)/2)+1 = 4", "n = floor((14-(7+1+1))/2)+1 = 3"] {
            #expect(session.wait(for: words))
        }
        #expect(session.wait(for: "READ: target is 2 rows after the last input"))

        session.send("L")
        #expect(session.wait(for: "window(series, length = 8, shift = 2, target_shift = 1)"))
        session.send("l", "S")
        #expect(session.wait(for: "window(series, length = 7, shift = 3, target_shift = 1)"))
        session.send("s", "T")
        #expect(session.wait(for: "window(series, length = 7, shift = 2, target_shift = 2)"))
        session.send("t", "t")
        #expect(session.wait(for: "READ: target is the very next row after the last input"))
        session.send("l", "5")
        #expect(session.wait(for: "length = 5_"))
        session.send("0")
        #expect(session.wait(for: "that takes 51 rows for one window, but there are 14"))
        session.send(.backspace)
        #expect(session.wait(for: "window(series, length = 5, shift = 2, target_shift = 0)"))

        session.send(.down)
        #expect(session.wait(for: ">ex 2"))
        session.send("j", .up, "k")
        #expect(session.wait(for: ">ex 1"))
        session.send(.pageDown)
        #expect(session.wait(for: ">ex 5"))
        session.send(.pageUp, .right, .left, .home, .end)
        #expect(session.wait(for: ">ex 1"))

        session.send("r")
        #expect(session.wait { !$0.text.contains("RESHAPE") })
        session.send("r", "a")
        #expect(session.wait(for: "[ok] no target inside its own window"))
        #expect(session.wait(for: "findings, none of them a fault."))
        session.send(.escape)
        #expect(session.wait(for: "TYPE:"))
        session.send(.enter)
        #expect(session.wait(for: "> window 1"))
        #expect(session.waitForLine("target", "list = 23"))
        session.send(.down, .escape)
        #expect(session.wait(for: "TYPE:"))

        session.send("c")
        #expect(session.wait(for: "opied"))
        session.send("?")
        #expect(session.wait(for: "one row longer; then digits set it"))
        session.send(.escape)
        #expect(session.wait(for: "TYPE:"))
        session.send(.escape)
        #expect(session.waitForNotebook())
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
    }

    @Test("a split is gone through with Tab, at every size of the terminal")
    func aSplitIsGoneThroughWithTab() throws {
        let session = try opened("split(window(scale(load(\"nile\").flow_1e8_m3), length = 5), 0.8)")
        #expect(session.wait(for: "split: train 76, test 19"))
        session.send("s")
        #expect(session.wait(for: "train(L=5, shift=1, target shift=0)"))
        session.send(.tab)
        #expect(session.wait(for: "test(L=5, shift=1, target shift=0)"))
        session.send("a")
        #expect(session.wait(for: "[!!] the scaler saw 100 of 100 rows"))
        session.send("a")
        for (width, height) in [(60, 15), (40, 10), (20, 5), (100, 30)] {
            session.resize(width, height)
            #expect(session.wait { $0.lines.contains { $0.contains("ex") || $0.contains("row") } })
            #expect(session.lines.allSatisfy { $0.count <= width })
        }
        #expect(session.wait(for: "[!!] the scaler saw"))
        session.send("q", ":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
    }
}
