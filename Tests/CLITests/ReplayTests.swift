import Glibc
import TerminalKit
import TestKit
import Testing

/// `unroll replay`, the real program.
struct ReplayTests {
    private let folder = Folder()

    /// Two cells that were run and saved: a fit of 12 epochs and a trace.
    private func record() throws -> [UInt8] {
        try folder.notebook(
            "n.unroll.md",
            """
            seed(3)
            train = ice_cream_task(length = 4, days = 60)
            run = fit(gru(2) |> dense(2, activation = "softmax"), train, epochs = 12)
            """, "step(run, train[1])")
        #expect(try folder.unroll("run", "n.unroll.md", "--write").ending == .status(0))
        return folder.bytes("n.unroll.md")
    }

    private func replay(
        _ arguments: String..., width: Int = 80, height: Int = 24, environment: [String: String] = [:]
    ) throws -> TerminalSession {
        try TerminalSession(
            ["unroll", "replay", "n.unroll.md"] + arguments, width: width, height: height,
            environment: Repository.data.merging(environment) { $1 }, folder: folder.path)
    }

    @Test("a recorded fit is played to its last epoch, and a trace by hand; no file is made or changed")
    func aRecordedFitIsPlayed() throws {
        let before = try record()
        let session = try replay("--from", "1", "--speed", "0.25")
        #expect(session.wait(for: "n.unroll.md > replay > cell 1/2"))
        #expect(session.waitForLine("¼×  playing"))
        #expect(session.wait { $0.hasLine("/12  loss ") })
        #expect(folder.names == ["n.unroll.md"], "no swap file beside it")
        session.send(" ")
        #expect(session.waitForLine("¼×  paused"))
        for (width, height) in [(60, 15), (100, 30)] {
            session.resize(width, height)
            #expect(session.wait { $0.lines[0].count == width - 1 && $0.hasLine("/12  loss ") })
            #expect(session.lines.allSatisfy { $0.count <= width })
        }
        session.send("+", "+", "+", "+", "+", "+", " ")
        #expect(session.waitForLine("16×"))
        #expect(session.wait(for: "cell 2/2"))
        #expect(session.waitForLine("×  end"))
        session.send(.enter)
        #expect(session.wait(for: "> recorded steps > h"))
        session.send(.right, .down)
        #expect(session.waitForLine("t = 2 / 4", "RECORDED"))
        session.send(.escape)
        #expect(session.waitForLine("×  end"))
        session.send("f")
        #expect(session.wait { !$0.hasLine("replay") && !$0.hasLine("SAY") && $0.hasLine("recorded digits") })
        session.send(.escape)
        #expect(session.waitForLine("×  end"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
        #expect(folder.names == ["n.unroll.md"] && folder.bytes("n.unroll.md") == before)
    }

    @Test("the numbers that are played are those of the file") func theNumbersOfTheFile() throws {
        _ = try record()
        let session = try replay("--from", "1", "--speed", "0.25")
        #expect(session.wait { ($0.epoch ?? 0) > 1 })
        session.send(" ")
        #expect(session.waitForLine("paused"))
        let epoch = try #require(session.epoch)
        let rows = folder.read("n.unroll.md").split(separator: "\n").drop { !$0.hasPrefix("epoch,loss") }
        let row = try #require(rows.first { $0.hasPrefix("\(epoch),") }).split(separator: ",")
        // Four digits of the six that are recorded.
        let shown = try #require(session.lines.first { $0.contains("] epoch ") }?.split(separator: "loss ").last)
        let (played, recorded) = (try #require(Double(shown)), try #require(Double(row[1])))
        #expect(abs(played - recorded) < 0.0001)
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("with ASCII only, and in presenter's mode from the start, which nothing else is on")
    func presenterInASCII() throws {
        _ = try record()
        let session = try replay("--present", width: 60, height: 15, environment: ["UNROLL_ASCII": "1"])
        #expect(session.wait { $0.hasLine("### ") })
        #expect(session.lines.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
        #expect(!session.text.contains("SAY") && !session.text.contains("replay"))
        session.send("f")
        #expect(session.wait(for: " SAY: "))
        #expect(session.lines.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
        session.send(.control("c"))
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("p and f in a notebook play and present it, and lead back") func inANotebook() throws {
        let before = try record()
        let session = try folder.screen("n.unroll.md")
        #expect(session.waitForNotebook())
        session.send(":2", .enter, "p")
        #expect(session.wait(for: "> replay > cell 2/2"))
        session.send("q")
        #expect(session.waitForNotebook())
        session.send("f")
        #expect(session.wait { !$0.hasLine("NAV") && $0.hasLine("step(run, train[1])") })
        session.send(.escape)
        #expect(session.waitForNotebook())
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.bytes("n.unroll.md") == before)
    }

    @Test("without a terminal it is printed at once", arguments: [[:], ["TERM": "dumb"], ["ACCESSIBLE": "1"]])
    func printed(environment: [String: String]) throws {
        let before = try record()
        let plain = try folder.unroll("replay", "n.unroll.md")
        #expect(plain.ending == .status(0) && plain.errors.isEmpty)
        #expect(plain.output.hasPrefix("n.unroll.md: 2 cells, seed 1\n\n# Test\n\n-- cell 1 -----"))
        for line in ["> seed(3)", "  run: 12 epochs, loss ", "  record history: 12 rows", "  record steps: 4 rows"] {
            #expect(plain.output.contains("\n" + line), "\(line)")
        }
        #expect(!plain.output.utf8.contains(0x1B) && !plain.output.contains("\r"))
        if !environment.isEmpty {
            let session = try replay(environment: environment)
            #expect(session.waitForEnd() == .status(0))
            #expect(String(decoding: session.output, as: UTF8.self).replacing("\r\n", with: "\n") == plain.output)
        }
        #expect(folder.names == ["n.unroll.md"] && folder.bytes("n.unroll.md") == before)
    }

    @Test("from a cell on; and what cannot be begun is said") func whatCannotBeBegun() throws {
        _ = try record()
        let late = try folder.unroll("replay", "n.unroll.md", "--from", "2")
        #expect(late.output.hasPrefix("n.unroll.md: 2 cells, seed 1\n\n-- cell 2 -----"))
        let beyond = try folder.unroll("replay", "n.unroll.md", "--from", "3")
        #expect(beyond.ending == .status(3))
        #expect(beyond.errors == "unroll: --from is 3, and n.unroll.md has 2 cells\n")
        let fast = try folder.unroll("replay", "n.unroll.md", "--speed", "100")
        #expect(fast.ending == .status(3) && fast.errors.contains("--speed takes a number from 0.25 to 16"))
        let none = try folder.unroll("replay", "none.md")
        #expect(none.ending == .status(3) && none.errors == "unroll: cannot open none.md: there is no such file\n")
    }

    @Test("a record in a file of its own is played; an altered one is said") func recordFiles() throws {
        try folder.notebook(
            "n.unroll.md",
            """
            train = ice_cream_task(length = 2, days = 20)
            run = fit(simple_rnn(1) |> dense(2, activation = "softmax"), train, epochs = 220)
            """)
        #expect(try folder.unroll("run", "n.unroll.md", "--write").ending == .status(0))
        #expect(folder.names == ["n.unroll.d", "n.unroll.md"])
        let session = try replay("--from", "1")
        #expect(session.wait { $0.hasLine("/220  loss ") })
        session.send("q")
        #expect(session.waitForEnd() == .status(0))

        let record = "n.unroll.d/cell-1.history.csv"
        try folder.write(record, folder.read(record) + "221,0,0\n")
        let altered = try replay("--from", "1")
        altered.send(.right)
        #expect(altered.waitForLine("cell 1: its record history is left out: "))
        #expect(altered.wait(for: "the file that the notebook was saved with)"))
        altered.send("q")
        #expect(altered.waitForEnd() == .status(0))
        let text = try folder.unroll("replay", "n.unroll.md").output
        #expect(text.contains("note: its record history is left out: \(record) is not the file that the notebook was"))
    }

    @Test("a notebook of the course is replayed from its first to its last cell") func theCourse() throws {
        let path = try folder.copy(ofNotebook: "03-inside-the-network")
        let session = try folder.screen("replay", path, "--speed", "16")
        #expect(session.wait(for: "> replay > "))
        for _ in 0..<100 { session.send("n") }
        #expect(session.waitForLine("16×  end"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.names == [path])
    }
}
