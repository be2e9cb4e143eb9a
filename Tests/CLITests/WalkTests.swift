import Base
import TerminalKit
import TestKit
import Testing

/// The way a learner goes: open a notebook, run it, step through what came out, leave.
struct WalkTests {
    @Test("the first notebook runs, is stepped through to t = 5 and left unsaved as it was")
    func theFirstNotebookIsSteppedThrough() throws {
        let folder = Folder()
        let path = try folder.copy(ofNotebook: "01-stepping-through-an-rnn")
        let before = folder.bytes(path)
        let session = try folder.screen(path)
        #expect(session.waitForNotebook())
        #expect(session.isAlternateScreen && !session.isCooked)
        session.send(":run all", .enter)
        #expect(session.wait(for: "unrolled      t = 1 / 12"))
        session.send(.right, .right, .right, .right)
        #expect(session.wait(for: "t = 5 / 12"))
        #expect(session.waitForLine("[ 5 ]"))
        let column = try #require(session.column(of: "[ 5 ]"))
        #expect(session.number(in: "h u1", near: column) == "*+0.83*")
        #expect(session.number(in: "h u2", near: column) == "+0.93")
        #expect(session.number(in: "h u3", near: column) == "-0.30")
        #expect(session.number(in: "h u4", near: column) == "-0.51")
        #expect(session.number(in: "p(1)", near: column) == "0.019")

        session.send(.enter)
        #expect(session.wait(for: "cell opened"))
        #expect(session.wait(for: "tanh(+1.1821) = +0.8281"))
        session.send(.escape)
        #expect(session.wait(for: "> unrolled"))
        session.send(.escape)
        #expect(session.waitForNotebook())

        // Something to discard, whatever the file has recorded.
        session.send(":1", .enter, .enter, "# ", .escape, "q")
        #expect(session.wait(for: "Save changes to 01-stepping-through-an-rnn.unroll.md?"))
        session.send("d")
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
        #expect(folder.bytes(path) == before)
    }

    @Test("a fit on real data is watched, edited beside, resized and stopped, and its epochs are kept")
    func aFitIsWatchedAndStopped() throws {
        let folder = Folder()
        let text = Repository.text(Repository.notebook("02-rnns-with-gru"))
        #expect(text.contains("epochs = 60"))
        try folder.write("n.unroll.md", text.replacing("epochs = 60", with: "epochs = 400"))
        let session = try folder.screen("n.unroll.md", width: 120)
        #expect(session.waitForNotebook())
        for cell in [1, 2, 8, 11, 12] { session.run(cell: cell) }
        #expect(session.wait { ($0.epoch ?? 0) >= 2 })
        let (first, begin) = (session.plot, session.epoch ?? 0)
        #expect(first.count > 4)
        #expect(session.wait { ($0.epoch ?? 0) >= begin + 5 && $0.plot != first })

        // The keys answer while it trains.
        session.send(":12", .enter)
        #expect(session.waitForLine("NAV", "cell 12/15", "running: epoch"))
        session.send("k")
        #expect(session.wait { !$0.hasLine("cell 12/15") })
        session.send("k")
        #expect(session.waitForLine("cell 11/15"))
        session.send("j", "j")
        #expect(session.waitForLine("cell 12/15"))
        session.send(":10", .enter, .enter)
        #expect(session.waitForLine("EDIT", "cell 10/15"))
        session.send("# beside the fit ")
        #expect(session.wait(for: "# beside the fit baselines("))
        session.send(.escape)
        #expect(session.waitForLine("[+]", "NAV", "running: epoch"))

        for (width, height) in [(80, 24), (60, 15)] {
            session.resize(width, height)
            #expect(session.waitForLayout())
            #expect(session.waitForLine("running: epoch"))
            #expect(session.lines.allSatisfy { $0.count <= width })
            let keys = session.lines[height - 1]
            #expect(keys.hasPrefix(" Enter edit  "))
            #expect(keys.hasSuffix("help") && keys.count < width, "the last key is whole")
        }

        session.resize(120, 30)
        #expect(session.waitForLayout())
        session.send(":12", .enter, "i", "i")
        #expect(session.waitForLine("run: ", " epochs, loss ", "; stopped"))
        #expect(!session.hasLine("running: epoch"))
        #expect((session.epochsKept ?? 0) > begin)
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
        #expect(folder.read("n.unroll.md") == text.replacing("epochs = 60", with: "epochs = 400"))
    }
}

extension TerminalSession {
    /// The epochs of `run: 23 epochs, loss …`.
    fileprivate var epochsKept: Int? {
        lines.compactMap { line in
            line.firstRange(of: "run: ").flatMap { Int(line[$0.upperBound...].prefix { $0.isNumber }) }
        }.first
    }

    /// The middle of a text's cells.
    fileprivate func column(of text: String) -> Int? {
        lines.compactMap { line in
            line.firstRange(of: text).map { line.distance(from: line.startIndex, to: $0.lowerBound) + text.count / 2 }
        }.first
    }

    /// The word around a column, read cell by cell, in the line that begins with these words after its mark.
    fileprivate func number(in label: String, near column: Int) -> String? {
        let row = lines.firstIndex { $0.drop { " >".contains($0) }.hasPrefix(label) }
        guard let row else { return nil }
        func isInk(_ x: Int) -> Bool { (0..<width).contains(x) && !["", " "].contains(cell(x, row).text) }
        guard let middle = [0, 1, -1, 2, -2].map({ column + $0 }).first(where: isInk) else { return nil }
        var (first, last) = (middle, middle)
        while isInk(first - 1) { first -= 1 }
        while isInk(last + 1) { last += 1 }
        return (first...last).map { cell($0, row).text }.joined()
    }
}
