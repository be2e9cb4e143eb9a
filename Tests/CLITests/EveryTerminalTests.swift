import TerminalKit
import Testing

/// Every screen on every kind of terminal: what bytes reach it, which colours, and whether it can be read without any.
struct EveryTerminalTests {
    /// What a terminal is given.
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        let environment: [String: String]
        let colours: Colours
        var isASCII = false
        var testDescription: String { name }
    }

    enum Colours: Sendable { case none, eight, indexed, direct }

    static let kinds: [Kind] = [
        .init(name: "xterm-256color", environment: [:], colours: .indexed),
        .init(name: "NO_COLOR", environment: ["NO_COLOR": "1"], colours: .none),
        .init(name: "UNROLL_ASCII", environment: ["UNROLL_ASCII": "1"], colours: .indexed, isASCII: true),
        .init(name: "LC_ALL=C", environment: ["LC_ALL": "C"], colours: .indexed, isASCII: true),
        .init(name: "LANG=C", environment: ["LC_ALL": "", "LANG": "C"], colours: .indexed, isASCII: true),
        .init(name: "linux", environment: ["TERM": "linux"], colours: .eight, isASCII: true),
        .init(name: "vt100", environment: ["TERM": "vt100"], colours: .none),
        .init(name: "xterm", environment: ["TERM": "xterm"], colours: .eight),
        .init(name: "vte-direct", environment: ["TERM": "vte-direct"], colours: .direct),
        .init(
            name: "truecolor", environment: ["TERM": "vte-256color", "COLORTERM": "truecolor"], colours: .direct),
    ]

    @Test(
        "every screen at 80 × 24 and 60 × 15 has the characters and colours that its terminal has",
        arguments: kinds, [[80, 24], [60, 15]])
    func everyScreen(on kind: Kind, size: [Int]) throws {
        let folder = Folder()
        try folder.write("n.unroll.md", Walk.notebook)
        let session = try folder.screen("n.unroll.md", width: size[0], height: size[1], environment: kind.environment)
        var walk = Walk(session)
        walk.go()
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isCooked)
        if kind.isASCII { #expect(session.output.allSatisfy { $0 < 0x80 }) }
        switch kind.colours {
        case .none:
            #expect(walk.indices == [] && walk.heat == [] && walk.direct == [])
            #expect(Codes(session.output).colours == [])
        case .eight:
            #expect(walk.indices.isSubset(of: Walk.eight) && walk.indices.contains(6))
            #expect(Codes(session.output).colours.allSatisfy { (30...37).contains($0) || (40...47).contains($0) })
        case .indexed:
            #expect(walk.indices.isSubset(of: Walk.indexed) && walk.indices.contains(74))
            // A shade of orange and one of blue.
            #expect(walk.heat.isSuperset(of: [58, 23]))
        case .direct:
            #expect(walk.direct.isSubset(of: Walk.okabeIto) && walk.direct.contains(0x56B4E9))
        }
    }

    @Test("focus, states and signs are told by characters where there is no colour")
    func charactersTellItToo() throws {
        let folder = Folder()
        try folder.notebook("n.unroll.md", "a = 1", "a + 1", "fail_here")
        let session = try folder.screen("n.unroll.md", width: 80, height: 24, environment: ["NO_COLOR": "1"])
        #expect(session.waitForNotebook())
        session.send(":1", .enter)
        #expect(session.waitForLine(". >1"))
        session.send(":run all", .enter)
        #expect(session.waitForLine("ok>1"))
        #expect(session.waitForLine("ok 2"))
        #expect(session.waitForLine("!  3"))
        session.send(.enter, "# ", .escape)
        #expect(session.waitForLine("~ >1"))
        #expect(session.waitForLine("~  2"))
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))

        try folder.write("w.unroll.md", Walk.notebook)
        let step = try folder.screen("w.unroll.md", width: 80, height: 24, environment: ["NO_COLOR": "1"])
        #expect(step.waitForNotebook())
        step.send(":run all", .enter)
        #expect(step.wait(for: "t = 1 / 5"))
        step.send(.right, .down)
        #expect(step.waitForLine("[ 2 ]"))
        #expect(step.waitForLine(">h u2"))
        #expect(step.lines.contains { $0.contains("*+0.") || $0.contains("*-0.") })
    }
}

/// A way through every screen, which collects the colours that are seen on it.
private struct Walk {
    /// Okabe and Ito's colours and grey; black and white are text on them.
    static let okabeIto: Set<Int> = [
        0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0x808080,
    ]
    /// The nearest of 256.
    static let indexed: Set<Int> = [178, 74, 35, 221, 25, 166, 175, 244]
    /// The nearest of eight, bright or not.
    static let eight: Set<Int> = [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15]

    static let notebook = """
        # A walk

        ```unroll
        train, test = load("nile").flow_1e8_m3 |> scale(first = 0.8) |> window(length = 5) |> split(0.8)
        ```

        ```unroll
        net = gru(3, return_sequences = true) |> gru(2) |> dense(1)
        run = fit(net, train, validation = test, epochs = 3, seed = 1)
        ```

        ```unroll
        plot(run, test)
        ```

        ```unroll
        step(run, test[1])
        ```

        """

    private let session: TerminalSession
    private(set) var indices: Set<Int> = []
    private(set) var direct: Set<Int> = []
    /// Those of the heat map, which has shades.
    private(set) var heat: Set<Int> = []

    init(_ session: TerminalSession) { self.session = session }

    mutating func go() {
        see("  NAV ")
        press(":run all", .enter, see: "t = 1 / 5")
        press(.right, see: "t = 2 / 5")
        press(.enter, see: "cell opened")
        press(.escape, see: "> unrolled")
        press("o", see: "circuit")
        press("o", "b", see: "BACKWARD")
        press("t", see: "BACKWARD")
        press("f", "l", see: "position loss")
        press(.escape, see: "> unrolled")
        press("e", see: "set h u1")
        press("0.5", .enter, "d", see: "both runs")
        press("f", "p", see: "is hidden")
        press("p", "?", see: "keys: stepping")
        press(.escape, see: "FORWARD")
        session.send("h")
        #expect(session.wait(for: "heat map"))
        collect(isHeat: true)
        press("f", see: "> unrolled")
        press(.escape, see: "  NAV ")
        press("?", see: "keys: notebook")
        press(.escape, see: "  NAV ")
        press("W", see: " names (")
        press(.escape, see: "  NAV ")
        press("D", see: " data (")
        press(.escape, see: "  NAV ")
        press("h", see: " functions (")
        press(.escape, see: "  NAV ")
        press("/", "fit", .enter, see: "for \"fit\"")
        press(":1", .enter, "s", see: "rows")
        press("a", see: "> audit")
        press(.escape, see: " windows of 5")
        press(.escape, see: "  NAV ")
        press(":2", .enter, "s", see: "3 epochs, finished")
        press(.escape, see: "  NAV ")
        press(":3", .enter, see: "cell 3/")
        session.send("q")
        if session.wait(for: "Save changes", seconds: 5) { session.send("d") }
    }

    /// Nothing is sent behind a lone Esc before what it does is seen.
    private mutating func press(_ keys: KeyName..., see text: String) {
        for key in keys { session.send(key) }
        see(text)
    }

    private mutating func see(_ text: String) {
        #expect(session.wait(for: text), "\(text) is not on this screen:\n\(session.text)")
        collect(isHeat: false)
    }

    private mutating func collect(isHeat: Bool) {
        for y in 0..<session.height {
            for x in 0..<session.width {
                let cell = session.cell(x, y)
                let seen = [cell.foregroundIndex, cell.backgroundIndex].compactMap { $0 }
                if isHeat { heat.formUnion(seen) } else { indices.formUnion(seen) }
                if !isHeat { direct.formUnion([cell.foregroundRGB, cell.backgroundRGB].compactMap { $0 }) }
            }
        }
    }
}

/// The colours that a program asks for in its sequences ESC [ … m: 30 … 38, 40 … 48, 90 … 107.
private struct Codes {
    private(set) var colours: Set<Int> = []

    init(_ output: [UInt8]) {
        let text = String(decoding: output, as: UTF8.self)
        for part in text.split(separator: "\u{1B}[").dropFirst() {
            guard let end = part.firstIndex(where: { $0.isLetter }), part[end] == "m" else { continue }
            for number in part[..<end].split(whereSeparator: { !$0.isNumber }).compactMap({ Int($0) }) {
                if (30...38).contains(number) || (40...48).contains(number) || (90...107).contains(number) {
                    colours.insert(number)
                }
            }
        }
    }
}
