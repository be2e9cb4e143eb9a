import Base
import Display
import Language
import Testing

@testable import Notebook

private func ran(_ text: String, path: String = "n.unroll.md") -> Session {
    var session = Session(Document(text), path: path, builtins: Fake.builtins)
    session.perform(.runAll)
    session.perform(.save())
    return session
}

private func cell(_ source: String, _ words: String = "") -> String { "```unroll\(words)\n\(source)\n```\n" }

// Rule 4

@Test("recorded outputs are shown as recorded") func recordedOutputsAreShownAsRecorded() {
    let session = Session(ran(cell("1 + 1")).document, builtins: Fake.builtins)
    #expect(session.statuses == [.recorded])
    #expect(session.shown == [["2"]])
}

@Test("without its regions it is the same program") func withoutItsRegionsItIsTheSameProgram() {
    let text = cell("a = 1") + "\n" + cell("a + 1")
    var session = ran(text)
    for block in session.document.blocks { session.perform(.clearOutputs(block.id)) }
    session.perform(.save())
    #expect(session.document.text == text)
}

// Rule 5

@Test("a recorded output is stale when its source was changed elsewhere")
func aRecordedOutputIsStaleWhenItsSourceWasChangedElsewhere() {
    let text = ran(cell("a = 1") + "\n" + cell("a + 1") + "\n" + cell("3")).document.text
    let changed = text.replacing("a = 1\n", with: "a = 2\n", maxReplacements: 1)
    #expect(Session(Document(changed), builtins: Fake.builtins).statuses == [.stale, .stale, .recorded])
}

@Test("the hash has eight hexadecimal digits") func theHashHasEightHexadecimalDigits() {
    let source = ran(cell("1")).document.blocks[0].region?.source ?? ""
    #expect(source.count == 8 && source.allSatisfy(\.isHexDigit))
}

@Test("a change of the notebook's seed makes all stale") func aChangeOfTheNotebookSSeedMakesAllStale() {
    let text = ran("<!-- unroll 1 seed=1 -->\n" + cell("1")).document.text
    let changed = text.replacing("seed=1", with: "seed=2")
    #expect(Session(Document(changed), builtins: Fake.builtins).statuses == [.stale])
}

@Test("a change of a data file makes the cells that name it stale, and those that read them")
func aChangeOfADataFileMakesTheCellsThatNameItStaleAndThoseThatReadThem() {
    let files = Lock(["t.csv": Array("1".utf8)])
    let text = cell("t = load(\"t.csv\")") + "\n" + cell("t") + "\n" + cell("1")
    var session = Session(Document(text), builtins: Fake.builtins, dataFile: { name in files.with { $0[name] } })
    session.perform(.runAll)
    files.with { $0["t.csv"] = Array("2".utf8) }
    session.perform(.filesChanged)
    #expect(session.statuses == [.stale, .stale, .ok])
}

@Test("a run that was stopped is recorded as stale") func aRunThatWasStoppedIsRecordedAsStale() {
    var session = Session(Document(cell("fit(3)")), path: "n.unroll.md", builtins: Fake.builtins)
    _ = session.apply(.run(0))
    session.perform(.finished(0, CellResult(.stopped)))
    session.perform(.save())
    #expect(Session(session.document, builtins: Fake.builtins).statuses == [.stale])
}

// Rule 6

@Test("running and saving adds a region below the cell and nothing else")
func runningAndSavingAddsARegionBelowTheCellAndNothingElse() {
    #expect(
        ran("# Title\n\n" + cell("1 + 1") + "\nwords").document.text.replacing(/src=.{8}/, with: "src=") == """
            # Title

            ```unroll
            1 + 1
            ```
            <!-- out src= -->
            ```text
            2
            ```
            <!-- /out -->

            words
            """)
}

@Test("a region that replaces another stands in its place") func aRegionThatReplacesAnotherStandsInItsPlace() {
    let text = cell("1 + 1") + "\n\n<!-- out src=0 -->\n```text\n3\n```\n<!-- /out -->\nwords\n"
    let expected = cell("1 + 1") + "\n\n<!-- out src= -->\n```text\n2\n```\n<!-- /out -->\nwords\n"
    #expect(ran(text).document.text.replacing(/src=.{8}/, with: "src=") == expected)
}

@Test("CRLF stays and a missing final newline stays away") func crlfStaysAndAMissingFinalNewlineStaysAway() {
    #expect(ran("```unroll\r\n1\r\n```").document.text.hasSuffix("```text\r\n1\r\n```\r\n<!-- /out -->"))
}

@Test("saving without a change gives the bytes that were read") func savingWithoutAChangeGivesTheBytesThatWereRead() {
    let text = "words  \r\n* a\n" + cell("1") + "\n\n\n<!-- out src=0  kept=1 -->\nby hand\n<!-- /out -->"
    var session = Session(Document(text), path: "n.unroll.md", builtins: Fake.builtins)
    guard case .save(let saving)? = session.apply(.save()).first else { return #expect(Bool(false)) }
    #expect(saving.bytes == Array(text.utf8))
    #expect(saving.records.isEmpty)
}

@Test("a notebook without a name is not saved") func aNotebookWithoutANameIsNotSaved() {
    var session = Session("1")
    guard case .note? = session.apply(.save()).first else { return #expect(Bool(false)) }
}

@Test("prose that swallows what follows is closed when it is saved")
func proseThatSwallowsWhatFollowsIsClosedWhenItIsSaved() {
    var session = Session(Document("words\n\n" + cell("1")), path: "n.unroll.md", builtins: Fake.builtins)
    session.perform(.write(0, "words\n```python\nx"))
    session.perform(.save())
    #expect(session.document.text == "words\n```python\nx\n```\n\n" + cell("1"))
}

@Test("a cell written into prose becomes a cell when its editor is left")
func aCellWrittenIntoProseBecomesACellWhenItsEditorIsLeft() {
    var session = Session(Document("words\n"), builtins: Fake.builtins)
    session.perform(.write(0, "words\n\n```unroll\n1 + 1\n```\n\nmore"))
    session.perform(.settle(0))
    #expect(session.cells.map(\.kind) == [.prose, .code, .prose])
    session.perform(.undo)
    #expect(session.cells.map(\.kind) == [.prose])
}

@Test("a line that stays keeps its bytes when others change") func aLineThatStaysKeepsItsBytesWhenOthersChange() {
    let bytes = Array("```unroll\na\r\n".utf8) + [0x23, 0xFF, 0x0A] + Array("b\n```\n".utf8)
    var document = Document(bytes)
    _ = document.write("a\n#\u{FFFD}\nc", to: 0)
    #expect(document.bytes == Array("```unroll\na\r\n".utf8) + [0x23, 0xFF, 0x0A] + Array("c\n```\n".utf8))
}

// Rule 7

@Test("running an unchanged notebook twice gives the same bytes")
func runningAnUnchangedNotebookTwiceGivesTheSameBytes() {
    let first = ran(cell("run = fit(3)") + cell("picture()") + cell("fail()")).document
    #expect(ran(first.text).document.bytes == first.bytes)
}

// Rule 8

@Test("what is printed loses its control codes and overwritten lines")
func whatIsPrintedLosesItsControlCodesAndOverwrittenLines() {
    let text = "a\u{1B}[31mred\u{1B}[0m\u{07}\r\n10%\r50%\r100%\n\u{1B}]0;title\u{07}end\u{202E}  "
    #expect(Output.text(text).lines(width: 80, glyphs: .ascii) == ["ared", "100%", "end·"])
}

@Test("a printed line is not taken for a mark of git") func aPrintedLineIsNotTakenForAMarkOfGit() {
    let session = ran(cell("print(\"<<<<<<< a\")"))
    #expect(Document(session.document.bytes).blocks[0].region?.hasConflict == false)
}

@Test("after 200 lines it says how many were left out") func after200LinesItSaysHowManyWereLeftOut() {
    let text = (1...512).map(String.init).joined(separator: "\n")
    let lines = Output.text(text).lines(width: 80, glyphs: .ascii)
    #expect(lines.count == 201)
    #expect(lines.last == "… 312 lines left out")
}

@Test("a picture is written in ASCII") func aPictureIsWrittenInASCII() {
    #expect(ran(cell("picture()")).document.text.contains("```text\n***\naxis\n```"))
}

@Test("history, weights and steps are kept as records, and nothing else")
func historyWeightsAndStepsAreKeptAsRecordsAndNothingElse() {
    let names = ran(cell("step()")).document.blocks[0].region?.items.compactMap(\.recordLines?.name)
    #expect(names == ["steps"])
}

// Rule 9

@Test("a fence is one backtick longer than the longest run inside")
func aFenceIsOneBacktickLongerThanTheLongestRunInside() {
    #expect(ran(cell("print(\"a ```` b\")")).document.text.contains("`````text\na ```` b\n`````\n"))
}

@Test("a cell's fences grow with what is written into it") func aCellSFencesGrowWithWhatIsWrittenIntoIt() {
    var document = Document(cell("a", " id=x"))
    _ = document.write("print(\"```\")", to: 0)
    #expect(document.text == "````unroll id=x\nprint(\"```\")\n````\n")
}

// Rule 10

@Test("a record is CSV in a folded part of the page") func aRecordIsCSVInAFoldedPartOfThePage() {
    #expect(
        ran(cell("run = fit(2)") + "words\n").document.text.replacing(/src=.{8}/, with: "src=") == """
            ```unroll
            run = fit(2)
            ```
            <!-- out src= -->
            ```text
            run: 2 epochs, loss 0.5
            ```

            <details><summary>record history: 2 rows</summary>

            ```csv history
            epoch,loss
            1,0.5
            2,0.5
            ```

            </details>

            <!-- /out -->
            words

            """)
}

@Test("a record has six significant digits") func aRecordHasSixSignificantDigits() {
    let record = Record(name: "history", csv: "epoch,loss\n12345678,0.123456789\n2,1234.56789\n3,nan\n")
    #expect(record.lines == ["epoch,loss", "12345678,0.123457", "2,1234.57", "3,nan"])
}

@Test("a large record goes to a file of its own, named in the comment")
func aLargeRecordGoesToAFileOfItsOwnNamedInTheComment() {
    var session = Session(Document(cell("run = fit(300)")), path: "a/lesson.unroll.md", builtins: Fake.builtins)
    session.perform(.runAll)
    guard case .save(let saving)? = session.apply(.save()).first else { return #expect(Bool(false)) }
    #expect(saving.records.map(\.path) == ["lesson.unroll.d/cell-1.history.csv"])
    let text = String(decoding: saving.bytes, as: UTF8.self)
    #expect(text.hasPrefix("```unroll id=cell-1\nrun = fit(300)\n```\n<!-- out src="))
    #expect(
        text.contains(
            " file=lesson.unroll.d/cell-1.history.csv sha=" + Digest.hex(saving.records[0].bytes, 16) + " -->"))
}

// Rule 12

@Test("unknown words and comments survive a new output") func unknownWordsAndCommentsSurviveANewOutput() {
    let text =
        cell("1 + 1", " colour=red")
        + "<!-- out src=0 teacher=ada -->\n<!-- look\nhere -->\n```text\n3\n```\n<!-- /out -->\n"
    let now = ran(text).document.text
    #expect(now.hasPrefix("```unroll colour=red\n"))
    #expect(now.contains(" teacher=ada -->\n<!-- look\nhere -->\n```text\n2\n```\n"))
}
