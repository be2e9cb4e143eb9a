import Display
import Testing

@testable import Notebook
@testable import TUI

private let work = Unsaved(
    bytes: Array("```unroll\nb = 2\n```\n".utf8), facts: FileFacts(lines: 41, bytes: 1234, ago: 130),
    file: FileFacts(lines: 1, bytes: 1_234_567, ago: 90_000), hasFileChanged: false, places: [])
private let conflict = SaveConflict(
    path: "test.unroll.md", isOwn: true, theirs: FileFacts(lines: 7, bytes: 99, ago: 0.3))

/// What the app asked of its keeper.
private final class Asked {
    var log: [String] = []
    var disk = DiskState.same
    var standing = Standing.beside

    func safe(_ findings: [Finding] = []) -> Safekeeping {
        Safekeeping(
            keep: { [self] in log.append("keep \($0.isModified)") }, keepNow: { [self] _ in log.append("keep now") },
            close: { [self] in log.append("close \($1)") }, look: { [self] in disk },
            take: { Array("```unroll\ntheirs = 1\n```\n".utf8) }, standing: { [self] in standing },
            recovered: { [self] _ in log.append("recovered") }, discard: { [self] _ in log.append("discarded") },
            findings: findings)
    }
}

private func bench(_ asked: Asked, _ findings: Finding..., width: Int = 80, height: Int = 24) -> Bench {
    Bench("```unroll\na = 1\n```\n", width: width, height: height, safe: asked.safe(findings))
}

@Test("unsaved work that was found is asked about at once") func unsavedWorkIsAskedAbout() {
    #expect(
        bench(Asked(), .unsaved(work)).text == """
             test.unroll.md > unsaved work
            --------------------------------------------------------------------------------
             test.unroll.md was open when the program, or the machine, ended. What was not
             saved then was kept.

               the file      1 line, 1,234,567 bytes, written 25 hours ago
               unsaved work  41 lines, 1,234 bytes, kept 2 minutes ago

             The file is as it was when that work was begun.

             > r  recover it: it comes into the editor; the file stays as it is until you
                  save
               d  discard it: open the file as it is
               q  quit, and decide the next time







            --------------------------------------------------------------------------------
             Unsaved work, kept 2 minutes ago, was found.
             r recover  d discard  q quit  Enter does it
            """)
}

@Test("the question fits a screen of 60 x 15") func theQuestionFitsASmallScreen() {
    #expect(
        bench(Asked(), .unsaved(work), width: 60, height: 15).text == """
             test.unroll.md > unsaved work
            ------------------------------------------------------------
             test.unroll.md was open when the program, or the machine,
             ended. What was not saved then was kept.
               the file      1 line, 1,234,567 bytes, written 25 hours
             ago
               unsaved work  41 lines, 1,234 bytes, kept 2 minutes ago
             The file is as it was when that work was begun.
             > r  recover it: it comes into the editor; the file stays
                  as it is until you save
               d  discard it: open the file as it is
               q  quit, and decide the next time
            ------------------------------------------------------------
             Unsaved work, kept 2 minutes ago, was found.
             r recover  d discard  q quit  Enter does it
            """)
}

@Test("recovering brings the work into the editor, unsaved, and undo shows the file") func recovering() {
    let asked = Asked()
    let bench = bench(asked, .unsaved(work))
    bench.press("r<Enter>")
    #expect(bench.sources == ["b = 2"])
    #expect(bench.lines[0].contains("test.unroll.md [+]"))
    #expect(asked.log == ["recovered", "keep true"])
    #expect(bench.saved.isEmpty)
    bench.press("z")
    #expect(bench.sources == ["a = 1"])
}

@Test("discarding opens the file, quitting decides nothing") func discarding() {
    let asked = Asked()
    let first = bench(asked, .unsaved(work))
    first.press("d<Enter>")
    #expect(asked.log == ["discarded"])
    #expect(first.sources == ["a = 1"])
    asked.log = []
    let second = bench(asked, .unsaved(work))
    second.press("<Esc>")
    #expect(second.status == .quit)
    #expect(asked.log == ["close false"])
}

@Test("a letter marks an answer and only Enter gives it") func aLetterMarksAnAnswer() {
    let asked = Asked()
    let bench = bench(asked, .unsaved(work))
    bench.press("d")
    #expect(bench.text.contains(" > d  discard it"))
    #expect(asked.log == [])
}

@Test("a notebook that another process has open can be read only") func readOnly() {
    let other = InUse(process: 4711, ago: 75, work: work, place: "")
    let bench = bench(Asked(), .inUse(other))
    #expect(bench.text.contains("test.unroll.md is open in another unroll: process 4711, opened 75 seconds ago."))
    #expect(bench.text.contains("It has unsaved work, kept 2 minutes ago."))
    bench.press("r<Enter>")
    #expect(bench.lines[0].contains("test.unroll.md [read only]"))
    bench.press("<Enter>b<Esc><Ctrl-S>")
    #expect(bench.saved.isEmpty)
    #expect(bench.say.contains("test.unroll.md is open read only; :w NAME saves under another name."))
    bench.press(":w mine.unroll.md<Enter>")
    #expect(bench.saved.map(\.path) == ["mine.unroll.md"])
    #expect(!bench.lines[0].contains("read only"))
}

@Test("what another machine holds can be said to be gone") func anotherMachine() {
    let bench = bench(Asked(), .inUse(InUse(process: 4711, host: "far", ago: 3 * 86_400, work: nil, place: "")))
    #expect(bench.text.contains("test.unroll.md was opened on the machine far 3 days ago (process 4711)."))
    bench.press("g<Enter>")
    #expect(bench.text.contains("a = 1"))
}

@Test("saving over a changed file asks, and Enter alone cancels") func savingOverAChangedFileAsks() {
    let bench = Bench(cells: "a = 1")
    bench.conflict(with: conflict)
    bench.press("<Enter>b<Ctrl-S>")
    #expect(
        bench.text == """
             test.unroll.md > changed on the disk
            --------------------------------------------------------------------------------
             test.unroll.md was changed on the disk by something else. Nothing has been
             written.

               the file      7 lines, 99 bytes, written just now
               the editor    3 lines, 21 bytes

               m  keep mine: the editor's text goes over the file
               t  take theirs: the file's text; z brings mine back
               b  both: save mine as test.mine.unroll.md, leave theirs
             > c  cancel: save nothing now









            --------------------------------------------------------------------------------
             The file has changed meanwhile; which is to be kept?
             m mine  t theirs  b both  c cancel  Enter does it
            """)
    bench.press("<Enter>")
    #expect(bench.saved.isEmpty)
    #expect(bench.sources == ["ba = 1"])
}

@Test(
    "mine, theirs or both are kept",
    arguments: [
        ("m", ["test.unroll.md"], "ba = 1"), ("t", [], "theirs = 1"), ("b", ["test.mine.unroll.md"], "ba = 1"),
    ])
func mineTheirsOrBoth(key: String, saved: [String], source: String) {
    let asked = Asked()
    let bench = bench(asked)
    bench.conflict(with: conflict)
    bench.press("<Enter>b<Esc><Ctrl-S>\(key)<Enter>")
    #expect(bench.saved.map(\.path) == saved)
    #expect(bench.sources == [source])
    #expect(!bench.lines[0].contains("[+]"))
    bench.press("q")
    #expect(bench.status == .quit)
}

@Test("a name that is there already is not overwritten unasked") func aNameThatIsThereAlready() {
    let bench = Bench(cells: "a = 1")
    var there = conflict
    (there.path, there.isOwn) = ("other.md", false)
    bench.conflict(with: there)
    bench.press(":w other.md<Enter>")
    #expect(bench.say.contains("other.md is there already."))
    bench.press("<Esc>")
    #expect(bench.lines[0].contains("test.unroll.md"))
    bench.press(":w other.md<Enter>o<Enter>")
    #expect(bench.saved.map(\.path) == ["other.md"])
}

@Test("work is kept when it changes, and only then") func workIsKeptWhenItChanges() {
    let asked = Asked()
    let bench = bench(asked)
    bench.app.tick()
    #expect(asked.log == [])
    bench.press("<Enter>b")
    bench.app.tick()
    bench.app.tick()
    #expect(asked.log == ["keep true"])
    bench.press("<Ctrl-Z>")
    bench.app.tick()
    #expect(asked.log == ["keep true", "keep false"])
    bench.press("c")
    bench.app.pause()
    #expect(asked.log.last == "keep now")
}

@Test("a signal keeps the work, q and d forget it") func aSignalKeepsTheWork() {
    let asked = Asked()
    let first = bench(asked)
    first.press("<Enter>b")
    first.send(.terminate)
    #expect(asked.log == ["close true"])
    let second = bench(asked)
    second.press("<Enter>b<Esc>qd")
    #expect(asked.log == ["close true", "close false"])
}

@Test("a file that changes or vanishes is told, and stays told in the title") func aFileThatChangesIsTold() {
    let asked = Asked()
    let bench = bench(asked)
    asked.disk = .changed
    bench.app.tick()
    bench.app.tick()
    #expect(bench.say.contains("test.unroll.md has changed on the disk; :e asks what to keep"))
    bench.press("j")
    #expect(bench.lines[0].contains("test.unroll.md [changed on disk]"))
    bench.press(":e<Enter>")
    #expect(bench.sources == ["theirs = 1"])
    asked.disk = .missing
    bench.app.tick()
    bench.app.tick()
    #expect(bench.say.contains("test.unroll.md is no longer on the disk; Ctrl-S writes it again."))
}

@Test("where work is kept is told when it is not beside the file") func whereWorkIsKeptIsTold() {
    let asked = Asked()
    asked.standing = .elsewhere("/home/ada/.local/state/unroll", because: .diskFull)
    let bench = bench(asked)
    #expect(bench.say.contains("Unsaved work is kept in /home/ada/.local/state/unroll: the disk"))
    asked.standing = .nowhere(.diskFull)
    bench.app.tick()
    #expect(bench.say.contains("Unsaved work cannot be kept: the disk is full. Save often."))
    #expect(bench.lines[0].contains("[work not kept]"))
}
