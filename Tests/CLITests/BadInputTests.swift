import TerminalKit
import Testing

/// What a user gets who hands over the wrong thing: a sentence, a status, and every byte of his files.
struct BadInputTests {
    let folder = Folder()

    @Test("a missing file is told by name", arguments: ["run", "check"])
    func aMissingFileIsToldByName(command: String) throws {
        let program = try folder.unroll(command, "nowhere.unroll.md")
        #expect(program.ending == .status(3))
        #expect((program.output + program.errors).contains("nowhere.unroll.md"))
    }

    @Test("a folder is not a notebook") func aFolderIsNotANotebook() throws {
        let program = try folder.unroll("run", folder.path)
        #expect(program.ending == .status(3))
        #expect((program.output + program.errors).contains("folder"))
    }

    @Test("a binary file is refused and left alone") func aBinaryFileIsRefusedAndLeftAlone() throws {
        let bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3, 0xFF, 0xFE]
        try folder.write("program", bytes: bytes)
        let program = try folder.unroll("run", "--write", "program")
        #expect(program.ending == .status(3))
        #expect(folder.bytes("program") == bytes)
    }

    @Test("broken UTF-8 in prose is kept byte for byte when outputs are written")
    func brokenUtf8InProseIsKeptByteForByteWhenOutputsAreWritten() throws {
        let prose: [UInt8] = Array("caf".utf8) + [0xE9, 0xFF] + Array(" au lait\n\n".utf8)
        let cell = Array("```unroll\n1 + 2\n```\n".utf8)
        try folder.write("n.md", bytes: prose + cell)
        let program = try folder.unroll("run", "--write", "n.md")
        #expect(program.ending == .status(0))
        let written = folder.bytes("n.md")
        #expect(Array(written.prefix(prose.count + cell.count)) == prose + cell)
        #expect(String(decoding: written, as: UTF8.self).contains("\n3\n"))
    }

    @Test("an unclosed fence is prose") func anUnclosedFenceIsProse() throws {
        let text = "# Unclosed\n\n```unroll\n1 + 2\n"
        try folder.write("n.md", text)
        let program = try folder.unroll("run", "--write", "n.md")
        #expect(program.ending == .status(0))
        #expect(folder.read("n.md") == text)
    }

    @Test("text in a column of numbers is told with its lines") func textInAColumnOfNumbersIsToldWithItsLines() throws {
        let rows = (1...40).map { $0 == 17 ? "\($0),hot" : "\($0),\($0 % 9)" }.joined(separator: "\n")
        try folder.write("days.csv", "day,temp\n" + rows + "\n")
        try folder.notebook("n.md", "load(\"days.csv\")")
        let program = try folder.unroll("run", "n.md")
        #expect(program.ending == .status(0))
        #expect(program.output.contains("temp"))
        #expect(program.output.contains("18"), "the line of the file is named")
    }

    @Test(
        "a cell that can't be is told under it with status 2",
        arguments: [
            ("window([1, 2, 3], length = 10)", "10"),
            ("gru(units = 0)", "whole number of 1 or more"),
            ("undefined_name + 1", "undefined_name"),
            ("fit(gru(units = 1000000000000) |> dense(1), window([1, 2, 3, 4, 5], length = 2))", "memory"),
        ])
    func aCellThatCantBeIsToldUnderItWithStatus2(source: String, words: String) throws {
        try folder.notebook("n.md", source)
        let program = try folder.unroll("run", "n.md")
        #expect(program.ending == .status(2))
        #expect(program.output.contains("error: "))
        #expect(program.output.contains(words))
        #expect(program.output.contains("^"))
    }

    @Test("an endless line is answered in a few lines") func anEndlessLineIsAnsweredInAFewLines() throws {
        try folder.notebook("n.md", "x = " + String(repeating: "1 + ", count: 500_000) + "y")
        let program = try folder.unroll("run", "n.md")
        #expect(program.ending == .status(2))
        #expect(program.output.contains("error: "))
    }

    @Test("a command line that does not exist is status 3") func aCommandLineThatDoesNotExistIsStatus3() throws {
        #expect(try folder.unroll("fly").ending == .status(3))
        #expect(try folder.unroll("run").ending == .status(3))
        #expect(try folder.unroll("run", "--fast", "n.md").ending == .status(3))
    }

    @Test("help is no error") func helpIsNoError() throws {
        let program = try folder.unroll("--help")
        #expect(program.ending == .status(0))
        #expect(program.output.contains("USAGE"))
    }

    @Test("without a terminal the screen is not opened and the runner is named")
    func withoutATerminalTheScreenIsNotOpenedAndTheRunnerIsNamed() throws {
        try folder.notebook("n.md", "1 + 2")
        let program = try folder.unroll("open", "n.md")
        #expect(program.ending == .status(3))
        #expect(program.errors.contains("unroll run"))
    }
}
