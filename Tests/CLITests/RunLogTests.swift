import Glibc
import TerminalKit
import TestKit
import Testing

/// The log of a notebook, `--set` and the digest, through the real binary.
struct RunLogTests {
    let folder = Folder()
    /// Of the user: the logs are below it.
    let home = Folder()
    static let data = "train, test = split(window(scale(load(\"nile\").flow_1e8_m3), length = 5), 0.8)"
    static let fit = "run = fit(gru(2) |> dense(1), train, validation = test, epochs = 6, verbose = 0)"

    private func unroll(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws
        -> Program
    {
        try Program.run(
            ["unroll"] + arguments, input: input, environment: inHome.merging(environment) { $1 }, folder: folder.path)
    }

    private func screen(_ arguments: String..., width: Int = 100, height: Int = 30) throws -> TerminalSession {
        try TerminalSession(
            ["unroll"] + arguments, width: width, height: height, environment: inHome, folder: folder.path)
    }

    private var inHome: [String: String] { Repository.data.merging(["HOME": home.path]) { $1 } }

    /// The paths of all logs below the home.
    private var logs: [String] {
        let found = try? Program.run(["find", home.path, "-path", "*/unroll/runs/*", "-type", "f"]).output
        return (found ?? "").split(separator: "\n").map(String.init).sorted()
    }

    @Test("run logs each fit, check none, and the notebook stays the same bytes") func runLogs() throws {
        try folder.notebook("n.unroll.md", Self.data, Self.fit, "runs()", "compare(run, 1)")
        let first = try unroll("run", "--write", "n.unroll.md")
        #expect(first.ending == .status(0), "\(first.output)")
        #expect(first.output.contains("    1  run   gru 2 → dense 1  "))
        #expect(folder.names == ["n.unroll.md"])
        let once = folder.bytes("n.unroll.md")
        let second = try unroll("run", "--write", "n.unroll.md")
        #expect(second.output.contains("    2  run   gru 2 → dense 1  "))
        #expect(folder.bytes("n.unroll.md") == once)
        #expect(!String(decoding: once, as: UTF8.self).contains("gru 2 → dense 1  "))
        let path = try #require(logs.first)
        #expect(
            logs.count == 1 && path.hasSuffix("/runs.sqlite") && path.contains("/.local/state/unroll/runs/n.unroll.md-")
        )
        let log = Repository.bytes(path)
        #expect(try unroll("check", "n.unroll.md").ending == .status(0))
        #expect(try unroll("run", "--no-log", "n.unroll.md").ending == .status(0))
        #expect(Repository.bytes(path) == log && logs == [path])
    }

    @Test("runs lists the log, as a table, as CSV, and one curve; --prune removes the oldest")
    func runsLists() throws {
        try folder.notebook("n.unroll.md", Self.data, Self.fit)
        let none = try unroll("runs", "n.unroll.md")
        #expect(none.ending == .status(3))
        #expect(none.errors == "unroll: no run of n.unroll.md is logged on this machine\n")
        for _ in 1...3 { _ = try unroll("run", "n.unroll.md") }
        let list = try unroll("runs", "n.unroll.md").output.split(separator: "\n")
        #expect(list.first?.hasPrefix("run  name  network ") == true && list.count >= 4)
        let csv = try unroll("runs", "--csv", "n.unroll.md").output.split(separator: "\n")
        #expect(csv.count == 4)
        #expect(csv[0].hasPrefix("run,name,network,loss,validation,best,best_epoch,ending,cell,"))
        #expect(csv[3].hasPrefix("3,run,gru 2 → dense 1,") && csv[3].hasSuffix(",6"))
        let curve = try unroll("runs", "--curve", "2", "n.unroll.md").output.split(separator: "\n")
        #expect(curve.count == 7 && curve[0] == "epoch,loss,validation" && curve[6].hasPrefix("6,"))
        #expect(
            try unroll("runs", "--prune", "1", "n.unroll.md").output == "removed 2 runs from the log of n.unroll.md\n")
        #expect(try unroll("runs", "--csv", "n.unroll.md").output.split(separator: "\n").count == 2)
        #expect(try unroll("runs", "--prune", "-1", "n.unroll.md").ending == .status(3))
    }

    @Test("a file in the log's place that is no log is left alone, and the fit goes on")
    func aFileInItsPlace() throws {
        try folder.notebook("n.unroll.md", Self.data, Self.fit, "compare(run, run)")
        _ = try unroll("run", "n.unroll.md")
        let path = try #require(logs.first)
        let list = Array("my shopping list\n".utf8)
        try home.write(String(path.dropFirst(home.path.count + 1)), bytes: list)
        let program = try unroll("run", "--write", "n.unroll.md")
        #expect(program.ending == .status(0))
        #expect(program.output.contains("the run is not in the log: it is damaged, or no database"))
        #expect(Repository.bytes(path) == list)
        #expect(!folder.read("n.unroll.md").contains("not in the log"))
        let runs = try unroll("runs", "n.unroll.md")
        #expect(runs.ending == .status(3))
        #expect(runs.errors.contains("cannot read the log of n.unroll.md: it is damaged, or no database"))
    }

    @Test("a log goes out as a database and comes in again; one from elsewhere is not opened where it is")
    func outAndIn() throws {
        try folder.notebook("n.unroll.md", Self.data, Self.fit)
        try folder.notebook("m.unroll.md", "1 + 1")
        for _ in 1...2 { _ = try unroll("run", "n.unroll.md") }
        #expect(try unroll("runs", "n.unroll.md", "--export", "m.runs.sqlite").output == "wrote m.runs.sqlite\n")
        let victim = folder.path + "/thesis.tex"
        try folder.write("thesis.tex", "years")
        let journal = HotJournal.bytes(of: folder.bytes("m.runs.sqlite"), deleting: victim)
        try folder.write("m.runs.sqlite-journal", bytes: journal)
        let before = folder.bytes("m.runs.sqlite")
        #expect(try unroll("runs", "--csv", "m.runs.sqlite").output.split(separator: "\n").count == 3)
        #expect(try unroll("runs", "--curve", "2", "m.runs.sqlite").output.hasPrefix("epoch,loss,validation\n1,"))
        let none = try unroll("runs", "m.unroll.md")
        #expect(
            none.errors == "unroll: no run of m.unroll.md is logged on this machine; to add the runs of m.runs.sqlite: "
                + "unroll runs m.unroll.md --import m.runs.sqlite\n")
        let added = try unroll("runs", "m.unroll.md", "--import", "m.runs.sqlite")
        #expect(added.output == "added 2 runs to the log of m.unroll.md\n")
        #expect(try unroll("runs", "--csv", "m.unroll.md").output.split(separator: "\n").count == 3)
        #expect(folder.names == ["m.runs.sqlite", "m.runs.sqlite-journal", "m.unroll.md", "n.unroll.md", "thesis.tex"])
        #expect(folder.bytes("m.runs.sqlite") == before)
        let again = try unroll("runs", "n.unroll.md", "--export", "m.runs.sqlite")
        #expect(
            again.ending == .status(0) && again.output == "wrote m.runs.sqlite\n", "it is an output of unroll's own")
        #expect(try unroll("runs", "m.runs.sqlite", "--prune", "0").ending == .status(3))
    }

    @Test("where the disk takes no more, the fit goes on and nothing of the log is half written")
    func theDiskIsFull() throws {
        try folder.notebook("n.unroll.md", Self.data, Self.fit.replacing("epochs = 6", with: "epochs = 400"), "runs()")
        let small = Self.fit.replacing("epochs = 6", with: "epochs = 1")
        try folder.notebook("m.unroll.md", Self.data, small)
        _ = try unroll("run", "m.unroll.md")
        #expect(try unroll("runs", "m.unroll.md", "--export", "m.sqlite").ending == .status(0))
        #expect(try unroll("runs", "n.unroll.md", "--import", "m.sqlite").ending == .status(0))
        // A file may grow to 24 blocks of 1024 bytes (of 512 in some shells).
        let program = try Program.run(
            ["sh", "-c", "ulimit -f 24; exec \(Program.path(of: "unroll")) run n.unroll.md"],
            environment: inHome, folder: folder.path)
        #expect(program.ending == .status(0), "\(program.output)\(program.errors)")
        #expect(program.output.contains("the run is not in the log: "))
        #expect(program.output.contains("    2  run   gru 2 → dense 1  "))
        #expect(logs.count == 2, "no journal is left")
        #expect(try unroll("runs", "--csv", "n.unroll.md").output.split(separator: "\n").count == 2)
    }

    @Test("two processes that log at once lose no run") func twoProcesses() throws {
        let fit = "fit(dense(1), examples([[1, 2]], [1], vectors = true), epochs = 1, verbose = 0)"
        let fits = (1...15).map { "r\($0) = \(fit)" }
        try folder.notebook("n.unroll.md", fits.joined(separator: "\n"))
        let sessions = try (1...2).map { _ in try screen("run", "n.unroll.md") }
        for session in sessions { #expect(session.waitForEnd(seconds: 20) == .status(0)) }
        #expect(try unroll("runs", "--csv", "n.unroll.md").output.split(separator: "\n").count == 31)
        #expect(folder.names == ["n.unroll.md"])
    }

    @Test("a process that is killed in a fit leaves that fit out, and the others are there")
    func killedInAFit() throws {
        try folder.notebook("n.unroll.md", Self.data + "\n" + Self.fit, "print = 1\n" + BadScreenTests.endless)
        let session = try screen("run", "n.unroll.md")
        #expect(session.wait(for: "epoch "))
        session.signal(SIGKILL)
        _ = session.waitForEnd(seconds: 5)
        #expect(try unroll("runs", "--csv", "n.unroll.md").output.split(separator: "\n").count == 2)
        #expect(folder.names == ["n.unroll.md"])
    }

    @Test("on the screen a fit is logged when it ends, and opening alone writes nothing")
    func onTheScreen() throws {
        try folder.notebook("n.unroll.md", Self.data + "\n" + Self.fit)
        let session = try screen("n.unroll.md")
        #expect(session.waitForNotebook())
        #expect(logs == [])
        session.run(cell: 1)
        #expect(session.wait(for: "run: 6 epochs"))
        session.send(":q!", .enter)
        _ = session.waitForEnd(seconds: 5)
        #expect(try unroll("runs", "--csv", "n.unroll.md").output.split(separator: "\n").count == 2)
    }

    @Test("in the REPL runs are in memory until the inputs are saved") func inTheREPL() throws {
        let lines = [Self.data, Self.fit, "count(runs().run)", ":save lesson.unroll.md", Self.fit, "count(runs().run)"]
        let program = try unroll(
            "repl", input: lines.joined(separator: "\n") + "\n")
        let counts = program.output.split(separator: "\n").filter { $0 == "1" || $0 == "2" }
        #expect(counts == ["1", "2"], "\(program.output)")
        #expect(logs.map { $0.contains("/lesson.unroll.md-") } == [true])
        #expect(try unroll("runs", "--csv", "lesson.unroll.md").output.split(separator: "\n").count == 3)
    }

    // MARK: check

    @Test("check takes folders and several files, and --accept without numbers takes over all")
    func checkOfAFolder() throws {
        try folder.notebook("a.unroll.md", "1 / 8")
        try folder.notebook("b.unroll.md", "2 + 3", "3 + 4")
        let differs = try unroll("check", ".")
        #expect(differs.ending == .status(1))
        #expect(differs.output.contains("2 notebooks: 2 differ (exit status 1)"))
        let refused = try unroll("check", ".", "--accept", "1")
        #expect(refused.ending == .status(3))
        #expect(refused.errors.contains("--accept with numbers of cells is for one notebook"))
        for word in ["1,x", "nowhere.md", "1,", ""] {
            let before = folder.bytes("a.unroll.md")
            let slip = try unroll("check", "a.unroll.md", "--accept", word)
            #expect(slip.ending == .status(3) && slip.errors.contains("--accept takes numbers of cells"), "\(word)")
            #expect(folder.bytes("a.unroll.md") == before)
        }
        #expect(try unroll("check", "--accept", "a.unroll.md").ending == .status(0))
        #expect(try unroll("check", ".", "--accept").ending == .status(0))
        let same = try unroll("check", "a.unroll.md", "b.unroll.md")
        #expect(same.ending == .status(0))
        #expect(same.output.contains("2 notebooks: 2 same (exit status 0)\ndigest of all "))
        #expect(try unroll("check").ending == .status(3))
    }

    @Test("--set changes every call, is refused where outputs would be saved, and unknown names are told")
    func set() throws {
        try folder.notebook("n.unroll.md", Self.data, Self.fit, "check(run.epochs, 6)")
        #expect(try unroll("run", "--write", "--no-log", "n.unroll.md").ending == .status(0))
        let before = folder.bytes("n.unroll.md")
        let program = try unroll("check", "n.unroll.md", "--set", "epochs=2", "--set", "batch_size=8")
        #expect(program.ending == .status(0), "\(program.output)")
        #expect(program.output.contains("set: epochs = 2, batch_size = 8"))
        let run = try unroll("run", "--no-log", "n.unroll.md", "--set", "epochs=2")
        #expect(run.output.contains("run: 2 epochs"))
        #expect(run.output.contains("not checked: arguments are set from outside"))
        for arguments in [["check", "--accept"], ["run", "--write"]] {
            let refused = try Program.run(
                ["unroll"] + arguments + ["n.unroll.md", "--set", "epochs=2"], environment: Repository.data,
                folder: folder.path)
            #expect(refused.ending == .status(3))
            #expect(refused.errors.contains("is not for outputs that come of --set"))
        }
        let unknown = try unroll("check", "n.unroll.md", "--set", "epohcs=2")
        #expect(unknown.ending == .status(3) && unknown.output.contains("did you mean `epochs`?"))
        let form = try unroll("run", "n.unroll.md", "--set", "epochs")
        #expect(form.ending == .status(3) && form.errors.contains("--set takes NAME=VALUE"))
        #expect(folder.bytes("n.unroll.md") == before)
        #expect(folder.names == ["n.unroll.md"])
    }

    @Test("the digest is the same whatever the terminal, the locale and the processors are")
    func theDigestIsTheSame() throws {
        try folder.notebook("n.unroll.md", Self.data, Self.fit, "plot(run)", "runs()", "run.history")
        var codes: Set<Substring> = []
        func note(_ text: String) {
            for line in text.split(separator: "\n") where line.hasPrefix("digest ") { codes.insert(line.prefix(21)) }
        }
        note(try unroll("check", "n.unroll.md").output)
        let places = [["LC_ALL": "C"], ["LC_ALL": "de_DE.UTF-8", "NO_COLOR": "1"], ["COLUMNS": "40", "TERM": "dumb"]]
        for environment in places {
            note(try unroll("check", "n.unroll.md", environment: environment).output)
        }
        let wide = try screen("check", "n.unroll.md", width: 200, height: 50)
        #expect(wide.wait(for: "digest "))
        note(wide.text)
        let one = try Program.run(
            ["taskset", "-c", "0", Program.path(of: "unroll"), "check", "n.unroll.md"],
            environment: Repository.data, folder: folder.path)
        note(one.output)
        _ = try unroll("run", "--write", "n.unroll.md")
        note(try unroll("check", "n.unroll.md").output)
        #expect(codes.count == 1, "\(codes)")
    }
}
