import Glibc
import TerminalKit
import Testing

/// Programs that take more memory than they may: answered in words, never by the end of the program.
struct MemoryTests {
    let folder = Folder()

    @Test("every function that takes a long list ends in a value or in words") func everyFunction() throws {
        let names = try functionNames()
        #expect(names.count > 80, "help() lists the functions: \(names)")
        let lines = ["x = range(1500000)"] + names.map { "\($0)(x)" } + ["x[1500000] + 1"]
        let found = try folder.unroll(
            "repl", "--memory-limit", "220MB", input: lines.joined(separator: "\n") + "\n")
        #expect(found.ending == .status(0))
        // What the values before it show is kept, so that the memory may be used up; the list is what it was.
        #expect(found.output.hasSuffix("\n1500001\n"), "\(found.output.suffix(500))")
        #expect(found.output.contains("error: `unique` would need "))
        #expect(found.output.contains("error: `shuffle` would need "))
    }

    /// As `help()` lists them: two blanks, the name, its sentence.
    private func functionNames() throws -> [String] {
        let page = try folder.unroll("repl", input: "help()\n").output
        return page.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return nil }
            let words = line.split(separator: " ")
            guard words.count > 1, let name = words.first,
                name.allSatisfy({ $0.isLowercase || $0.isNumber || $0 == "_" })
            else { return nil }
            return String(name)
        }
    }

    @Test(
        "what grows from line to line is refused at the line that is too much",
        arguments: [
            ("x = ones(4000000)\n" + String(repeating: "x = concat(x, x)\n", count: 6), "`concat` would need "),
            ("x = ones(4000000)\n" + String(repeating: "x = stack(x, x)\n", count: 6), "`stack` would need "),
            (
                "x = ones(4000000)\n" + String(repeating: "x = x + 1\n", count: 3)
                    + "y = [x, x, x, x, x, x, x, x, x, x, x, x]\ntensor(y)", "`tensor` would need "
            ),
            ("x = [1]\n" + String(repeating: "x = [x, x]\n", count: 60), "a list may hold 50 million values"),
            (
                "fit(dense(1), examples([[1], [2]], [1, 2], vectors = true), epochs = 1e9)",
                "a fit takes at most 1000000 epochs"
            ),
        ])
    func growing(program: String, words: String) throws {
        try folder.notebook("n.unroll.md", program)
        let found = try folder.unroll("run", "--no-log", "--memory-limit", "160MB", "n.unroll.md")
        #expect(found.ending == .status(2))
        #expect(found.output.contains("error: \(words)"), "\(found.output)")
    }

    @Test("a notebook that the memory does not suffice for is not opened", arguments: ["run", "check", "open"])
    func notebooks(command: String) throws {
        let prose = String(repeating: "Some prose, of which there is a lot.\n\n", count: 400_000)
        try folder.write("n.unroll.md", prose + "```unroll\n1\n```\n")
        let session = try folder.screen(command, "--memory-limit", "100MB", "n.unroll.md")
        #expect(session.waitForEnd() == .status(3))
        #expect(session.text.contains("there is not enough memory for it"), "\(session.text)")
    }

    @Test("a table as large as a quarter of the limit is read, and a larger one refused") func tables() throws {
        let rows = (0..<1_500_000).map { "\($0),\($0 % 7)" }.joined(separator: "\n")
        try folder.write("numbers.csv", "a,b\n" + rows + "\n")
        try folder.notebook("n.unroll.md", "count(load(\"numbers.csv\"))")
        let read = try folder.unroll("run", "--memory-limit", "250MB", "n.unroll.md")
        #expect(read.ending == .status(0) && read.output.contains("1500000"), "\(read.output)")
        let refused = try folder.unroll("run", "--memory-limit", "64MB", "n.unroll.md")
        #expect(refused.ending == .status(2))
        #expect(refused.output.contains("memory"), "\(refused.output)")
    }
}
