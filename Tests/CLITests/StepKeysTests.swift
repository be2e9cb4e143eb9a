import Glibc
import TerminalKit
import TestKit
import Testing

/// Every key of the step views, pressed in the real program; each screen that it leads to is kept to the character in
/// Tests/Golden/screens, and its numbers stand in the plain text of `unroll run` too.
struct StepKeysTests {
    let folder = Folder()

    /// The course's network with its given weights, and one with other cells to swap in.
    private static let weights = """
        U = [[-0.19089293, 1.2079829, 0.00908419, -0.91102362], [-1.07885635, -0.34288317, 0.72712117, 1.41788387], [-0.20597383, -0.19254826, 0.7025221, -0.54543966]]
        R = [[1.03414631, 0.67596245, -0.93610775, 0.37894768], [-0.16711316, 1.02640092, -0.89726377, -0.42267284], [0.20204762, -1.21461511, 0.02345279, 0.41776735], [-1.44821215, 0.28976035, -1.87600672, -1.1563133]]
        b = [0.1347418, 0.28151226, 0.17300364, -0.32107899]
        V = [[-0.18110763, 0.14144787], [2.24330831, -3.24425101], [-0.05769794, 0.35383844], [0.0802527, -0.5142712]]
        ice = set_weights(simple_rnn(4, return_sequences = true) |> dense(2, activation = "softmax"), [U, R, b, V, [-0.35922614, 0.35923496]], input = [12, 3])
        W = [[0.5, -0.5, 0.25, 1, 0.75, -0.25], [1, 0.5, -0.5, 0.25, -1, 0.5], [-0.5, 0.25, 1, -0.75, 0.5, 0.25]]
        S = [[0.5, -0.25, 0.5, 0.25, 1, -0.5], [-0.5, 0.75, 0.25, -0.5, 0.5, 0.25]]
        other = set_weights(gru(2, return_sequences = true) |> dense(2, activation = "softmax"), [W, S, [0, 0, 0, 0, 0, 0], [[1, -1], [-0.5, 0.5]], [0, 0]], input = [12, 3])
        days = one_hot([2, 0, 2, 2, 0, 0, 2, 1, 2, 2, 2, 2], 3)
        y = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1]
        """

    private static let stack = """
        two = set_weights(lstm(1, return_sequences = true) |> gru(1) |> dense(1), [[[1, 0.5, -1, 0.25]], [[0.5, 0.25, 1, -0.5]], [0, 1, 0, 0], [[1, -0.5, 0.75]], [[0.5, 0.25, -0.5]], [0, 0, 0], [[2]], [0.5]], input = [3, 1])
        """

    private func open(_ cells: String..., width: Int, height: Int) throws -> TerminalSession {
        try folder.notebook("ice.unroll.md", cells[0], cells[1])
        let session = try folder.screen(
            "ice.unroll.md", width: width, height: height, environment: ["UNROLL_ASCII": "1"])
        #expect(session.waitForNotebook())
        session.send(":run all", .enter)
        #expect(session.wait(for: "> unrolled"))
        return session
    }

    /// The screen once it holds these words, against its file.
    private func expect(_ session: TerminalSession, _ words: String, is name: String) {
        var (last, same) = ("", 0)
        let isThere = session.wait { session in
            same = session.text == last ? same + 1 : 0
            last = session.text
            // What is still being computed stands as points.
            return same >= 15 && last.contains(words) && !last.contains("  ...  ")
        }
        #expect(isThere, "\(name): waiting for \(words)")
        let golden = GoldenFile("screens", "\(name)-\(session.width)x\(session.height)")
        #expect(golden.expected(insteadOf: session.text) == session.text, "\(name)")
    }

    @Test("the keys of the network, its cell, circuit and heat map", arguments: [(80, 24), (100, 30)])
    func theKeysOfTheNetwork(_ size: (Int, Int)) throws {
        let session = try open(
            Self.weights, "step(ice, days, target = y, t = 4, unit = 2, twin = other)", width: size.0, height: size.1)
        session.send(.right)
        expect(session, "t = 5 / 12", is: "network")
        session.send(.left, .left, .down, "k", "j")
        expect(session, "u3 at t=3", is: "network-moved")
        session.send(.home, .up, .end)
        expect(session, "t = 12 / 12", is: "network-end")
        session.send(.home, .space)
        #expect(session.wait(for: "t = 3 / 12"), "it plays")
        session.send(.space, .home, .right, .right, .right, .right, .enter)
        #expect(session.wait(for: "t = 5 / 12"))
        expect(session, "> cell opened", is: "cell")
        session.send("n", "n", "n")
        expect(session, "PyTorch", is: "cell-torch")
        session.send("n", .escape)
        #expect(session.wait(for: "> unrolled"))
        session.send("o")
        expect(session, "one layer, used at every step", is: "circuit")
        session.send("o", "h")
        expect(session, "> heat map", is: "heat")
        session.send("s", "t", "y")
        expect(session, "units by correlation", is: "heat-turned")
        session.send("t", "z", "z")
        expect(session, "+9 is", is: "heat-narrow")
        session.send("f")
        #expect(session.wait(for: "> unrolled"))
        session.send("v")
        expect(session, "GRU(2) (twin)", is: "network-twin")
        session.send("v", "c")
        #expect(session.wait(for: "Copied "))
        session.send("?")
        #expect(session.wait(for: "keys: stepping"))
        session.send(.escape)
        #expect(session.wait(for: "> unrolled"))
        session.send("q")
        #expect(session.waitForNotebook())
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("the keys of the way back", arguments: [(80, 24), (100, 30)])
    func theKeysOfTheWayBack(_ size: (Int, Int)) throws {
        let session = try open(
            Self.weights, "step(ice, days, target = y, unit = 2, twin = other)", width: size.0, height: size.1)
        session.send("b")
        #expect(session.wait(for: "BACKWARD"))
        session.send(.left, .left, .left)
        expect(session, "|dh_12/dh_1| = 0.152", is: "backward")
        session.send(.home)
        expect(session, "step 1: 17.1", is: "backward-whole")
        session.send("1", "g", "w")
        expect(session, "they", is: "backward-checked")
        session.send("t")
        expect(session, "L_12", is: "backward-table")
        session.send("t", "v")
        #expect(session.wait(for: "GRU(2) (twin)"))
        expect(session, "|dh_12/dh_1| =", is: "backward-twin")
        session.send(.escape)
        #expect(session.wait(for: "> unrolled"))
        session.send(.escape)
        #expect(session.waitForNotebook())
    }

    @Test("the keys for setting by hand and for guessing", arguments: [(80, 24), (100, 30)])
    func theKeysForSettingByHand(_ size: (Int, Int)) throws {
        let session = try open(
            Self.weights, "step(ice, days, target = y, t = 2, unit = 2)", width: size.0, height: size.1)
        session.send("e")
        expect(session, "set h u2 at t=2, now +0.4418, to: _", is: "editing")
        session.send(.tab, .down, .up, "4", .enter)
        #expect(session.wait(for: "is none of the inputs"))
        session.send(.backspace, "3", .enter)
        expect(session, "EDITED", is: "edited")
        session.send("d")
        expect(session, "both runs", is: "both-runs")
        session.send("d", "x")
        #expect(session.wait { !$0.text.contains("EDITED") })
        session.send("d")
        #expect(session.wait(for: "to: _"))
        session.send(.escape)
        #expect(session.wait { !$0.text.contains("to: _") })
        session.send("p")
        expect(session, "h u2 at t=2 is hidden", is: "guess")
        session.send("+", "0", ".", "5", .backspace, "4", .enter)
        #expect(session.wait(for: "sign right, size right, 1 digit right: it is +0.4418. 1 of 1 guesses right."))
        session.send("p", .enter)
        #expect(session.wait(for: "your guess for step 2: _"))
        session.send("0", .enter)
        #expect(session.wait(for: "right: the network says class 0 with 73%; the target is class 1."))
        session.send("p")
        #expect(session.wait { !$0.text.contains("2/2") })
        session.send(.escape)
        #expect(session.waitForNotebook())
        // The tally goes on in the same session.
        session.send(":2", .enter, "s", "p", "9", .enter)
        #expect(session.wait(for: "2 of 3 guesses right."))
    }

    @Test("a cell may ask for a guess first, and stacked layers are walked")
    func aCellMayAskForAGuess() throws {
        let session = try open(
            Self.stack, "step(two, [1, 0, 0.5], target = 1, t = 2, predict = true)", width: 80, height: 24)
        expect(session, "h u1 at t=2 is hidden", is: "guess-first")
        session.send("p", .pageDown)
        expect(session, "> GRU(1) > unrolled", is: "stacked")
        session.send(.pageUp, .tab, .enter)
        expect(session, "> LSTM(1) > cell opened", is: "stacked-cell")
        session.send("b", .tab)
        #expect(session.wait(for: "|dL/dc|"))
        session.resize(60, 15)
        #expect(session.wait { $0.lines[14].contains("? keys") && $0.lines.allSatisfy { $0.count <= 60 } })
        session.resize(100, 30)
        #expect(session.wait(for: "|dc_3/dc_1| ="))
    }

    @Test("the numbers of the screens stand in the plain text of the same calls")
    func theNumbersOfTheScreensStandInThePlainText() throws {
        try folder.notebook(
            "t.unroll.md", Self.weights, "t = trace(ice, days, target = y, t = 5, unit = 2, twin = other)\nt",
            "gates(t)", "gradients(t, t = 1)",
            "heatmap(t)", "circuit(t)")
        let text = try folder.unroll("run", "t.unroll.md", environment: ["UNROLL_ASCII": "1"]).output
        for name in ["network", "cell", "heat", "circuit", "backward-whole"] {
            let screen = try GoldenFile("screens", "\(name)-80x24").text()
            for line in screen.split(separator: "\n").dropFirst(2).dropLast(2) {
                for word in line.split(whereSeparator: { " =|,;:[](){}".contains($0) })
                where word.contains(".") && word.last?.isNumber == true {
                    #expect(text.contains(word), "\(name): \(word)")
                }
            }
        }
    }
}
