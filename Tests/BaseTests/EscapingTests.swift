import Base
import Foundation
import TestKit
import Testing

/// What each language's own reader makes of an escaped text is the text again, whatever it holds.
@Suite struct EscapingTests {
    @Test("JSON reads back every text, from one line of printable characters", arguments: HostileNames.all)
    func json(_ name: String) throws {
        let text = JSONText.quoted(name)
        let read = try JSONSerialization.jsonObject(with: Data("[\(text)]".utf8)) as? [String]
        #expect(HostileNames.withoutMarks(read?.first) == HostileNames.withoutMarks(name))
        #expect(
            !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0 == "\u{2028}" })
    }

    @Test("JSON is written as the standard has it") func jsonAsWritten() {
        #expect(JSONText.quoted("a\u{202E}b\u{200B}\u{E0041}") == #""a\u202eb\u200b\udb40\udc41""#)
        #expect(JSONText.quoted("a\"\\\n\r\t\u{2028}\u{7F}é") == #""a\"\\\n\u000d\u0009\u2028\u007fé""#)
    }

    @Test("a shell reads every text back as one word", arguments: HostileNames.all)
    func shell(_ name: String) throws {
        let folder = FileManager.default.temporaryDirectory.path
        let script = "printf '%s\\0' \(ShellText.quoted(name)) end"
        for arguments in [["-n", "-c", script], ["-c", script]] {
            let shell = Process()
            let (output, errors) = (Pipe(), Pipe())
            shell.executableURL = URL(fileURLWithPath: "/bin/sh")
            (shell.arguments, shell.standardOutput, shell.standardError) = (arguments, output, errors)
            shell.currentDirectoryURL = URL(fileURLWithPath: folder)
            try shell.run()
            let bytes = output.fileHandleForReading.readDataToEndOfFile()
            #expect(errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
            shell.waitUntilExit()
            #expect(shell.terminationStatus == 0)
            if arguments[0] == "-c" { #expect(Array(bytes) == Array(name.utf8) + [0] + Array("end".utf8) + [0]) }
        }
    }

    @Test("a shell's word is in quotes only where it has to be, and no file is an option") func shellAsWritten() {
        #expect(ShellText.quoted("notes/a-1.unroll.md") == "notes/a-1.unroll.md")
        #expect(ShellText.quoted("") == "''")
        #expect(ShellText.quoted("it's $(x)") == #"'it'\''s $(x)'"#)
        #expect(ShellText.file("-rf") == "./-rf")
        #expect(ShellText.file("--help me") == "'./--help me'")
    }

    @Test("Python reads back every text, from one line", arguments: HostileNames.all)
    func python(_ name: String) throws {
        let literal = PythonText.quoted(name)
        #expect(try PythonLiteral.read(literal) == Array(name.unicodeScalars))
        #expect(try PythonLiteral.read("\"\"\"" + PythonText.escaped(name) + "\"\"\"") == Array(name.unicodeScalars))
        #expect(!literal.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{2028}" || $0 == "\u{202E}" })
    }

    @Test("Python's literals are as its reference has them") func pythonAsWritten() {
        #expect(PythonText.quoted("a\"\"\"\\\n\r\u{202E}\u{10FFFF}é🧠") == #""a\"\"\"\\\n\x0d\u202e\U0010ffffé🧠""#)
    }

    @Test("every text gives a Python variable of its own: letters, digits and _, and no keyword")
    func pythonNames() {
        var names = PythonNames(reserved: ["x", "data"])
        let taken = (HostileNames.all + ["x", "data", "gru", "gru", "gru_2", "class", "match", "print"]).map {
            names.take($0)
        }
        #expect(Set(taken).count == taken.count)
        for name in taken {
            #expect(name.utf8.first.map { !(48...57).contains($0) } == true)
            #expect(
                name.utf8.allSatisfy {
                    $0 == 95 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                })
        }
        #expect(Set(taken).isDisjoint(with: ["x", "data", "class", "match", "print", "lambda", "None"]))
        #expect(taken.suffix(8) == ["x_2", "data_2", "gru", "gru_2", "gru_2_2", "class_2", "match_2", "print_2"])
    }

    @Test("a reader of CSV gets every text back as one cell", arguments: HostileNames.all)
    func csv(_ name: String) {
        let line = Array((CSVText.cell(name) + ",end").utf8)
        let isQuoted = line.first == UInt8(ascii: "\"")
        var (cells, at, isInside): ([[UInt8]], Int, Bool) = ([[]], 0, isQuoted)
        if isQuoted { at = 1 }
        while at < line.count {
            let isQuote = line[at] == UInt8(ascii: "\"")
            if isInside, isQuote, at + 1 < line.count, line[at + 1] == line[at] {
                cells[cells.count - 1].append(line[at])
                at += 1
            } else if isInside, isQuote {
                isInside = false
            } else if !isInside, line[at] == UInt8(ascii: ",") {
                cells.append([])
            } else {
                #expect(isInside || ![10, 13, 34].contains(line[at]))
                cells[cells.count - 1].append(line[at])
            }
            at += 1
        }
        #expect(cells == [Array(name.utf8), Array("end".utf8)])
    }
}
