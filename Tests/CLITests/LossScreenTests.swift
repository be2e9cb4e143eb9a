import TerminalKit
import Testing

/// The loss view of the real program in a pseudo-terminal: every key of the screen.
struct LossScreenTests {
    private let folder = Folder()

    static let lecture = """
        p = [[[0.70, 0.30], [0.60, 0.40], [0.20, 0.80]], [[0.45, 0.55], [0.80, 0.20], [0.30, 0.70]],
          [[0.40, 0.60], [0.10, 0.90], [0.50, 0.50]], [[0.90, 0.10], [0.85, 0.15], [0.75, 0.25]]]
        y = [[[1, 0], [1, 0], [0, 1]], [[0, 1], [1, 0], [0, 1]], [[0, 1], [0, 1], -1], [[1, 0], [1, 0], [1, 0]]]
        loss_table(p, y, normaliser = "lecture")
        """

    private func opened(_ cell: String) throws -> TerminalSession {
        try folder.notebook("l.unroll.md", cell)
        let session = try folder.screen("l.unroll.md", width: 80, height: 24, environment: ["UNROLL_ASCII": "1"])
        #expect(session.waitForNotebook())
        session.run(cell: 1)
        return session
    }

    @Test("the lecture's table is opened with s, walked, masked, edited and left") func theLecturesTable() throws {
        let session = try opened(Self.lecture)
        #expect(session.wait(for: "Loss_m"))
        session.send("s")
        #expect(session.wait(for: "l.unroll.md > cell 1 > cross-entropy, M=4, S=3, K=2"))
        for number in ["/ 4    = 0.8600", "/ 11   = 0.3127", "/ 12   = 0.2867", "/ 12   = 0.3444"] {
            #expect(session.wait(for: number))
        }
        session.send(.down, .down, .right)
        #expect(session.wait(for: "instance 3, t2: -( 0*log 0.10 + 1*log 0.90 ) = -log 0.90 = 0.1054"))
        session.send(.right)
        #expect(session.wait(for: "no target -> no loss, dL/do = 0; h_3 is still computed"))
        session.send("k", "j", .left, .home)
        #expect(session.wait(for: "instance 3, t1:"))
        session.send(.end, .up, "w")
        #expect(session.wait(for: "instance 2, t1:"))
        session.send("n")
        #expect(session.waitForLine("[x] real"))
        session.send("n", "n", "m")
        #expect(session.waitForLine("[x] wrong", "0.3444"))
        #expect(session.wait(for: "MASK OFF"))
        session.send("m")
        #expect(session.waitForLine("[x] lecture", "0.8600"))

        session.send("e", "2", .enter)
        #expect(session.wait(for: "a probability is a number from 0 to 1"))
        session.send(.backspace, "0.275", .enter)
        // 3.4400 + ln 0.55 − ln 0.275
        #expect(session.wait(for: "4.1332 / 4    = 1.0333"))
        session.send("e", .tab, "-1", .enter)
        #expect(session.wait(for: "10 losses, 2 masked"))
        session.send("e", "5")
        #expect(session.wait(for: "= 5_"))
        session.send(.escape)
        #expect(session.wait(for: "u undo"))
        session.send("u")
        #expect(session.wait(for: "11 losses, 1 masked"))

        session.send("c")
        #expect(session.wait(for: "opied"))
        session.send("?")
        #expect(session.wait(for: "mask on or off"))
        session.send(.escape)
        #expect(session.wait(for: "one number from the same table"))
        for (width, height) in [(100, 30), (60, 15), (40, 10), (20, 5)] {
            session.resize(width, height)
            #expect(session.wait { $0.lines.contains { $0.contains("inst") } })
            #expect(session.lines.allSatisfy { $0.count <= width })
        }
        session.resize(80, 24)
        session.send("q")
        #expect(session.waitForNotebook())
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
    }

    @Test("a loss table is kept with its losses, and checked against them") func aLossTableIsKeptAndChecked() throws {
        try folder.notebook("l.unroll.md", Self.lecture)
        #expect(try folder.unroll("run", "l.unroll.md", "--write").ending == .status(0))
        #expect(folder.read("l.unroll.md").contains("example,t,loss,counts\n1,1,0.356675,1\n"))
        let same = try folder.unroll("check", "l.unroll.md")
        #expect(same.ending == .status(0) && same.output.contains("losses 12 rows, identical"))
        try folder.write("l.unroll.md", folder.read("l.unroll.md").replacing("1,1,0.356675,1", with: "1,1,0.456675,1"))
        #expect(try folder.unroll("check", "l.unroll.md").ending == .status(1))
    }

    @Test("the losses of a trained network are the table of its run, on the screen and in plain text")
    func theLossesOfATrainedNetwork() throws {
        let cell = """
            seed(3)
            train = ice_cream_task(length = 6, days = 200, targets = "all")
            run = fit(gru(3, return_sequences = true) |> dense(2, activation = "softmax"), train, epochs = 1)
            loss_table(run, ice_cream_task(length = 6, days = 60, targets = "all"), n = 3)
            """
        try folder.notebook("l.unroll.md", cell)
        let plain = try folder.unroll("run", "l.unroll.md").output
        let mean = try #require(
            plain.split(separator: "\n").first { $0.contains("[x] real") }?.split(separator: " ").last)
        let session = try opened(cell)
        // The cell is taller than the screen: its table stands below its plot.
        #expect(session.waitForLine("ok>1"))
        session.send("j")
        #expect(session.wait(for: "Loss_m"))
        session.send("s")
        #expect(session.wait(for: "M=3, S=6, K=2"))
        #expect(session.waitForLine("[x] real", String(mean)))
        session.send(.escape)
        #expect(session.waitForNotebook())
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
    }
}
