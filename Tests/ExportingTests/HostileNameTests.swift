import Display
import Foundation
import Language
import TestKit
import Testing

@testable import Exporting
@testable import Notebook

/// A notebook's name and its heading go into every format, and are text there, whatever they hold.
@Suite struct HostileNameTests {
    private func exhibit(_ name: String) -> Exhibit {
        let heading = name.split(whereSeparator: \.isNewline).joined(separator: " ")
        return Sample.exhibit("# \(heading)\n\n```unroll\n\"x\"\n```\n", name: name)
    }

    @Test("Jupyter's file is JSON that has the name as its title", arguments: HostileNames.all)
    func jupyter(_ name: String) throws {
        let text = JupyterNotebook(Sample.exhibit("```unroll\n1\n```\n", name: name)).text
        let file = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let metadata = try #require(file["metadata"] as? [String: Any])
        let title = metadata["title"] as? String
        #expect(HostileNames.withoutMarks(title) == HostileNames.withoutMarks(Text.visible(name)))
        #expect((file["cells"] as? [Any])?.count == 1)
        #expect(throws: Never.self) {
            try JSONSerialization.jsonObject(with: Data(JupyterNotebook(exhibit(name)).text.utf8))
        }
    }

    @Test("a page is XML with the name at its foot and no element that the name makes", arguments: HostileNames.all)
    func html(_ name: String) throws {
        let plain = try Page(HTMLPage(Sample.exhibit("# Title\n\n```unroll\n\"x\"\n```\n", name: "plain")).text)
        let page = try Page(HTMLPage(exhibit(name)).text)
        let foot = try #require(try page.texts("footer").first)
        #expect(foot.hasSuffix(", seed 1"))
        let isPlain = name.unicodeScalars.allSatisfy {
            Text.visible(String($0)) == String($0) && Markup.escaped(String($0)) != "\u{FFFD}"
        }
        if isPlain { #expect(HostileNames.withoutMarks(foot) == HostileNames.withoutMarks("\(name), seed 1")) }
        #expect(try page.texts("script").isEmpty)
        for element in ["title", "style", "footer", "section", "main", "body"] {
            #expect(try page.texts(element).count == plain.texts(element).count)
        }
    }

    @Test("a recording is lines of JSON that have the name as their title", arguments: HostileNames.all)
    func cast(_ name: String) throws {
        let text = Asciicast(Sample.exhibit("```unroll\n1\n```\n", name: name)).text
        let lines = try text.split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) }
        let title = (lines.first as? [String: Any])?["title"] as? String
        #expect(HostileNames.withoutMarks(title) == HostileNames.withoutMarks(Text.visible(name)))
        #expect(lines.dropFirst().allSatisfy { ($0 as? [Any])?.count == 3 })
    }

    @Test("prose stays prose in a script, and a program stays a program", arguments: HostileNames.all)
    func script(_ name: String) throws {
        let prose = exhibit(name).cells.filter { $0.kind == .prose }
        let text = Script.text(exhibit(name).cells, seed: 1)
        let read = Session(Document(script: Array(text.utf8)), builtins: Builtins([])).cells
        #expect(read.filter { $0.kind == .code }.map(\.source) == ["\"x\""])
        #expect(read.filter { $0.kind == .prose }.count == prose.count)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["\"x\""])
    }
}
