import Glibc
import TerminalKit
import TestKit
import Testing

/// Names of files that are not text, and files with several names.
struct FileNameTests {
    let folder = Folder()

    private func shell(_ script: String) throws -> Program {
        try Program.run(
            ["sh", "-c", script, try Program.path(of: "unroll")], environment: Repository.data, folder: folder.path)
    }

    @Test(
        "a name that is not UTF-8 is refused in words that name it",
        arguments: ["", "run", "check", "export --to html", "repl"])
    func notUTF8(_ command: String) throws {
        let program = try shell(
            "name=$(printf 'caf\\351.unroll.md'); printf '# Test\\n' > \"$name\"; \"$0\" \(command) \"$name\" </dev/null"
        )
        #expect(program.ending == .status(3) && program.output == "")
        #expect(
            program.errors
                == "unroll: caf\\xE9.unroll.md is not UTF-8, and unroll opens only files whose names are; rename it\n")
    }

    @Test("a folder with such a notebook in it is not checked in silence") func inAFolder() throws {
        try folder.notebook("n.unroll.md", "1")
        #expect(try folder.unroll("run", "--write", "n.unroll.md").ending == .status(0))
        let program = try shell("printf '# Test\\n' > \"$(printf 'caf\\351.unroll.md')\"; \"$0\" check .")
        #expect(program.ending == .status(3))
        #expect(program.output.contains("cannot open ./caf\u{FFFD}.unroll.md: its name is not UTF-8; rename it\n"))
    }

    @Test("in a folder whose name is not UTF-8 a notebook is run and saved") func aFolderThatIsNot() throws {
        let program = try shell(
            "d=$(printf 'd\\351'); mkdir \"$d\"; cd \"$d\"; printf '```unroll\\n6 * 7\\n```\\n' > n.unroll.md;"
                + " \"$0\" run --write n.unroll.md; echo $?; cat n.unroll.md; ls -A")
        #expect(program.output.contains("\n0\n"))
        #expect(program.output.contains("\n```text\n42\n```\n"))
        #expect(!program.output.contains(".saving"))
    }

    @Test("outputs are saved into a notebook that has two names, and both have them") func twoNames() throws {
        try folder.notebook("n.unroll.md", "6 * 7")
        #expect(link(folder.path + "/n.unroll.md", folder.path + "/same.md") == 0)
        #expect(try folder.unroll("run", "--write", "--no-log", "n.unroll.md").ending == .status(0))
        #expect(folder.read("n.unroll.md").contains("\n42\n"))
        #expect(folder.bytes("same.md") == folder.bytes("n.unroll.md"))
        #expect(folder.names == ["n.unroll.md", "same.md"])
    }

    @Test("a swap file that is removed from under an open notebook comes back by itself, and that is said")
    func theSwapFileComesBack() throws {
        try folder.notebook("n.unroll.md", "1")
        let session = try folder.screen("n.unroll.md")
        #expect(session.wait(for: "Test"))
        #expect(folder.names.contains(".n.unroll.md.swap"))
        unlink(folder.path + "/.n.unroll.md.swap")
        #expect(session.wait(for: "the swap file; it is written again"))
        for _ in 0..<1000 where !folder.names.contains(".n.unroll.md.swap") { usleep(5000) }
        #expect(folder.names.contains(".n.unroll.md.swap"))
        session.type(":q!\r")
        #expect(session.waitForEnd(seconds: 10) == .status(0))
        #expect(folder.names == ["n.unroll.md"])
    }
}
