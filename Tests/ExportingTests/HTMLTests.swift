import Base
import Display
import Foundation
import Testing

@testable import Exporting

/// The page as an XML parser reads it.
@Suite struct HTMLTests {
    @Test("prose, coloured cells, outputs and a plot") func proseCellsAndOutputs() throws {
        let page = try Page(HTMLPage(Sample.exhibit(Sample.fit)).text)
        #expect(try page.texts("title").first == "A fit")
        #expect(try page.texts("h1") == ["A fit"])
        #expect(
            try page.texts("p", class: "label").map { $0.split(separator: ":")[0] } == [
                "cell 1 fit stale", "cell 2 shown, not run", "cell 3 stale",
            ])
        #expect(
            try page.texts("pre", class: "source") == [
                "# a comment\nrun = fit(net, epochs = 3, name = \"a\")", "never(1)", "hidden(2)",
            ])
        #expect(try page.texts("span", class: "comment") == ["# a comment"])
        #expect(try page.texts("span", class: "function") == ["fit", "never", "hidden"])
        #expect(try page.texts("span", class: "argument") == ["epochs", "name"])
        #expect(try page.texts("pre", class: "error") == ["error: there is nothing called `hidden`\n  cell 3, line 1"])
        #expect(try page.texts("summary") == ["as text", "record history: 3 rows", "source"])
        #expect(try page.texts("svg").count == 1)
        #expect(try page.texts("text").contains("validation"))
        #expect(try page.texts("footer") == ["n.unroll.md, seed 7"])
    }

    @Test("nothing is asked for from elsewhere, and there is no program in it") func nothingFromElsewhere() throws {
        for (name, bytes) in Sample.hostiles {
            let text = HTMLPage(Sample.exhibit(bytes, name: name)).text
            let page = try Page(text)
            for element in ["script", "img", "link", "iframe", "object", "embed", "base", "form", "image", "use"] {
                #expect(try page.texts(element).isEmpty)
            }
            #expect(try page.attributes("*").allSatisfy { !$0.lowercased().hasPrefix("javascript:") })
            #expect(try page.attributes("src").isEmpty && !text.contains("@import") && !text.contains("url("))
            #expect(try page.attributes("onerror").isEmpty)
            #expect(
                try page.attributes("content").contains(
                    "default-src 'none'; style-src 'unsafe-inline'; img-src data:"))
            #expect(!text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") })
        }
    }

    @Test("what a file holds is shown as it is") func whatAFileHoldsIsShown() throws {
        let page = try Page(HTMLPage(Sample.exhibit(Sample.hostile)).text)
        #expect(
            try page.texts("pre", class: "source")[0].contains("\"</code></pre><script>alert(5)</script>\" & ']]>'"))
        #expect(try page.texts("pre", class: "output")[0] == "</pre><script>alert(6)</script> & \"quotes\" ]]> ·")
        #expect(try page.texts("pre", class: "source")[1] == "")
        #expect(try page.texts("pre", class: "error")[0].hasPrefix("cell 3 holds both sides of a merge"))
        #expect(try page.texts("pre", class: "source")[3].count == 4000 * 14)
        #expect(try page.texts("div", class: "prose").last?.contains("unclosed\u{FFFD}\u{FFFD}") == true)
    }

    @Test("an empty notebook is a page with its name") func anEmptyNotebook() throws {
        let page = try Page(HTMLPage(Sample.exhibit("", name: "empty.md")).text)
        #expect(try page.texts("title") == ["empty.md"])
    }

    @Test("letters stand out against the page, light and dark") func lettersStandOut() throws {
        let style = HTMLStyle.text
        let blocks = style.split(separator: "{").filter { $0.contains("--paper:") }
        #expect(blocks.count == 2)
        for block in blocks {
            let pairs = block.prefix { $0 != "}" }.split(separator: ";").compactMap { pair -> (String, Double)? in
                guard let hash = pair.firstIndex(of: "#"), pair.hasPrefix("--") else { return nil }
                return (String(pair.dropFirst(2).prefix { $0 != ":" }), luminance(pair[hash...]))
            }
            let all = Dictionary(uniqueKeysWithValues: pairs)
            for ground in ["paper", "ground"] {
                for ink in ["ink", "soft", "function", "number", "text", "fault"] {
                    let (a, b) = (try #require(all[ink]), try #require(all[ground]))
                    #expect((max(a, b) + 0.05) / (min(a, b) + 0.05) >= 4.5, "\(ink) on \(ground)")
                }
            }
        }
    }

    @Test("lines and marks stand out against the page, light and dark", arguments: [false, true])
    func linesStandOut(isDark: Bool) {
        let ground = luminance(isDark ? "#15181c" : "#ffffff")
        let colours = Figure.colours(isDark: isDark).split(separator: "}").map { $0.suffix(7) }
        #expect(colours.count == 8 && Set(colours).count == 8)
        for colour in colours {
            let ink = luminance(colour)
            #expect((max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 3, "\(colour)")
        }
    }

    /// Relative luminance as in WCAG 2.
    private func luminance(_ hex: Substring) -> Double {
        let parts = [1, 3, 5].map { place -> Double in
            let start = hex.index(hex.startIndex, offsetBy: place)
            let share = Double(Int(hex[start..<hex.index(start, offsetBy: 2)], radix: 16) ?? 0) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

}
