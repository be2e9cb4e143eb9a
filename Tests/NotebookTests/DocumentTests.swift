import Testing

@testable import Notebook

private func sources(_ text: String) -> [String] { Document(text).blocks.filter { $0.kind == .code }.map(\.source) }

// Rule 1

@Test(
    "what is read is written back byte for byte",
    arguments: [
        "", "\n", "\n\n", "words", "# Title\r\n\r\nwords\r\n", "\u{FEFF}# Title\n", "\t\tcode\n", "a\rb\rc",
        "```unroll\na\n```", "```unroll\na", "<!-- unroll 1 seed=3 -->",
        "\u{FEFF}<!-- unroll 1 -->\n```unroll\n```\n\n\n",
        "```unroll\n1\n```\n\n<!-- out src=12345678 -->\n```text\n1\n```\n<!-- /out -->", "> ```unroll\n> a\n> ```\n",
    ])
func whatIsReadIsWrittenBackByteForByte(text: String) {
    #expect(Document(text).text == text)
}

@Test("broken UTF-8 is kept and told") func brokenUTF8IsKeptAndTold() {
    let bytes = Array("ok\n```unroll\n".utf8) + [0xFF, 0xC3, 0x0A] + Array("```\n".utf8)
    let document = Document(bytes)
    #expect(document.bytes == bytes)
    #expect(document.notes == ["line 3 is not valid UTF-8; its bytes are kept, and shown as \u{FFFD}"])
}

@Test("a file without cells is a notebook of prose") func aFileWithoutCellsIsANotebookOfProse() {
    #expect(Document("# Words\n").blocks.map(\.kind) == [.prose])
}

@Test("the first line gives the seed") func theFirstLineGivesTheSeed() {
    #expect(Document("<!-- unroll 1 seed=7 -->\n# Title\n").seed == 7)
    #expect(Document("# Title\n").seed == 1)
}

@Test("the first line is not shown as prose") func theFirstLineIsNotShownAsProse() {
    #expect(Document("<!-- unroll 1 seed=7 -->\n# Title\n").blocks.map(\.source) == ["# Title"])
}

@Test("a newer version of the format is told") func aNewerVersionOfTheFormatIsTold() {
    #expect(Document("<!-- unroll 2 -->\n").notes.count == 1)
}

// Rule 2

@Test("a cell is a fence whose first word is unroll") func aCellIsAFenceWhoseFirstWordIsUnroll() {
    #expect(sources("```unroll\na\n```\n```python\nb\n```\n```text unroll\nc\n```\n```unrolled\nd\n```\n") == ["a"])
}

@Test("tildes, longer fences and indented fences make cells too")
func tildesLongerFencesAndIndentedFencesMakeCellsToo() {
    #expect(
        sources("~~~unroll\na\n~~~\n`````unroll\n```\n`````\n   ```unroll\n   c\n     d\n   ```\n") == [
            "a", "```", "c\n  d",
        ])
}

@Test("fences in lists, quotes, comments and HTML are prose") func fencesInListsQuotesCommentsAndHTMLAreProse() {
    let text = """
        - item
          ```unroll
          a
          ```
        > ```unroll
        > b
        > ```

        <!--
        ```unroll
        c
        ```
        -->

        <div>
        ```unroll
        d
        ```
        </div>

            ```unroll
            e
            ```

        """
    #expect(sources(text).isEmpty)
    #expect(Document(text).text == text)
}

@Test("an unclosed fence is prose, and is told") func anUnclosedFenceIsProseAndIsTold() {
    let document = Document("<!-- unroll 1 -->\n```unroll\na\n```\n\n```unroll\nb\n")
    #expect(document.blocks.map(\.kind) == [.code, .prose])
    #expect(document.notes == ["line 6 opens a cell that no ``` closes; it is kept as prose"])
}

@Test("the words of a fence are options") func theWordsOfAFenceAreOptions() {
    let options = Document("```unroll id=fit check=\"rtol=0.02 atol=1e-3\" skip hide\n```\n").blocks[0].options
    #expect(options.id == "fit")
    #expect(options.check == Tolerance(relative: 0.02, absolute: 0.001))
    #expect(options.isSkipped && options.isHidden)
}

@Test("an option that cannot be read is told and kept") func anOptionThatCannotBeReadIsToldAndKept() {
    let text = "```unroll check=\"rtol=much\"\n```\n"
    #expect(Document(text).notes.count == 1)
    #expect(Document(text).text == text)
}

@Test("a source ends its lines in one way whatever the file does")
func aSourceEndsItsLinesInOneWayWhateverTheFileDoes() {
    #expect(sources("```unroll\r\na\r\n\tb\r\n```\r\n") == ["a\n\tb"])
}

// Rule 3

private let cell = "```unroll\n1\n```\n"
private let region = "<!-- out src=12345678 -->\n```text\n1\n```\n<!-- /out -->\n"

@Test("an output region follows its cell at once or after blank lines")
func anOutputRegionFollowsItsCellAtOnceOrAfterBlankLines() {
    #expect(Document(cell + region).blocks.count == 1)
    #expect(Document(cell + "\n \n" + region).blocks[0].region?.source == "12345678")
}

@Test("a region that does not follow a cell is prose") func aRegionThatDoesNotFollowACellIsProse() {
    #expect(Document(cell + "words\n" + region).blocks.map(\.kind) == [.code, .prose])
    #expect(Document(cell + region + region).blocks.map(\.kind) == [.code, .prose])
}

@Test("a region without an end is prose") func aRegionWithoutAnEndIsProse() {
    #expect(Document(cell + "<!-- out src=1 -->\nwords\n").blocks.map(\.kind) == [.code, .prose])
}

@Test("a region never reaches over another cell") func aRegionNeverReachesOverAnotherCell() {
    let document = Document(cell + "<!-- out src=1 -->\n" + cell + "<!-- /out -->\n")
    #expect(document.blocks.map(\.kind) == [.code, .prose, .code, .prose])
}

@Test("the end of a region inside a printed text does not end it")
func theEndOfARegionInsideAPrintedTextDoesNotEndIt() {
    let text = cell + "<!-- out src=1 -->\n```text\n<!-- /out -->\n```\n<!-- /out -->\nwords\n"
    #expect(Document(text).blocks[0].region?.items == [.text(["<!-- /out -->"])])
}

// Rule 11

@Test("a second cell of an id gets another one, with a note and without writing")
func aSecondCellOfAnIdGetsAnotherOneWithANoteAndWithoutWriting() {
    let text = "```unroll id=fit\n```\n```unroll id=fit\n```\n```unroll id=fit-2\n```\n"
    let document = Document(text)
    #expect(document.blocks.map(\.options.id) == ["fit", "fit-3", "fit-2"])
    #expect(document.notes == ["cells 1 and 2 both have the id fit; cell 2 is called fit-3 here"])
    #expect(document.text == text)
}

@Test("an id of other characters is left out, with a note") func anIdOfOtherCharactersIsLeftOutWithANote() {
    let document = Document("```unroll id=a_b\n```\n")
    #expect(document.blocks[0].options.id == nil)
    #expect(document.notes.count == 1)
}

// Rule 12

@Test("git's marks in a cell are told and the rest works") func gitSMarksInACellAreToldAndTheRestWorks() {
    let text = "```unroll\n<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n```\n\n" + cell + region
    let session = Session(Document(text), builtins: Fake.builtins)
    #expect(session.statuses == [.failed, .stale])
    #expect(session.shown[0].first?.hasPrefix("cell 1 holds both sides of a merge") == true)
    #expect(session.document.text == text)
}

@Test(
    "a region with git's marks is stale, and running replaces both sides",
    arguments: [
        "<!-- out src=1 -->\n<<<<<<< HEAD\n```text\n1\n```\n=======\n```text\n2\n```\n>>>>>>> b\n<!-- /out -->\n",
        "<!-- out src=1 -->\n```text\n<<<<<<< HEAD\n1\n```\n=======\n2\n```\n<!-- note -->\n>>>>>>> b\n<!-- /out -->\n",
        "<<<<<<< HEAD\n<!-- out src=1 -->\n=======\n<!-- out src=2 -->\n>>>>>>> b\n```text\n2\n```\n<!-- /out -->\n",
        "<<<<<<< HEAD\n=======\n<!-- out src=2 -->\n```text\n2\n```\n<!-- /out -->\n>>>>>>> b\n",
        "<<<<<<< a\n<!-- out src=1 -->\n<!-- /out -->\n=======\n<!-- out src=2 -->\n<!-- /out -->\n>>>>>>> b\n",
    ])
func aRegionWithGitSMarksIsStaleAndRunningReplacesBothSides(region: String) {
    let text = cell + region + "\nwords\n\n```unroll\n2\n```\n"
    var session = Session(Document(text), path: "n.unroll.md", builtins: Fake.builtins)
    #expect(session.statuses == [.stale, .notRun])
    session.perform(.run(0))
    session.perform(.save())
    #expect(!session.document.text.contains("<<<<<<<") && !session.document.text.contains(">>>>>>>"))
    #expect(session.document.text.hasSuffix("<!-- /out -->\n\nwords\n\n```unroll\n2\n```\n"))
}
