import Testing

@testable import Display

/// Prose of a notebook from anywhere, as HTML.
@Suite struct MarkdownHTMLTests {
    private func html(_ source: String) -> String { Markdown(source).html() }

    @Test("blocks and words") func blocksAndWords() {
        #expect(html("# A *b*") == "<h1>A <em>b</em></h1>\n")
        #expect(html("- [x] done\n- [ ] not").contains("type=\"checkbox\" checked=\"\" disabled=\"\""))
        #expect(html("|a|b|\n|-|-:|\n|1|~2~|").contains("<td style=\"text-align: right\"><del>2</del></td>"))
        #expect(html("```r\na < b\n```") == "<pre><code class=\"language-r\">a &lt; b\n</code></pre>\n")
    }

    @Test("tags are left out, their words stay") func tagsAreLeftOut() {
        #expect(html("a <b onclick=\"x()\">bold</b> word") == "<p>a bold word</p>\n")
        #expect(html("<script>alert(1)</script>") == "<p>alert(1)</p>\n")
        #expect(html("<!-- secret -->\n\nseen") == "<p>seen</p>\n")
        #expect(html("one<br>two") == "<p>one<br />\ntwo</p>\n")
        #expect(html("<details><summary>more</summary>\n\nhidden\n\n</details>") == "<p>more</p>\n<p>hidden</p>\n")
    }

    @Test(
        "a link to a program leads nowhere",
        arguments: [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&#58;alert(1)", "<java\tscript:alert(1)>",
            "vbscript:x", "data:text/html,<b>", "java$script:alert(1)$", "javascript\u{F003A}alert(1)",
        ])
    func aLinkToAProgram(address: String) {
        for text in ["[a](\(address))", "![a](\(address))", "<\(address)>", "[a]\n\n[a]: \(address)"] {
            let scheme = html(text).lowercased().split(separator: "href=\"").dropFirst().map {
                $0.prefix { $0 != "\"" && $0 != ":" }
            }
            for start in scheme {
                #expect(!["javascript", "vbscript", "data"].contains(String(start)), "\(html(text))")
            }
            #expect(!html(text).contains("<img"))
        }
    }

    @Test("a picture that lies elsewhere is a link to it") func aPictureIsALink() {
        #expect(
            html("![a *cat*](https://x.org/a.png)")
                == "<p><a href=\"https://x.org/a.png\">picture: a <em>cat</em></a></p>\n")
        #expect(html("[![](a.png)](https://x.org)") == "<p><a href=\"https://x.org\"><em>picture</em></a></p>\n")
        #expect(
            html("![dot](data:image/png;base64,AAAA)")
                == "<p><img src=\"data:image/png;base64,AAAA\" alt=\"dot\" /></p>\n")
    }

    @Test("formulas keep their marks, in text and in addresses") func formulasKeepTheirMarks() {
        #expect(html("so $a_1 < b_2 & c*d*e$ holds") == "<p>so $a_1 &lt; b_2 &amp; c*d*e$ holds</p>\n")
        #expect(html("[a](x?$p_1=2$)") == "<p><a href=\"x?%24p%5F1%3D2%24\">a</a></p>\n")
    }

    @Test("the first heading, in words") func theFirstHeading() {
        #expect(Markdown("```\n# code\n```\n\nA *b* `c` $d_1$\n===\n\n# other").heading == "A b c $d_1$")
        #expect(Markdown("words\n\n> # quoted").heading == nil)
    }

    @Test("control characters are seen as such") func controlCharacters() {
        #expect(html("a\u{1B}[31mb\u{0}c\u{FFFF}") == "<p>a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}</p>\n")
    }
}
