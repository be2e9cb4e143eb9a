import TerminalKit
import Testing

/// The language a line at a time, with the keys of GNU readline.
struct ReplTests {
    let folder = Folder()

    private func repl() throws -> TerminalSession {
        let session = try folder.screen("repl", environment: ["HOME": folder.path])
        #expect(session.waitForPrompt())
        return session
    }

    @Test("lines are answered, the line before comes back with the up key, Ctrl-D leaves")
    func linesAreAnswered() throws {
        let session = try repl()
        session.send("a = [1, 2, 3]", .enter, "a * 2", .enter)
        #expect(session.waitForPrompt(after: "[2, 4, 6]"))
        session.send(.up)
        #expect(session.waitForLastLine("unroll> a * 2"))
        session.send("0", .enter)
        #expect(session.waitForPrompt(after: "[20, 40, 60]"))
        session.send(.control("d"))
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isCooked)

        let next = try repl()
        next.send(.up)
        #expect(next.waitForLastLine("unroll> a * 20"))
    }

    @Test("Tab completes built-ins and names of one's own") func tabCompletes() throws {
        let session = try repl()
        session.send("temperature = 4", .enter)
        #expect(session.waitForPrompt(after: "4"))
        session.send("temp", .tab)
        #expect(session.waitForLastLine("unroll> temperature"))
        session.send(" + simpl", .tab)
        #expect(session.waitForLastLine("unroll> temperature + simple_rnn("))
    }

    @Test("Ctrl-C stops a fit, whose finished epochs are kept, and not the program") func ctrlCStopsAFit() throws {
        let session = try repl()
        for line in BadScreenTests.endless.split(separator: "\n") { session.send(KeyName(String(line)), .enter) }
        #expect(session.wait { ($0.epoch ?? 0) >= 2 })
        session.send(.control("c"))
        #expect(session.waitForLine("run: ", " epochs, loss ", "; stopped"))
        #expect(session.waitForPrompt())
        session.send("run.epochs > 1", .enter)
        #expect(session.waitForPrompt(after: "true"))
        session.send(.control("d"))
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isCooked)
    }

    @Test("a line that is not finished goes on, and Ctrl-C gives it up") func aLineThatIsNotFinishedGoesOn() throws {
        let session = try repl()
        session.send("b = [1,", .enter)
        #expect(session.waitForLastLine("   ...>"))
        session.send("2]", .enter, "b", .enter)
        #expect(session.waitForPrompt(after: "[1, 2]"))
        session.send("c = (", .enter)
        #expect(session.waitForLastLine("   ...>"))
        session.send(.control("c"))
        #expect(session.waitForPrompt())
        session.send("b + 1", .enter)
        #expect(session.waitForPrompt(after: "[2, 3]"))
    }
}

extension TerminalSession {
    /// Waits until the prompt is empty; keys of readline mean nothing before.
    fileprivate func waitForPrompt(after line: String? = nil) -> Bool {
        wait { session in
            let shown = session.lines.filter { !$0.isEmpty }
            return shown.last == "unroll>" && (line.map { shown.dropLast().last == $0 } ?? true)
        }
    }

    /// Waits until the lowest line that is not empty is this.
    fileprivate func waitForLastLine(_ text: String) -> Bool { wait { $0.lines.last { !$0.isEmpty } == text } }
}
