import Foundation
import FoundationXML
import TestKit
import Testing

@testable import Display

/// Text in HTML, XML and SVG, as an XML parser reads it.
@Suite struct MarkupTests {
    @Test("a parser reads every text back, between tags and in an attribute", arguments: HostileNames.all)
    func aParserReadsItBack(_ name: String) throws {
        let escaped = Markup.escaped(name)
        let document = try XMLDocument(xmlString: "<p title=\"\(escaped)\"><b>\(escaped)</b></p>")
        let root = try #require(document.rootElement())
        #expect(root.childCount == 1 && root.children?.first?.name == "b")
        let allowed = name.unicodeScalars.map { scalar -> Unicode.Scalar in
            // Between two pictures a joiner is needed; by itself it is not.
            if scalar == "\u{200D}" { return scalar }
            return switch Markup.escaped(String(scalar)) {
            case "\u{FFFD}": "\u{FFFD}"
            case "·": "·"
            default: scalar
            }
        }
        #expect(HostileNames.withoutMarks(root.stringValue) == allowed.filter { $0 != "\u{FEFF}" })
    }

    @Test("what XML or HTML does not hold, and what is not seen, is marked")
    func whatIsNotHeld() {
        #expect(
            Markup.escaped("a\u{1}\r\u{85}\u{FFFE}\u{202E}\u{2066}b\tc\n")
                == "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}··b\tc\n")
        #expect(Markup.escaped("a\u{200B}b\u{E0041}c \u{1F469}\u{200D}\u{1F52C}") == "a·b·c \u{1F469}\u{200D}\u{1F52C}")
        #expect(Markup.escaped("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;")
    }

    @Test("a figure of any title is one SVG image with that title", arguments: HostileNames.all)
    func figures(_ name: String) throws {
        let figure = Figure(name, say: name, height: 10)
        for place in [Figure.Place.page, .alone] {
            let root = try #require(try XMLDocument(xmlString: figure.svg(place)).rootElement())
            #expect(root.name == "svg")
            #expect(try root.nodes(forXPath: ".//*[local-name()='script']").isEmpty)
            #expect(try root.nodes(forXPath: ".//*[local-name()='title']").count == 1)
        }
    }
}
