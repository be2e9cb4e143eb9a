import Base
import Display
import Glibc
import Language
import Testing

@testable import Notebook

/// A folder of its own for each test, removed with it.
final class Folder: Sendable {
    let path: String
    init() {
        var template = Array("/tmp/unroll-test-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }
    deinit { _ = Glibc.system("rm -rf \(path)") }

    func file(_ name: String, _ text: String) -> String {
        try! Files.write(Array(text.utf8), to: path + "/" + name)
        return path + "/" + name
    }
    func text(_ name: String) -> String { String(decoding: try! Files.read(path + "/" + name), as: UTF8.self) }
}

/// What a runner writes and its status.
private func running(
    builtins: Builtins = Fake.builtins, isStopped: @escaping @Sendable () -> Bool = { false },
    _ work: (Runner) -> Runner.Status
) -> (lines: [String], status: Runner.Status) {
    let lines = Lock<[String]>([])
    let status = work(Runner(builtins: builtins, isStopped: isStopped) { line in lines.with { $0.append(line) } })
    return (lines.with { $0 }, status)
}

private func cell(_ source: String, _ words: String = "") -> String { "```unroll\(words)\n\(source)\n```\n" }

private func recorded(_ folder: Folder, _ text: String) -> String {
    let path = folder.file("n.unroll.md", text)
    #expect(running { $0.run(path, saves: true) }.status == .same)
    return path
}

@Test("running prints each cell with its outputs") func runningPrintsEachCellWithItsOutputs() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "words\n\n" + cell("# first\na = 1") + "\n" + cell("a + 1"))
    let (lines, status) = running { $0.run(path) }
    #expect(status == .same)
    #expect(lines[0] == "n.unroll.md: 2 cells, seed 1")
    #expect(lines[1].hasPrefix("-- cell 1 ---") && lines[1].count == 80)
    #expect(lines[2...3] == ["> # first", "> a = 1"])
    #expect(lines.last == "  2")
    #expect(folder.text("n.unroll.md").contains("out src") == false)
}

@Test("what comes out the same within a cell's tolerance stays as it is recorded, so that its digest stays the same")
func whatComesOutTheSameStaysAsItIsRecorded() {
    let folder = Folder()
    let path = recorded(folder, cell("1 / 3", " check=\"rtol=0.02\"") + cell("run = fit(300)", " check=\"rtol=0.02\""))
    let first = folder.text("n.unroll.md")
    let record = folder.text("n.unroll.d/cell-2.history.csv")
    // As another processor may have rounded it.
    let elsewhere = first.replacing("0.333333", with: "0.333334")
    #expect(elsewhere != first)
    _ = folder.file("n.unroll.md", elsewhere)
    let digest = running { $0.check(path) }.lines.last
    #expect(digest?.hasPrefix("digest ") == true)
    #expect(running { $0.run(path, saves: true) }.status == .same)
    #expect(folder.text("n.unroll.md") == elsewhere && folder.text("n.unroll.d/cell-2.history.csv") == record)
    #expect(running { $0.check(path) }.lines.last == digest)
    // Too far away to be rounding.
    _ = folder.file("n.unroll.md", first.replacing("0.333333", with: "0.4"))
    #expect(running { $0.run(path, saves: true) }.status == .same)
    #expect(folder.text("n.unroll.md") == first)
}

@Test("running and writing saves the outputs, and again changes nothing")
func runningAndWritingSavesTheOutputsAndAgainChangesNothing() {
    let folder = Folder()
    let path = recorded(folder, cell("run = fit(300)") + cell("1 + 1"))
    let first = folder.text("n.unroll.md")
    #expect(first.contains("```text\n2\n```"))
    #expect(folder.text("n.unroll.d/cell-1.history.csv").hasPrefix("epoch,loss\n1,0.5\n"))
    #expect(running { $0.run(path, saves: true) }.status == .same)
    #expect(folder.text("n.unroll.md") == first)
}

@Test("a failed cell ends the run with status 2 and nothing is written")
func aFailedCellEndsTheRunWithStatus2AndNothingIsWritten() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", cell("fail()") + cell("1"))
    let (lines, status) = running { $0.run(path, saves: true) }
    #expect(status == .failed)
    #expect(lines.last == "cell 1 failed; those after it did not run, and nothing was written")
    #expect(folder.text("n.unroll.md") == cell("fail()") + cell("1"))
}

@Test("stopping ends the run with status 130") func stoppingEndsTheRunWithStatus130() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", cell("wait()") + cell("1"))
    let polls = Lock(0)
    let isStopped: @Sendable () -> Bool = {
        polls.with {
            $0 += 1
            return $0 > 3
        }
    }
    let (_, status) = running(isStopped: isStopped) { $0.run(path) }
    #expect(status == .stopped)
}

@Test("a notebook that gives the same outputs passes the check") func aNotebookThatGivesTheSameOutputsPassesTheCheck() {
    let folder = Folder()
    let path = recorded(
        folder, cell("a = 1", " id=start") + cell("run = fit(3)") + cell("a", " skip") + cell("picture()"))
    let (lines, status) = running { $0.check(path) }
    #expect(status == .same)
    #expect(lines.last?.hasPrefix("digest ") == true)
    #expect(
        lines.dropLast() == [
            "n.unroll.md: 4 cells, seed 1",
            "  1 start     same",
            "  2 run       same   history 3 rows, identical",
            "  3           skipped",
            "  4 picture   same   steps 1 row, identical",
            "no cell of 4 differs (exit status 0)",
        ])
}

@Test("another output differs, with both values and how to accept it")
func anotherOutputDiffersWithBothValuesAndHowToAcceptIt() {
    let folder = Folder()
    let path = recorded(folder, cell("print(\"mse 0.0498\")"))
    _ = folder.file(
        "n.unroll.md", folder.text("n.unroll.md").replacing("```text\nmse 0.0498", with: "```text\nmse 0.0562"))
    let (lines, status) = running { $0.check(path) }
    #expect(status == .differs)
    #expect(
        lines.dropFirst().dropLast() == [
            "  1 print     DIFFERS",
            "      mse     in the file 0.0562   now 0.0498",
            "      to accept the new value:  unroll check n.unroll.md --accept 1",
            "1 of 1 cell differs (exit status 1)",
        ])
}

@Test("accepting writes that cell's output only") func acceptingWritesThatCellSOutputOnly() {
    let folder = Folder()
    let path = recorded(folder, cell("print(\"a 1\")") + cell("print(\"b 1\")"))
    let wrong = folder.text("n.unroll.md").replacing("```text\na 1", with: "```text\na 2").replacing(
        "```text\nb 1", with: "```text\nb 2")
    _ = folder.file("n.unroll.md", wrong)
    #expect(running { $0.check(path, accepting: .cells([2])) }.status == .differs)
    #expect(folder.text("n.unroll.md") == wrong.replacing("```text\nb 2", with: "```text\nb 1"))
}

@Test("numbers within the cell's tolerance are the same") func numbersWithinTheCellSToleranceAreTheSame() {
    let folder = Folder()
    let path = recorded(folder, cell("run = fit(2, loss = 0.5)", " check=\"rtol=0.02\""))
    let text = folder.text("n.unroll.md")
    _ = folder.file(
        "n.unroll.md", text.replacing("1,0.5\n", with: "1,0.502\n").replacing("loss 0.5\n", with: "loss 0.501\n"))
    let (lines, status) = running { $0.check(path) }
    #expect(status == .same)
    #expect(lines[1] == "  1 run       same   history 2 rows, largest difference 0.4% (allowed 2%)")
}

@Test("a record beyond its tolerance differs at its worst number")
func aRecordBeyondItsToleranceDiffersAtItsWorstNumber() {
    let folder = Folder()
    let path = recorded(folder, cell("run = fit(2, loss = 0.5)", " check=\"rtol=0.02\""))
    _ = folder.file("n.unroll.md", folder.text("n.unroll.md").replacing("2,0.5\n", with: "2,0.6\n"))
    let (lines, status) = running { $0.check(path) }
    #expect(status == .differs)
    #expect(lines[2] == "      history row 2 loss  in the file 0.6   now 0.5")
}

@Test("a cell without a recorded output differs") func aCellWithoutARecordedOutputDiffers() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", cell("1 + 1"))
    let (lines, status) = running { $0.check(path) }
    #expect(status == .differs)
    #expect(lines[2] == "      nothing is recorded in the file")
}

@Test("a cell that fails ends the check with status 2") func aCellThatFailsEndsTheCheckWithStatus2() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", cell("1") + cell("fail()") + cell("2"))
    let (lines, status) = running { $0.check(path) }
    #expect(status == .failed)
    #expect(lines.contains("  3           not run"))
    #expect(lines.contains("  2 fail      FAILED"))
    #expect(lines.last == "cell 2 failed (exit status 2)")
}

@Test("a large record that was changed beside the notebook differs")
func aLargeRecordThatWasChangedBesideTheNotebookDiffers() {
    let folder = Folder()
    let path = recorded(folder, cell("run = fit(300)"))
    #expect(running { $0.check(path) }.status == .same)
    _ = folder.file("n.unroll.d/cell-1.history.csv", "epoch,loss\n1,2\n")
    let (lines, status) = running { $0.check(path) }
    #expect(status == .differs)
    #expect(lines[2] == "      n.unroll.d/cell-1.history.csv is not the file that the notebook was saved with")
}

@Test("a record outside the notebook's folder is not read") func aRecordOutsideTheNotebookSFolderIsNotRead() {
    let folder = Folder()
    let text = cell("1") + "<!-- out src=0 file=../secret.csv sha=0 -->\n```text\n1\n```\n<!-- /out -->\n"
    let path = folder.file("n.unroll.md", text)
    let (lines, _) = running { $0.check(path) }
    #expect(lines.contains { $0.contains("is not below the notebook's folder") })
}

@Test(
    "a file that cannot be opened is told with status 3",
    arguments: [
        ("missing.unroll.md", "there is no such file"), ("folder", "it is a folder"),
        ("binary", "it holds bytes that are not text"), ("pipe", "it is not a regular file"),
    ])
func aFileThatCannotBeOpenedIsToldWithStatus3(name: String, reason: String) {
    let folder = Folder()
    mkdir(folder.path + "/folder", 0o755)
    mkfifo(folder.path + "/pipe", 0o644)
    _ = folder.file("binary", "\u{0}\u{1}")
    let path = folder.path + "/" + name
    for (lines, status) in [running { $0.run(path) }, running { $0.check(path) }] {
        #expect(status == .file)
        #expect(lines == ["cannot open \(path): \(reason)"])
    }
}

@Test("broken UTF-8 opens with a note and is kept") func brokenUTF8OpensWithANoteAndIsKept() throws {
    let folder = Folder()
    let path = folder.path + "/n.unroll.md"
    try Files.write([0xFF, 0x0A, 0x0A] + Array(cell("1").utf8), to: path)
    let (lines, status) = running { $0.run(path, saves: true) }
    #expect(status == .same)
    #expect(lines[1].hasPrefix("note: line 1 is not valid UTF-8"))
    #expect(try Files.read(path).starts(with: [0xFF, 0x0A, 0x0A]))
}

@Test("writing keeps the mode and follows a link, and leaves nothing beside")
func writingKeepsTheModeAndFollowsALinkAndLeavesNothingBeside() throws {
    let folder = Folder()
    let path = folder.file("real", "old")
    chmod(path, 0o640)
    symlink(path, folder.path + "/link")
    try Files.write(Array("new".utf8), to: folder.path + "/link")
    var facts = stat()
    lstat(folder.path + "/real", &facts)
    #expect(facts.st_mode & 0o777 == 0o640)
    #expect(folder.text("real") == "new")
    #expect(entries(of: folder.path) == ["link", "real"])
}

@Test("writing where it cannot be done leaves the old file") func writingWhereItCannotBeDoneLeavesTheOldFile() {
    let folder = Folder()
    #expect(throws: FileFault.folderMissing) { try Files.write([1], to: folder.path + "/no/file") }
    #expect(throws: FileFault.isFolder) { try Files.write([1], to: folder.path) }
    #expect(throws: FileFault.isDevice) { try Files.write([1], to: "/dev/full") }
}

@Test("a full disk is told as such and the old file stays") func aFullDiskIsToldAsSuchAndTheOldFileStays() {
    #expect(FileFault(code: ENOSPC) == .diskFull)
    #expect(
        Messages.cannotWrite("n.unroll.md", .diskFull)
            == "cannot save n.unroll.md: the disk is full; the file is as it was")
}

private func entries(of folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
}
