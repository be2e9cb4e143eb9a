import Glibc
import TerminalKit
import Testing

/// What becomes of work that was not saved, whatever ends the program or happens to the file.
struct SafetyTests {
    let folder = Folder()

    private func open(environment: [String: String] = [:]) throws -> TerminalSession {
        try folder.notebook("n.unroll.md", "a = 1")
        return try reopen(environment: environment)
    }

    private func reopen(environment: [String: String] = [:]) throws -> TerminalSession {
        try folder.screen("n.unroll.md", environment: environment)
    }

    /// Types at the beginning of the first code cell.
    private func type(_ text: String, in session: TerminalSession) {
        #expect(session.waitForNotebook())
        session.send(":1", .enter, .enter)
        #expect(session.wait(for: "  EDIT "))
        session.type(text)
        #expect(session.wait(for: "┃" + text))
    }

    /// Waits until the swap file holds this.
    private func waitForSwap(_ text: String, in session: TerminalSession, name: String = ".n.unroll.md.swap") -> Bool {
        session.wait { _ in folder.read(name).contains(text) }
    }

    @Test("work that kill -9 or a crash cut off is offered, recovered and saved", arguments: [SIGKILL, SIGSEGV])
    func workIsOfferedAndRecovered(signal: Int32) throws {
        let session = try open()
        let before = folder.bytes("n.unroll.md")
        type("b = 2 ", in: session)
        #expect(waitForSwap("b = 2 a = 1", in: session))
        session.signal(signal)
        #expect(session.waitForEnd() == .signal(signal))
        if signal == SIGSEGV { #expect(session.isGivenBack) }
        #expect(folder.bytes("n.unroll.md") == before)

        let again = try reopen()
        #expect(again.wait(for: "n.unroll.md > unsaved work"))
        #expect(again.waitForLine("the file", "5 lines, 28 bytes, written"))
        again.send("r", .enter)
        #expect(again.waitForLine("n.unroll.md [+]"))
        #expect(again.wait(for: "b = 2 a = 1"))
        #expect(folder.bytes("n.unroll.md") == before)
        again.send(.control("s"))
        #expect(again.wait(for: "Saved n.unroll.md."))
        #expect(folder.read("n.unroll.md").contains("```unroll\nb = 2 a = 1\n```\n"))
        again.send("q")
        #expect(again.waitForEnd() == .status(0))
        #expect(folder.names == ["n.unroll.md"])
    }

    @Test("work that is offered stays until something is decided, even if that is cut off too")
    func workStaysUntilSomethingIsDecided() throws {
        let session = try open()
        type("b = 2 ", in: session)
        #expect(waitForSwap("b = 2 a = 1", in: session))
        session.signal(SIGKILL)
        #expect(session.waitForEnd() == .signal(SIGKILL))
        let asked = try reopen()
        #expect(asked.wait(for: "n.unroll.md > unsaved work"))
        asked.signal(SIGKILL)
        #expect(asked.waitForEnd() == .signal(SIGKILL))
        let again = try reopen()
        #expect(again.wait(for: "n.unroll.md > unsaved work"))
        again.send(.escape)
        #expect(again.waitForEnd() == .status(0))
        let last = try reopen()
        #expect(last.wait(for: "n.unroll.md > unsaved work"))
        last.send("d", .enter)
        #expect(last.wait(for: "The unsaved work is gone; this is the file."))
        last.send("q")
        #expect(last.waitForEnd() == .status(0))
        #expect(folder.names == ["n.unroll.md"])
    }

    @Test("work that was begun on another state of the file does not overwrite it unasked") func workOnAnotherState()
        throws
    {
        let session = try open()
        type("b = 2 ", in: session)
        #expect(waitForSwap("b = 2 a = 1", in: session))
        session.signal(SIGKILL)
        #expect(session.waitForEnd() == .signal(SIGKILL))
        try folder.write("n.unroll.md", "# Theirs\n")
        let again = try reopen()
        #expect(again.wait(for: "The file was changed after that work was begun: saving will ask what to keep."))
        again.send("r", .enter)
        #expect(again.wait(for: "b = 2 a = 1"))
        again.send(.control("s"))
        #expect(again.wait(for: "n.unroll.md > changed on the disk"))
        again.send(.escape)
        #expect(again.wait(for: "b = 2 a = 1"))
        #expect(folder.read("n.unroll.md") == "# Theirs\n")
    }

    @Test("what only looks like a swap file is left alone", arguments: ["", "b0VIM 9.0", "unroll swap 1\n\nwork\n"])
    func whatOnlyLooksLikeASwapFile(text: String) throws {
        try folder.write(".n.unroll.md.swap", text)
        let session = try open()
        #expect(session.waitForNotebook())
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.read(".n.unroll.md.swap") == text)
        #expect(folder.names == [".n.unroll.md.swap", "n.unroll.md"])
    }

    @Test("a signal or a closed line keeps what was typed last", arguments: [SIGTERM, SIGHUP])
    func aSignalKeepsWhatWasTypedLast(signal: Int32) throws {
        let session = try open()
        type("last words ", in: session)
        // A closing terminal sends it from two sides.
        session.signal(signal)
        session.signal(signal)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
        #expect(folder.read(".n.unroll.md.swap").contains("last words a = 1"))
    }

    @Test("a program that is stopped and continued has kept its work and goes on") func stoppedAndContinued() throws {
        try folder.notebook("n.unroll.md", "a = 1")
        // Only a job of a shell can be stopped.
        let session = try TerminalSession(
            ["bash", "--norc", "-i"], environment: ["PS1": "shell> "], folder: folder.path)
        #expect(session.wait(for: "shell>"))
        session.type("\(try Program.path(of: "unroll")) n.unroll.md\r")
        type("then ", in: session)
        let process = try #require(
            folder.read(".n.unroll.md.swap").split(separator: " ").dropFirst(3).first.flatMap { Int32($0) })
        kill(process, SIGTSTP)
        #expect(session.wait(for: "Stopped"))
        #expect(!session.isAlternateScreen)
        #expect(folder.read(".n.unroll.md.swap").contains("then a = 1"))
        session.type("fg\r")
        #expect(session.wait(for: "┃then a = 1"))
        session.send("more ")
        #expect(session.wait(for: "┃then more a = 1"))
        kill(process, SIGTERM)
        #expect(session.wait { !$0.isAlternateScreen })
    }

    @Test("discarded work is gone, and so is the swap file") func discardedWorkIsGone() throws {
        let session = try open()
        type("b", in: session)
        #expect(waitForSwap("ba = 1", in: session))
        session.send(.escape, "q")
        #expect(session.wait(for: "Save changes to n.unroll.md?"))
        session.send("d")
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.names == ["n.unroll.md"])
    }

    @Test("an idle notebook writes nothing beside its lock") func anIdleNotebookWritesNothing() throws {
        let session = try open()
        #expect(session.waitForNotebook())
        session.send("j", "k", "G")
        #expect(folder.names == [".n.unroll.md.swap", "n.unroll.md"])
        #expect(!folder.read(".n.unroll.md.swap").contains("kept"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.names == ["n.unroll.md"])
    }

    @Test("a second process is told, and a third after the first was killed is not") func aSecondProcessIsTold() throws
    {
        let first = try open()
        #expect(first.waitForNotebook())
        let second = try reopen()
        #expect(second.waitForLine("n.unroll.md is open in another unroll: process \(first.process), opened"))
        second.send("a", .enter)
        #expect(second.waitForNotebook())
        second.send("q")
        #expect(second.waitForEnd() == .status(0))
        first.signal(SIGKILL)
        #expect(first.waitForEnd() == .signal(SIGKILL))
        let third = try reopen()
        #expect(third.waitForNotebook())
        third.send("q")
        #expect(third.waitForEnd() == .status(0))
        #expect(folder.names == ["n.unroll.md"])
    }

    @Test("of a file that others have changed, mine, theirs or both are kept", arguments: ["m", "t", "b"])
    func mineTheirsOrBoth(answer: String) throws {
        let session = try open()
        type("mine ", in: session)
        let theirs = "# Theirs\n"
        try folder.write("n.unroll.md", theirs)
        #expect(session.waitForLine("n.unroll.md has changed on the disk; :e asks what to keep"))
        #expect(session.hasLine("[changed on disk]"))
        session.send(.control("s"))
        #expect(session.wait(for: "n.unroll.md > changed on the disk"))
        #expect(folder.read("n.unroll.md") == theirs)
        session.send(KeyName(answer), .enter)
        let mine = "# Test\n\n```unroll\nmine a = 1\n```\n"
        if answer == "t" {
            #expect(session.wait(for: "This is the file as it stands on the disk"))
            #expect(session.wait(for: "# Theirs"))
            session.send("z")
            #expect(session.wait(for: "mine a = 1"))
        } else {
            #expect(session.waitForLine("Saved n.", "unroll.md."))
        }
        #expect(folder.read("n.unroll.md") == (answer == "m" ? mine : theirs))
        #expect(folder.read("n.mine.unroll.md") == (answer == "b" ? mine : ""))
    }

    @Test("a notebook in a folder that allows no new files is edited, kept elsewhere and not half saved")
    func aFolderThatAllowsNoNewFiles() throws {
        try folder.notebook("n.unroll.md", "a = 1")
        let before = folder.bytes("n.unroll.md")
        let state = Folder()
        chmod(folder.path, 0o555)
        defer { chmod(folder.path, 0o755) }
        // For root every folder is open, unless it gives that right away.
        let plain = getuid() == 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : []
        let session = try TerminalSession(
            plain + [try Program.path(of: "unroll"), "n.unroll.md"], width: 120, height: 24,
            environment: ["XDG_STATE_HOME": state.path], folder: folder.path)
        #expect(session.wait(for: "Unsaved work is kept in \(state.path)/unroll: its folder allows no new files."))
        type("mine ", in: session)
        session.send(.control("s"))
        #expect(session.wait(for: "cannot save n.unroll.md: its folder allows no new files; the file is as it was."))
        #expect(session.hasLine("┃mine a = 1"))
        #expect(folder.bytes("n.unroll.md") == before)
        #expect(folder.names == ["n.unroll.md"])
        session.signal(SIGTERM)
        #expect(session.waitForEnd() == .status(0))
        let again = try TerminalSession(
            plain + [try Program.path(of: "unroll"), "n.unroll.md"], width: 120, height: 24,
            environment: ["XDG_STATE_HOME": state.path], folder: folder.path)
        #expect(again.wait(for: "n.unroll.md > unsaved work"))
        again.send("r", .enter)
        #expect(again.wait(for: "mine a = 1"))
        again.send(KeyName(":w \(state.path)/n.unroll.md"), .enter)
        #expect(again.wait(for: "Saved n.unroll.md."))
        again.send("q")
        #expect(again.waitForEnd() == .status(0))
        #expect(state.read("n.unroll.md") == "# Test\n\n```unroll\nmine a = 1\n```\n")
    }

    @Test("a full disk leaves the file whole, the text in the editor and nothing else behind") func aFullDisk() throws {
        try folder.write("n.unroll.md", "# " + String(repeating: "long ", count: 1000) + "\n\n```unroll\na = 1\n```\n")
        let before = folder.bytes("n.unroll.md")
        // No file may grow beyond 2 KB: writing more fails half-way, as on a full disk.
        let session = try TerminalSession(
            ["bash", "-c", "ulimit -f 2; exec \(try Program.path(of: "unroll")) n.unroll.md"], width: 100, height: 24,
            environment: ["XDG_STATE_HOME": folder.path + "/state"], folder: folder.path)
        type("b = 2 ", in: session)
        #expect(session.wait(for: "Unsaved work cannot be kept: the disk is full. Save often."))
        session.send(.control("s"))
        #expect(session.wait(for: "cannot save n.unroll.md: the disk is full; the file is as it was."))
        #expect(session.hasLine("┃b = 2 a = 1"))
        #expect(session.hasLine("[work not kept]"))
        #expect(folder.bytes("n.unroll.md") == before)
        session.send(.escape, ":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.names.filter { $0 != "state" } == ["n.unroll.md"])
    }

    @Test("a file that vanished is told and written again; a folder that vanished leaves the text in the editor")
    func aFileThatVanished() throws {
        let inner = Folder()
        try inner.notebook("n.unroll.md", "a = 1")
        let session = try inner.screen("n.unroll.md", environment: ["XDG_STATE_HOME": folder.path])
        type("b = 2 ", in: session)
        unlink(inner.path + "/n.unroll.md")
        #expect(session.wait(for: "n.unroll.md is no longer on the disk; Ctrl-S writes it again."))
        session.send(.control("s"))
        #expect(session.wait(for: "Saved n.unroll.md."))
        #expect(inner.read("n.unroll.md") == "# Test\n\n```unroll\nb = 2 a = 1\n```\n")
        _ = try Program.run(["rm", "-rf", inner.path])
        session.send("c")
        #expect(session.wait(for: "Unsaved work is kept in \(folder.path)/unroll: its folder does not exist."))
        session.send(.control("s"))
        #expect(session.wait(for: "its folder does not exist"))
        #expect(session.hasLine("┃b = 2 ca = 1"))
    }

    @Test("a notebook in the middle of a merge opens, says where, and keeps every mark") func aNotebookInAMerge() throws
    {
        let text = """
            # Test

            ```unroll
            <<<<<<< HEAD
            a = 1
            =======
            a = 2
            >>>>>>> theirs
            ```

            ```unroll
            b = 3
            ```

            """
        try folder.write("n.unroll.md", text)
        let session = try folder.screen("n.unroll.md")
        #expect(session.waitForLine("cell 1 holds both sides of a merge"))
        session.run(cell: 1)
        #expect(session.waitForLine("1 failed"))
        session.run(cell: 2)
        #expect(session.wait(for: "ok>2"))
        session.send(.control("s"))
        #expect(session.wait(for: "Saved n.unroll.md."))
        #expect(folder.read("n.unroll.md").hasPrefix(text.dropLast()))
    }
}
