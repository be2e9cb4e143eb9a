import Base
import CSQLite
import Foundation
import Testing

@testable import Experiments

/// The log by itself: what is written, what comes back, and what happens to a file that is not what it should be.
struct RunLogTests {
    let folder = Folder()

    @Test("a run comes back as it was, with its curves, and gets a number that it keeps") func aRunComesBack() throws {
        let log = folder.log()
        #expect(log.add(.sample("small", losses: [0.5, 0.25, 0.375], validation: [0.75, .nan, 0.625])) == nil)
        #expect(log.add(.sample("large", losses: [0.125])) == nil)
        let runs = folder.log().runs().runs
        #expect(runs.map(\.number) == [1, 2])
        #expect(runs.map(\.name) == ["small", "large"])
        let first = try #require(folder.log().run(1))
        #expect(first["loss"]?.values == [0.5, 0.25, 0.375])
        #expect(first["validation"]?.values.map(\.isNaN) == [false, true, false])
        #expect(first["loss"]?.epochs == [1, 2, 3])
        #expect((first.loss, first.validation, first.best, first.bestEpoch) == (0.375, 0.625, 0.625, 3))
        #expect((runs[0].epochs, runs[0].loss, runs[0].best, runs[0].bestEpoch) == (3, 0.375, 0.625, 3))
        #expect((first.network, first.seed, first.source) == ("gru 2 → dense 1", UInt64.max, "small = fit(…)"))
        #expect(first.ended.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
        #expect(first.version == "test")
    }

    @Test("nothing but the log is in its folder, and nothing before a fit has ended") func noLitter() {
        let log = folder.log()
        #expect(log.runs().runs.isEmpty && log.run(1) == nil)
        #expect(folder.names == [])
        _ = log.add(.sample())
        _ = log.runs()
        #expect(folder.names == ["runs.sqlite"])
        log.close()
        #expect(folder.names == ["runs.sqlite"])
    }

    @Test("a folder that was made before its first fit goes again if there is none") func anEmptyFolder() {
        let log = RunLog(in: folder.root + "/deep/er", version: "test")
        #expect(log.makeFolder() == folder.root + "/deep/er")
        log.close()
        #expect(folder.names == ["deep"])
    }

    @Test("numbers go on where a run was taken out") func numbersGoOn() throws {
        for _ in 1...3 { _ = folder.log().add(.sample()) }
        #expect(try folder.log().prune(keeping: 1) == 2)
        #expect(folder.log().run(1) == nil)
        #expect(try folder.log().prune(keeping: 0) == 1)
        #expect(try folder.log().curves(of: 3) == [])
        _ = folder.log().add(.sample())
        #expect(folder.log().runs().runs.map(\.number) == [4])
    }

    @Test("the newest thousand are kept") func theNewestAreKept() throws {
        let log = RunLog(in: nil, version: "test")
        for _ in 1...1005 { _ = log.add(.sample(losses: [1])) }
        log.move(to: folder.root)
        #expect(log.runs().runs.count == 1000)
        _ = log.add(.sample("last", losses: [1]))
        let kept = folder.log().runs().runs
        #expect(kept.count == 1000 && kept.last?.name == "last")
    }

    @Test("without a notebook runs stay in memory, and are written when it gets a name") func withoutANotebook() {
        let log = RunLog(in: nil, version: "test")
        #expect(log.add(.sample("early")) == nil)
        #expect(log.runs().runs.map(\.number) == [1])
        #expect(log.run(1)?["loss"]?.values == [0.5])
        log.move(to: folder.root)
        #expect(folder.log().runs().runs.map(\.name) == ["early"])
    }

    @Test("a long curve keeps its lowest and its last epoch") func aLongCurve() throws {
        var losses = (1...30_001).map { 10 + Double($0) }
        losses[12_344] = 0.5
        _ = folder.log().add(.sample(losses: losses))
        let run = try #require(folder.log().run(1))
        let curve = try #require(run["loss"])
        #expect(curve.epochs.count <= 2000 && curve.epochs.count > 1500)
        #expect((curve.epochs.first, curve.epochs.last) == (1, 30_001))
        #expect((run.best, run.bestEpoch, run.epochs) == (0.5, 12_345, 30_001))
    }

    // MARK: files that are not what they should be

    @Test("a file that is no database is left as it is, said once, and the runs are kept") func aBrokenFile() {
        let bytes = Data(String(repeating: "no database, and longer than the head of one. ", count: 30).utf8)
        folder.write(bytes)
        let log = folder.log()
        #expect(
            log.add(.sample("a")) == "the run is not in the log: it is damaged, or no database; "
                + "the log is left as it is, the run is kept until you leave")
        #expect(log.add(.sample("b")) == nil)
        #expect(log.runs().runs.map(\.name) == ["a", "b"])
        #expect(log.run(2)?.name == "b")
        #expect(folder.bytes == bytes && folder.names == ["runs.sqlite"])
    }

    @Test("what could not be written is written when it can be") func whatCouldNotBeWritten() {
        try? FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let log = folder.log()
        #expect(log.add(.sample("a"))?.contains("it is not a private file of yours") == true)
        try? FileManager.default.removeItem(atPath: folder.path)
        #expect(log.add(.sample("b")) == nil)
        #expect(folder.log().runs().runs.map(\.name) == ["a", "b"])
    }

    @Test(
        "a database of something else, and one of a later version, are not touched",
        arguments: [
            ("CREATE TABLE addresses (name TEXT)", "it is a database of something else"),
            ("PRAGMA user_version = 7", "it is a database of something else"),
            (
                "PRAGMA application_id = \(0x556E_726C); PRAGMA user_version = 2; CREATE TABLE runs (number INTEGER)",
                "it has format 2, which a later version of Unroll wrote; this one knows 1"
            ),
            (
                "PRAGMA application_id = \(0x556E_726C); PRAGMA user_version = 1; CREATE TABLE other (number INTEGER)",
                "it is a database of something else"
            ),
        ])
    func aForeignDatabase(sql: String, words: String) {
        folder.run(sql)
        let bytes = folder.bytes
        let log = folder.log()
        #expect(log.add(.sample())?.contains(words) == true)
        #expect(log.runs().runs.count == 1)
        #expect(folder.bytes == bytes && folder.names == ["runs.sqlite"])
    }

    @Test("values of other types than the columns say are read as far as they make sense") func otherTypes() throws {
        _ = folder.log().add(.sample("a"))
        folder.run(
            "UPDATE runs SET seed = 'x', loss = 'high', name = x'00ff', epochs = 2.5, weights = 1e300, network = 7;"
                + "UPDATE curves SET value = 'none', epoch = 'first'")
        let run = try #require(folder.log().run(1))
        #expect((run.seed, run.weights, run.name, run.epochs) == (0, 0, nil, 0))
        #expect(run["loss"]?.epochs == [0] && run["loss"]?.values.map(\.isNaN) == [true])
    }

    @Test("a view and a trigger that a file brings along are not run") func viewsAreNotRun() {
        _ = folder.log().add(.sample("a"))
        folder.run(
            "CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END;"
                + "ALTER TABLE curves RENAME TO hidden; CREATE VIEW curves AS SELECT * FROM hidden")
        let log = folder.log()
        #expect(log.add(.sample("b")) != nil)
        let read = folder.log().runs()
        #expect(read.runs.isEmpty)
        #expect(read.trouble?.contains("it is a database of something else") == true)
    }

    @Test("a file cut in the middle is no crash", arguments: [0, 1, 100, 4096, 5000, 9000]) func aFileCut(length: Int) {
        for _ in 1...5 { _ = folder.log().add(.sample(losses: (1...200).map(Double.init))) }
        folder.write(folder.bytes.prefix(length))
        let bytes = folder.bytes
        let log = folder.log()
        let trouble = log.add(.sample("new"))
        #expect(log.runs().runs.last?.name == "new")
        #expect(trouble == nil || folder.bytes == bytes)
    }

    // MARK: several at once

    @Test("two writers at once lose nothing") func twoWriters() async {
        let folder = folder
        await withTaskGroup(of: Void.self) { group in
            for writer in 1...2 {
                group.addTask {
                    let log = folder.log()
                    for run in 1...20 { _ = log.add(.sample("w\(writer)-\(run)")) }
                }
            }
        }
        let runs = folder.log().runs().runs
        #expect(runs.map(\.number) == Array(1...40))
        #expect(Set(runs.compactMap(\.name)).count == 40)
    }
}

/// A temporary folder, private as a state folder is, with the log of one notebook.
final class Folder: Sendable {
    let root = NSTemporaryDirectory() + "unroll-log-\(UUID().uuidString)"

    init() { mkdir(root, 0o700) }
    deinit { try? FileManager.default.removeItem(atPath: root) }

    var path: String { root + "/runs.sqlite" }
    func log() -> RunLog { RunLog(in: root, version: "test") }
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted() }
    var bytes: Data { FileManager.default.contents(atPath: path) ?? Data() }
    func write(_ bytes: Data) {
        try? bytes.write(to: URL(fileURLWithPath: path))
        chmod(path, 0o600)
    }

    /// As another program would.
    func run(_ sql: String) {
        var handle: OpaquePointer?
        let mask = umask(0o077)
        sqlite3_open(path, &handle)
        umask(mask)
        #expect(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(handle)
    }
}

extension LoggedRun {
    static func sample(_ name: String? = nil, losses: [Double] = [0.5], validation: [Double] = []) -> LoggedRun {
        var run = LoggedRun()
        (run.name, run.cell, run.source) = (name, "cell 4", "\(name ?? "run") = fit(…)")
        (run.network, run.seed, run.ending) = ("gru 2 → dense 1", .max, "finished")
        let epochs = Array(1...losses.count)
        run.take(
            [Curve("loss", epochs: epochs, values: losses)]
                + (validation.isEmpty ? [] : [Curve("validation", epochs: epochs, values: validation)]))
        return run
    }
}
