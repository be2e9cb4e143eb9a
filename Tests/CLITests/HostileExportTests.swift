import Foundation
import TerminalKit
import TestKit
import Testing

/// A notebook may have any name that a file can have, and is exported all the same. Fixtures of ExportingTests have a
/// script that lets Python read the results.
struct HostileExportTests {
    let folder = Folder()

    @Test("every export of a notebook of any name can be read", arguments: HostileNames.files)
    func everyExport(_ name: String) throws {
        let file = "./" + name + ".unroll.md"
        try folder.write(
            file, "```unroll\nrun = fit(simple_rnn(2) |> dense(1), window([1, 2, 3, 4], length = 2), epochs = 1)\n```\n"
        )
        for target in ["ipynb", "cast", "html", "script", "keras"] {
            let program = try folder.unroll("export", file, "--to", target, "-o", "out." + target)
            #expect(program.ending == .status(0), "\(program.errors)")
        }
        let notebook = try JSONSerialization.jsonObject(with: Data(folder.bytes("out.ipynb"))) as? [String: Any]
        let title = (notebook?["metadata"] as? [String: Any])?["title"] as? String
        #expect(title?.hasSuffix(".unroll.md") == true)
        for line in folder.read("out.cast").split(separator: "\n") {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        }
        let script = folder.read("out.keras")
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let words = try PythonLiteral.read(lines[1...4].joined(separator: "\n"))
        #expect(words.starts(with: "`run` of \(name).unroll.md for Keras 3".unicodeScalars))
        #expect(lines.contains("data = load(Path(__file__).with_name(\"out.keras.safetensors\"))"))
    }

    @Test(
        "the files of a Keras script have the notebook's name, or the reason why not is said",
        arguments: HostileNames.files)
    func kerasNames(_ name: String) throws {
        let file = "./" + name + ".unroll.md"
        try folder.write(
            file, "```unroll\nrun = fit(simple_rnn(2) |> dense(1), window([1, 2, 3, 4], length = 2), epochs = 1)\n```\n"
        )
        let program = try folder.unroll("export", file, "--to", "keras")
        let made = folder.names.count
        if program.ending == .status(3) {
            #expect(program.errors.contains("file name too long"))
            return
        }
        #expect(program.ending == .status(0) && made >= 3)
    }
}
