import Glibc
import TerminalKit
import TestKit
import Testing

/// What cannot be printed is not passed over.
struct PrintingTests {
    let folder = Folder()

    static let commands = [
        ["run", "n.unroll.md"], ["run", "--write", "n.unroll.md"], ["check", "n.unroll.md"],
        ["check", "--accept", "n.unroll.md"],
        ["export", "n.unroll.md", "--to", "ipynb"], ["export", "n.unroll.md", "--to", "html"],
        ["export", "n.unroll.md", "--to", "script"], ["export", "n.unroll.md", "--to", "cast"],
        ["export", "n.unroll.md", "--to", "keras"], ["manual"], ["manual", "--man"], ["replay", "n.unroll.md"],
        ["runs", "n.unroll.md"], ["runs", "--csv", "n.unroll.md"], ["repl"], ["repl", "n.unroll.md"], ["--help"],
        ["--version"], ["export", "--help"], ["--generate-completion-script", "bash"],
    ]

    /// Runs `unroll` with these redirections of a shell.
    private func unroll(_ command: [String], _ redirections: String, input: String = ":list\n1 + 1\n") throws -> Program
    {
        try Program.run(
            ["sh", "-c", "\"$0\" \"$@\" \(redirections)", try Program.path(of: "unroll")] + command, input: input,
            environment: Repository.data, folder: folder.path, seconds: 30)
    }

    private func prepare() throws {
        try folder.notebook(
            "n.unroll.md", "1 + 1", "run = fit(simple_rnn(2) |> dense(1), window([1, 2, 3, 4], length = 2), epochs = 1)"
        )
        #expect(try folder.unroll("run", "n.unroll.md").ending == .status(0))
    }

    @Test("a full disk is said, and the status is 3", arguments: commands)
    func fullDisk(_ command: [String]) throws {
        try prepare()
        let program = try unroll(command, ">/dev/full")
        #expect(program.ending == .status(3))
        #expect(program.errors == "unroll: cannot print: the disk is full\n")
    }

    @Test("a closed output is said, and the status is 3", arguments: commands)
    func closedOutput(_ command: [String]) throws {
        try prepare()
        let program = try unroll(command, ">&-")
        #expect(program.ending == .status(3))
        #expect(program.errors == "unroll: cannot print: standard output is closed\n")
    }

    @Test(
        "a reader that has gone ends it without a word",
        arguments: [["manual"], ["export", "n.unroll.md", "--to", "html"]])
    func noReader(_ command: [String]) throws {
        try prepare()
        let program = try Program.run(
            ["bash", "-c", "\"$0\" \"$@\" | true; echo ${PIPESTATUS[0]}", try Program.path(of: "unroll")] + command,
            environment: Repository.data, folder: folder.path, seconds: 30)
        #expect(["0\n", "141\n"].contains(program.output))
        #expect(program.errors == "")
    }

    @Test("outputs are saved although they cannot be printed", arguments: [">/dev/full", ">&-"])
    func outputsAreSaved(_ redirection: String) throws {
        try folder.notebook("n.unroll.md", "6 * 7")
        #expect(try unroll(["run", "--write", "n.unroll.md"], redirection).ending == .status(3))
        #expect(folder.read("n.unroll.md").contains("\n42\n"))
    }

    @Test("line mode keeps unsaved work where it can no longer print") func lineModeKeepsWork() throws {
        try folder.notebook("n.unroll.md", "6 * 7")
        #expect(try unroll(["repl", "n.unroll.md"], ">/dev/full", input: "1 + 1\n2 + 2\n3 + 3\n").ending == .status(3))
        #expect(folder.names == [".n.unroll.md.swap", "n.unroll.md"])
        #expect(folder.read(".n.unroll.md.swap").contains("1 + 1"))
    }

    @Test("line mode without input ends", arguments: [["repl"], ["repl", "n.unroll.md"], ["open", "n.unroll.md"]])
    func withoutInput(_ command: [String]) throws {
        try folder.notebook("n.unroll.md", "1")
        let program = try unroll(command, "<&-")
        #expect(program.ending == .status(command[0] == "open" ? 3 : 0))
    }

    @Test("no file becomes standard output or error because those are closed", arguments: commands)
    func closedDescriptors(_ command: [String]) throws {
        try prepare()
        let before = folder.bytes("n.unroll.md")
        let program = try unroll(command, "<&- >&- 2>&-")
        #expect(program.ending == .status(3) || command[0] == "repl")
        if !command.contains("--write"), !command.contains("--accept") {
            #expect(folder.bytes("n.unroll.md") == before)
        }
        #expect(
            folder.names == ["n.unroll.md"] + (command.contains("keras") ? ["n_keras.py", "n_keras.safetensors"] : []))
    }

    @Test("an export to a file is whole with all three closed") func exportWithAllClosed() throws {
        try prepare()
        #expect(
            try unroll(["export", "n.unroll.md", "--to", "html", "-o", "out.html"], "<&- >&- 2>&-").ending == .status(0)
        )
        #expect(try folder.unroll("export", "n.unroll.md", "--to", "html").output == folder.read("out.html"))
    }

    @Test("a file that may not grow further is said, whole or not at all") func limitedFile() throws {
        try prepare()
        let program = try Program.run(
            [
                "bash", "-c", "ulimit -f 1; \"$0\" manual out.md; echo $?; \"$0\" manual > printed; echo $?",
                try Program.path(of: "unroll"),
            ],
            folder: folder.path)
        #expect(program.output == "3\n3\n")
        #expect(
            program.errors == "unroll: cannot save out.md: the disk is full; the file is as it was\n"
                + "unroll: cannot print: the file is as large as it may be\n")
        #expect(!folder.names.contains("out.md"))
    }
}
