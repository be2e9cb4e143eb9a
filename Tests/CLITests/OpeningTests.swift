import Glibc
import TerminalKit
import Testing

/// A notebook of others' computes nothing until that is asked for, and then reads and writes only where it may.
struct OpeningTests {
    let folder = Folder()

    private func facts(of name: String) -> String {
        var facts = stat()
        stat(folder.path + "/" + name, &facts)
        return "\(facts.st_size) \(facts.st_mtim.tv_sec) \(facts.st_mtim.tv_nsec) \(facts.st_ino)"
    }

    @Test("opening, moving about and quitting runs nothing and writes nothing but the swap file")
    func openingRunsNothing() throws {
        try folder.notebook(
            "n.unroll.md", "save([[1, 2]], \"written\")", "1 + 1", "fit(gru(500), window(range(9999), length = 99))")
        let before = facts(of: "n.unroll.md")
        let session = try folder.screen("open", "--allow-write", "n.unroll.md")
        #expect(session.waitForNotebook())
        #expect(folder.names == [".n.unroll.md.swap", "n.unroll.md"])
        session.send("j", "j", "k", "G", "gg", "w", "w", "?")
        #expect(session.wait(for: "filter:"))
        session.send(.escape)
        #expect(session.waitForNotebook())
        session.send("j", "s")
        #expect(session.wait(for: "nothing to look into"))
        session.resize(80, 24)
        #expect(session.waitForLayout())
        #expect(session.hasLine("save([[1, 2]]") && !session.hasLine("ok 1"))
        #expect(folder.names == [".n.unroll.md.swap", "n.unroll.md"])
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.names == ["n.unroll.md"])
        #expect(facts(of: "n.unroll.md") == before)
    }

    @Test(
        "a file outside is read once its folder is named, with each command",
        arguments: ["run", "check", "export", "repl"])
    func readingOutside(command: String) throws {
        let other = Folder()
        try other.write("secret.csv", "x\n4711\n4712\n")
        let cell = "load(\"\(other.path)/secret.csv\").x"
        try folder.notebook("n.unroll.md", cell + "\nrun = fit(dense(1), window([1, 2, 3], length = 1), epochs = 1)")
        func ran(_ options: String...) throws -> String {
            var words = [command] + options
            if command != "repl" { words.append("n.unroll.md") }
            if command == "export" { words += ["--to", "keras"] }
            let program = try Program.run(
                ["unroll"] + words, input: command == "repl" ? cell + "\n" : "", folder: folder.path)
            return program.output + program.errors
        }
        let refused = try ran()
        #expect(refused.contains("lies outside what this notebook may read"))
        #expect(refused.contains("to allow it: unroll \(command) --allow-read \(other.path)"))
        #expect(!refused.contains("4711"))
        #expect(!(try ran("--allow-read", other.path)).contains("lies outside"))
        #expect(try ran("--allow-read", "nowhere").contains("--allow-read takes a folder"))
    }

    @Test("writing needs to be allowed, by an option or on the screen") func writing() throws {
        try folder.notebook("n.unroll.md", "save([[1, 2]], \"m\")")
        let refused = try folder.unroll("run", "n.unroll.md")
        #expect(refused.ending == .status(2))
        #expect(refused.output.contains("to allow it in the notebook's folder: unroll run --allow-write n.unroll.md"))
        #expect(folder.names == ["n.unroll.md"])
        #expect(try folder.unroll("run", "--allow-write", "n.unroll.md").ending == .status(0))
        #expect(folder.names == ["m.csv", "n.unroll.md"])
        let session = try folder.screen("open", "n.unroll.md")
        #expect(session.waitForNotebook())
        session.run(cell: 1)
        #expect(session.wait(for: "or start with: unroll open --allow-write n.unroll.md"))
        session.send(":allow write", .enter)
        #expect(session.wait(for: "Cells may write"))
        session.run(cell: 1)
        #expect(session.wait(for: "saved m.csv: 2 lines"))
    }

    @Test("a pipe and a device in the folder stop nobody", arguments: ["run", "check"])
    func pipes(command: String) throws {
        mkfifo(folder.path + "/pipe.csv", 0o644)
        symlink("/dev/zero", folder.path + "/zero.csv")
        try folder.notebook("n.unroll.md", "load(\"zero.csv\")")
        try folder.notebook("m.unroll.md", "load(\"pipe.csv\")")
        #expect(try folder.unroll(command, "n.unroll.md").output.contains("lies outside what this notebook may read"))
        #expect(try folder.unroll(command, "m.unroll.md").output.contains("\"pipe.csv\" is not a regular file"))
    }

    @Test("a cell that takes longer than it may is stopped, and the status tells it", arguments: ["run", "check"])
    func timeLimit(command: String) throws {
        try folder.notebook(
            "n.unroll.md", "fit(gru(8) |> dense(1), window(range(2000), length = 50), epochs = 1000000)", "1 + 1")
        let program = try folder.unroll(command, "--time-limit", "0.5", "n.unroll.md")
        #expect(program.ending == .status(124))
        #expect(program.output.contains(command == "run" ? "a cell took longer than 0.5 s" : "a cell took too long"))
        #expect(try folder.unroll(command, "--time-limit", "0", "n.unroll.md").ending == .status(3))
    }

    @Test(
        "a size beyond the memory limit is refused in words, and nothing is taken",
        arguments: [
            "zeros(90000, 1000)", "tensor(window(range(100000), length = 50000))",
            "tensor([range(20000)]) + transpose(tensor([range(20000)]))",
            "transpose(tensor([range(20000)])) @ tensor([range(20000)])",
            "fit(gru(units = 1e12), window(range(50), length = 5))", "one_hot(range(9000), classes = 9001)",
            "fit(gru(20000), window(range(50), length = 5))", "adding_task(length = 1000, count = 9000)",
        ])
    func memoryLimit(source: String) throws {
        try folder.notebook("n.unroll.md", source)
        let program = try folder.unroll("run", "--memory-limit", "200MB", "n.unroll.md")
        #expect(program.ending == .status(2), "\(program.errors)")
        #expect(program.output.contains(" of memory"), "\(program.output)")
        #expect(try folder.unroll("run", "--memory-limit", "much", "n.unroll.md").ending == .status(3))
        let small = try folder.unroll("run", "--memory-limit", "1MB", "n.unroll.md")
        #expect(small.ending == .status(3) && small.errors.contains("--memory-limit takes 64MB or more"))
    }
}
