import TerminalKit
import Testing

/// Whatever stands in a notebook, a table or a file's name: none of it steers the terminal.
struct HostileTests {
    let folder = Folder()

    /// What terminals obey: titles, the clipboard, a jump of the cursor, modes, the 8-bit forms of the same, direction.
    private static let payloads = [
        "\u{1B}]0;owned\u{7}", "\u{1B}]52;c;b3duZWQ=\u{1B}\\", "\u{1B}[2J\u{1B}[9;9Howned", "\u{1B}[?7777h", "\u{1B}c",
        "\u{9B}31mred", "\u{9D}0;owned\u{9C}", "\u{202E}denwo\u{2066}", "\u{7}\u{8}\u{7F}", "\u{1B}P1$r0m\u{1B}\\",
        "\u{2028}line\u{2029}", "\u{1B}[8m",
    ]

    private func isPlain(_ text: String) -> Bool {
        !text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x0A: false
            case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
            default: false
            }
        }
    }

    /// A notebook with the payload in each place that is shown, and the files that it reads.
    private func write(_ payload: String) throws -> String {
        let word = payload.split(whereSeparator: { $0 == "\"" || $0 == "\\" }).joined()
        try folder.write("evil.csv", "a\(word),b\n1,x\(word)\n2,y\n3,z\n")
        let name = "n\(word).unroll.md"
        try folder.write(
            name,
            """
            <!-- unroll 1\(word) seed=1 -->
            # Title \(word)

            Words \(word) [a link](<http://x/\(word)>) &#27;]0;owned&#7; &#x9b;1m <b\(word)>

            ```unroll id=a\(word) check="\(word)"
            t = load("evil.csv")   # \(word)
            t
            ```
            <!-- out src=00000000 file=../\(word) sha=00 -->
            ```text
            recorded \(word)
            ```
            <!-- /out -->

            ```unroll
            "\(word)"
            ```

            ```unroll
            describe(t)
            plot([1, 2, 3], title = "\(word)")
            ```

            ```unroll
            k = characters("ab\(word)ba")
            k
            ```

            ```unroll
            summary(gru(2, name = "\(word)"), input = [3, 1])
            ```

            ```unroll
            load("gone\(word).csv")
            ```

            """)
        return name
    }

    @Test("run, check, export and the REPL print nothing that a terminal obeys", arguments: 0..<12)
    func plainOutputs(number: Int) throws {
        let payload = HostileTests.payloads[number]
        let name = try write(payload)
        var programs = [
            try folder.unroll("run", name), try folder.unroll("check", name), try folder.unroll("run", name + payload),
            try folder.unroll("export", name, "--to", "keras"), try folder.unroll("run", "--allow-read", payload, name),
            try folder.unroll(payload),
        ]
        let lines = [
            "t = load(\"evil.csv\")", "t", "\"\(payload)\"", payload, "t[\"\(payload)\"]", ":names", ":\(payload)",
        ]
        programs.append(try folder.unroll("repl", input: lines.joined(separator: "\n") + "\n"))
        #expect(programs[0].output.contains("Title") == false && programs[0].output.contains("cell"))
        for program in programs {
            #expect(isPlain(program.output), "\(program.output.debugDescription)")
            #expect(isPlain(program.errors), "\(program.errors.debugDescription)")
            #expect(program.ending != nil)
        }
    }

    @Test(
        "on the screen a hostile notebook sets no title, touches no clipboard and moves no cursor",
        arguments: [0, 1, 2, 5])
    func onTheScreen(number: Int) throws {
        let name = try write(HostileTests.payloads[number])
        let session = try folder.screen("open", name)
        #expect(session.waitForNotebook())
        session.send(":run all", .enter)
        #expect(session.wait(for: "1 failed"))
        session.send("gg", "jjjjj", "w", "/owned", .enter, "q")
        #expect(session.wait(for: "d discard"))
        session.send("d")
        #expect(session.waitForEnd() == .status(0))
        #expect(!session.hasTitle)
        let output = String(decoding: session.output, as: UTF8.self)
        for forbidden in ["\u{1B}]", "\u{1B}P", "[?7777h", "\u{1B}[9;9Howned", "\u{9B}", "\u{9D}", "\u{202E}"] {
            #expect(!output.contains(forbidden), "\(forbidden.debugDescription)")
        }
    }
}
