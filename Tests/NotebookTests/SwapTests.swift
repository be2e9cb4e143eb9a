import Glibc
import Testing

@testable import Notebook

private let gone = Holder(process: 999_999_999, start: "1", host: Holder.this().host, opened: 1000)
private let text = Array("# Test\n".utf8)

@Test("a swap file tells who, since when, from what, and the text byte for byte") func aSwapFileTellsWhoAndWhat() {
    let holder = Holder(process: 4711, start: "88123", host: "a host", opened: 1000.25)
    let swap = Swap(holder: holder, work: .init(base: "9f86", kept: 1012.5, bytes: Array("a\n\nb\u{0}".utf8)))
    #expect(
        String(decoding: swap.bytes, as: UTF8.self) == """
            unroll swap 1
            process 4711 88123 a host
            opened 1000.25
            base 9f86
            kept 1012.5

            a

            b\u{0}
            """)
    #expect(Swap(swap.bytes) == swap)
    #expect(Swap(Swap(holder: holder).bytes) == Swap(holder: holder))
}

@Test(
    "what is no swap file is none",
    arguments: ["", "\n\n", "unroll swap 2\n\n", "unroll swap 1\nprocess x\n\n", "b0VIM"])
func whatIsNoSwapFileIsNone(text: String) { #expect(Swap(Array(text.utf8)) == nil) }

@Test("this process is alive, one of another start or number is gone, another machine's is unknown")
func whoIsAlive() {
    var holder = Holder.this()
    #expect(holder.life == .alive)
    holder.start = "0"
    #expect(holder.life == .gone)
    #expect(gone.life == .gone)
    holder.host += "-other"
    #expect(holder.life == .unknown)
}

@Test("swap files stand beside the notebook, or in the user's state folder") func whereSwapFilesStand() {
    let places = SwapPlaces(of: "/none/n.unroll.md", environment: { $0 == "HOME" ? "/home/ada" : nil })
    #expect(places.all.map(\.count) == [9, 9])
    #expect(places.all[0].prefix(2) == ["/none/.n.unroll.md.swap", "/none/.n.unroll.md.2.swap"])
    #expect(places.all[1][0].hasPrefix("/home/ada/.local/state/unroll/n.unroll.md-"))
    let other = SwapPlaces(of: "/none/n.unroll.md", environment: { $0 == "XDG_STATE_HOME" ? "/state" : nil })
    #expect(other.all[1][0].hasPrefix("/state/unroll/n.unroll.md-"))
    #expect(SwapPlaces(of: "/none/n.unroll.md", environment: { _ in nil }).all.count == 1)
}

@Test("who may read the notebook may read its swap file, and nobody else") func whoMayReadTheSwapFile() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "# Test\n")
    chmod(path, 0o640)
    let keeper = Keeper(path, contents: text)
    var facts = stat()
    #expect(stat(folder.path + "/.n.unroll.md.swap", &facts) == 0 && facts.st_mode & 0o777 == 0o640)
    keeper.close(keepsWork: false)
}

@Test("work of a process that is gone is offered until it is recovered and kept again") func workIsOffered() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "# Test\n")
    let work = Swap.Work(base: Base(text).digest, kept: 1000, bytes: Array("# Best\n".utf8))
    _ = folder.file(".n.unroll.md.swap", String(decoding: Swap(holder: gone, work: work).bytes, as: UTF8.self))
    let keeper = Keeper(path, contents: text)
    guard case .unsaved(let unsaved)? = keeper.findings.first else { return #expect(Bool(false)) }
    #expect(unsaved.bytes == work.bytes && !unsaved.hasFileChanged && unsaved.file?.lines == 1)
    #expect(folder.names == [".n.unroll.md.2.swap", ".n.unroll.md.swap", "n.unroll.md"])
    var session = Session(Document(text), path: path, builtins: Fake.builtins)
    _ = session.apply(.replace(Document(unsaved.bytes), isSaved: false))
    keeper.recovered(unsaved)
    keeper.keepNow(session)
    #expect(folder.names == [".n.unroll.md.2.swap", "n.unroll.md"])
    #expect(Swap(Array(folder.text(".n.unroll.md.2.swap").utf8))?.work?.bytes == work.bytes)
    keeper.close(keepsWork: false)
    #expect(folder.names == ["n.unroll.md"])
    #expect(folder.text("n.unroll.md") == "# Test\n")
}

@Test("a swap file that nobody needs goes without a question", arguments: [true, false])
func aSwapFileThatNobodyNeedsGoes(hasWork: Bool) {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "# Test\n")
    let swap = Swap(holder: gone, work: hasWork ? .init(base: "-", kept: 1000, bytes: text) : nil)
    _ = folder.file(".n.unroll.md.swap", String(decoding: swap.bytes, as: UTF8.self))
    let keeper = Keeper(path, contents: text)
    #expect(keeper.findings == [])
    keeper.close(keepsWork: true)
    #expect(folder.names == ["n.unroll.md"])
}

@Test("a second one is told of the first, by process, or by machine and process")
func aSecondOneIsTold() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "# Test\n")
    let first = Keeper(path, contents: text)
    var second: Keeper? = Keeper(path, contents: text)
    guard case .inUse(let other)? = second?.findings.first else { return #expect(Bool(false)) }
    #expect(other.process == getpid() && other.host == nil && other.work == nil)
    first.close(keepsWork: false)
    second?.close(keepsWork: false)
    second = nil
    var far = gone
    far.host = "far"
    _ = folder.file(".n.unroll.md.swap", String(decoding: Swap(holder: far).bytes, as: UTF8.self))
    let third = Keeper(path, contents: text)
    guard case .inUse(let there)? = third.findings.first else { return #expect(Bool(false)) }
    #expect(there.host == "far")
    #expect(third.takeOver(there) == nil)
    third.close(keepsWork: false)
    #expect(folder.names == ["n.unroll.md"])
}

@Test("saving does not overwrite what was not seen, unless it is told to") func savingDoesNotOverwrite() throws {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "# Test\n")
    let keeper = Keeper(path, contents: text)
    #expect(keeper.look() == .same)
    _ = folder.file("n.unroll.md", "# Theirs\n")
    #expect(keeper.look() == .changed)
    var saving = Saving(path: path, bytes: Array("# Mine\n".utf8), records: [])
    let conflict = #expect(throws: SaveConflict.self) { try keeper.save(saving) }
    #expect(conflict?.isOwn == true && conflict?.theirs.bytes == 9)
    #expect(folder.text("n.unroll.md") == "# Theirs\n")
    saving.overwrites = true
    try keeper.save(saving)
    #expect(folder.text("n.unroll.md") == "# Mine\n")
    #expect(keeper.look() == .same)
    _ = folder.file("other.md", "x")
    saving = Saving(path: folder.path + "/other.md", bytes: [], records: [])
    #expect(throws: SaveConflict.self) { try keeper.save(saving) }
    keeper.close(keepsWork: false)
}

@Test("a file touched without a change, or changed into what is saved, is no conflict") func noConflict() throws {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "# Test\n")
    let keeper = Keeper(path, contents: text)
    utimes(path, [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)])
    #expect(keeper.look() == .same)
    _ = folder.file("n.unroll.md", "# Mine\n")
    try keeper.save(Saving(path: path, bytes: Array("# Mine\n".utf8), records: []))
    unlink(path)
    #expect(keeper.look() == .missing)
    try keeper.save(Saving(path: path, bytes: text, records: []))
    #expect(folder.text("n.unroll.md") == "# Test\n")
    keeper.close(keepsWork: false)
}

@Test("what a killed process was writing is swept up, what a living one writes is not") func sweeping() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "# Test\n")
    let living = ".n.unroll.md.swap.\(getpid()).saving"
    let left = [".n.unroll.md.999999999.saving", ".n.unroll.md.2.swap.999999999.saving"]
    for name in left + [living, ".n.unroll.md.x.saving"] { _ = folder.file(name, "half") }
    SwapPlaces(of: path).sweep()
    #expect(folder.names == [living, ".n.unroll.md.x.saving", "n.unroll.md"].sorted())
}

@Test("a save sweeps up what an earlier one that was killed was writing") func aSaveSweeps() throws {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "# Test\n")
    for name in [".n.unroll.md.999999999.saving", ".other.md.999999999.saving"] { _ = folder.file(name, "half") }
    try Files.write(Saving(path: path, bytes: text, records: []))
    #expect(folder.names == [".other.md.999999999.saving", "n.unroll.md"])
}

@Test("a save that was cut short between notebook and record is finished on opening") func aSaveThatWasCutShort() throws
{
    let folder = Folder()
    var session = Session(Document("```unroll\nrun = fit(300)\n```\n"), builtins: Fake.builtins)
    session.perform(.runAll)
    guard case .save(let saving)? = session.apply(.save(path: folder.path + "/n.unroll.md")).first else {
        return #expect(Bool(false))
    }
    try Files.write(saving)
    let record = folder.path + "/n.unroll.d/cell-1.history.csv"
    let whole = try Files.read(record)
    rename(record, folder.path + "/n.unroll.d/.cell-1.history.csv.999999999.saving")
    _ = folder.file("n.unroll.d/.cell-1.history.csv.999999998.saving", "of another save")
    Keeper(saving.path, contents: saving.bytes).close(keepsWork: false)
    #expect(try Files.read(record) == whole)
    #expect(Files.names(in: folder.path + "/n.unroll.d").filter { $0.hasSuffix(".saving") } == [])
}

@Test("outputs are not written over what was saved while the cells ran") func outputsAreNotWrittenOver() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "```unroll\n1 + 1\n```\n")
    let runner = Runner(builtins: Fake.builtins) { line in
        if line.hasPrefix("-- cell 1") { _ = folder.file("n.unroll.md", "# Theirs\n") }
    }
    #expect(runner.run(path, saves: true) == .file)
    #expect(folder.text("n.unroll.md") == "# Theirs\n")
}

@Test("a swap file that something else has removed is noticed and written again") func aSwapFileThatWasRemoved() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "# Test\n")
    let swap = folder.path + "/.n.unroll.md.swap"
    let session = Session(Document(text), builtins: Fake.builtins)
    let keeper = Keeper(path, contents: text)
    #expect(!keeper.restore(session))
    unlink(swap)
    #expect(keeper.restore(session))
    for _ in 0..<5000 where !Files.exists(swap) { usleep(1000) }
    #expect(folder.names == [".n.unroll.md.swap", "n.unroll.md"])
    for _ in 0..<5000 where keeper.restore(session) { usleep(1000) }
    #expect(!keeper.restore(session))
    // Unsaved work is in it again, too.
    var changed = session
    _ = changed.apply(.replace(Document("# Changed\n"), isSaved: false))
    keeper.keepNow(changed)
    unlink(swap)
    #expect(keeper.restore(changed))
    for _ in 0..<5000 where !Files.exists(swap) { usleep(1000) }
    #expect(folder.text(".n.unroll.md.swap").hasSuffix("\n\n# Changed\n"))
    keeper.close(keepsWork: false)
    #expect(folder.names == ["n.unroll.md"])
}

@Test("the swap file of another process that has taken the name meanwhile stays as it is") func theSwapFileOfAnother() {
    let folder = Folder()
    let path = folder.file("n.unroll.md", "# Test\n")
    let keeper = Keeper(path, contents: text)
    rename(folder.path + "/.n.unroll.md.swap", folder.path + "/ours")
    _ = folder.file(".n.unroll.md.swap", "of another")
    var changed = Session(Document(text), builtins: Fake.builtins)
    _ = changed.apply(.replace(Document("# Changed\n"), isSaved: false))
    keeper.keepNow(changed)
    #expect(folder.text(".n.unroll.md.swap") == "of another")
    #expect(folder.text(".n.unroll.md.2.swap").hasSuffix("\n\n# Changed\n"))
    keeper.close(keepsWork: false)
    #expect(folder.names == [".n.unroll.md.swap", "n.unroll.md", "ours"])
}

extension Folder {
    fileprivate var names: [String] { Files.names(in: path).filter { $0 != "." && $0 != ".." }.sorted() }
}
