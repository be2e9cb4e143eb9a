import CSQLite
import Foundation
import TerminalKit
import Testing

@testable import Experiments

/// Files that came from elsewhere: links in the log's place, journals, and logs that are read as bytes.
struct ForeignLogTests {
    let folder = Folder()
    let other = Folder()

    // MARK: the place

    @Test(
        "a link in the place of the log is not followed, whatever it leads to", arguments: ["", "text", "log", "none"])
    func aLinkInThePlace(kind: String) throws {
        let target = other.root + "/target"
        if kind == "log" {
            _ = other.log().add(.sample("theirs"))
            rename(other.path, target)
        } else if kind != "none" {
            try Data(kind.utf8).write(to: URL(fileURLWithPath: target))
        }
        let before = FileManager.default.contents(atPath: target)
        symlink(target, folder.path)
        let log = folder.log()
        #expect(log.add(.sample("mine"))?.contains("it is not a private file of yours in a private folder") == true)
        #expect(log.runs().runs.map(\.name) == ["mine"])
        #expect(FileManager.default.contents(atPath: target) == before)
        #expect(other.names == (kind == "none" ? [] : ["target"]))
    }

    @Test("a link in the place of the log's folder is not followed") func aLinkInThePlaceOfTheFolder() {
        symlink(other.root, folder.root + "/runs")
        let log = RunLog(in: folder.root + "/runs", version: "test")
        #expect(log.makeFolder() == nil)
        #expect(log.add(.sample())?.contains("it is not a private file of yours") == true)
        #expect(other.names == [])
    }

    @Test("a folder or file that others may write is not used", arguments: [0o770, 0o707]) func whatOthersMayWrite(
        mode: Int
    ) {
        _ = folder.log().add(.sample("a"))
        chmod(folder.root, mode_t(mode))
        #expect(folder.log().add(.sample("b"))?.contains("it is not a private file of yours") == true)
        chmod(folder.root, 0o700)
        chmod(folder.path, mode_t(mode))
        #expect(folder.log().runs().trouble?.contains("it is not a private file of yours") == true)
        chmod(folder.path, 0o600)
        #expect(folder.log().runs().runs.map(\.name) == ["a"])
    }

    @Test("a pipe, a folder and a link in the place of the journal are refused", arguments: ["pipe", "folder", "link"])
    func theJournalsPlace(kind: String) {
        _ = folder.log().add(.sample("a"))
        let journal = folder.path + "-journal"
        switch kind {
        case "pipe": mkfifo(journal, 0o600)
        case "folder": mkdir(journal, 0o700)
        default: symlink(other.root + "/x", journal)
        }
        #expect(folder.log().add(.sample("b")) != nil)
        #expect(other.names == [])
    }

    // MARK: what is in it

    @Test("a journal that names a file to be deleted deletes nothing where it came with a copied log")
    func aHotJournal() throws {
        _ = other.log().add(.sample("theirs"))
        let victim = other.root + "/thesis.tex"
        try Data("years".utf8).write(to: URL(fileURLWithPath: victim))
        try Data(HotJournal.bytes(of: Array(other.bytes), deleting: victim)).write(
            to: URL(fileURLWithPath: other.path + "-journal"))
        let copy = try LogCopy(Array(other.bytes))
        #expect(try copy.runs().map(\.name) == ["theirs"])
        #expect(try folder.log().add(from: copy) == 1)
        #expect(other.names == ["runs.sqlite", "runs.sqlite-journal", "thesis.tex"])
        // The same journal is played by SQLite where it is given the file: this is what must not happen.
        other.run("SELECT count(*) FROM runs")
        #expect(other.names == ["runs.sqlite"])
    }

    @Test("a page that does not fit is found before anything is read") func damage() {
        for _ in 1...30 { _ = folder.log().add(.sample(losses: (1...200).map(Double.init))) }
        var bytes = folder.bytes
        for place in stride(from: 4096 * 3, to: bytes.count - 4096, by: 4096) { bytes[place] = 0xFF }
        folder.write(bytes)
        #expect(folder.log().runs().trouble?.contains("it is damaged, or no database") == true)
        #expect(folder.log().add(.sample())?.contains("it is damaged, or no database") == true)
        #expect(folder.bytes == bytes)
    }

    @Test(
        "what a schema brings along is refused",
        arguments: [
            "CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END",
            "CREATE VIEW v AS SELECT * FROM runs", "CREATE INDEX i ON runs (hex(zeroblob(1000000)))",
            "ALTER TABLE runs ADD COLUMN big AS (hex(zeroblob(1000000)))", "CREATE TABLE more (a)",
        ])
    func theSchema(sql: String) throws {
        _ = folder.log().add(.sample("a"))
        folder.run(sql)
        #expect(folder.log().add(.sample("b"))?.contains("it is a database of something else") == true)
        #expect(throws: LogFault.foreign) { try LogCopy(Array(folder.bytes)) }
    }

    @Test(
        "a number that no run can have is damage, and no crash",
        arguments: [
            "9223372036854775807", "-9223372036854775808", "9007199254740993", "0", "-1",
        ])
    func numbersAtTheEdges(number: String) throws {
        for name in ["a", "b"] { _ = folder.log().add(.sample(name)) }
        folder.run(
            "UPDATE runs SET number = \(number) WHERE number = 2; UPDATE runs SET epochs = \(number), "
                + "weights = \(number), best_epoch = \(number), batch_size = \(number), epochs_asked = \(number);"
                + "UPDATE curves SET epoch = \(number) WHERE run = 1")
        let log = folder.log()
        let before = folder.bytes
        #expect(throws: LogFault.broken) { try LogCopy(Array(before)) }
        #expect(log.runs().trouble?.contains("it is damaged, or no database") == true)
        _ = log.add(.sample("c"))
        #expect(log.runs().runs.map(\.name) == ["c"])
        #expect(folder.bytes == before)
    }

    @Test("a look that takes long can be stopped") func aLookCanBeStopped() {
        for _ in 1...200 { _ = folder.log().add(.sample(losses: (1...100).map(Double.init))) }
        let found = folder.log().runs(isStopped: { true })
        #expect(found.runs.isEmpty)
        #expect(found.trouble?.contains("reading it was stopped") == true)
    }

    @Test(
        "anything may be handed over as a log",
        arguments: [
            [], Array("SQLite format 3\0".utf8), Array(repeating: UInt8(0), count: 5000),
            Array("epoch,loss\n1,2\n".utf8),
        ])
    func anything(bytes: [UInt8]) { #expect(throws: LogFault.self) { try LogCopy(bytes) } }

    // MARK: out and in again

    @Test("an exported log has all runs, and coming in again it adds only what is new") func outAndIn() throws {
        for name in ["a", "b"] { _ = folder.log().add(.sample(name, losses: [0.5, 0.25])) }
        let copy = try LogCopy(folder.log().bytes())
        #expect(try copy.runs().map(\.name) == ["a", "b"])
        #expect(try copy.curves(of: 2).map(\.values) == [[0.5, 0.25]])
        _ = other.log().add(.sample("own"))
        #expect(try other.log().add(from: copy) == 2)
        #expect(try other.log().add(from: copy) == 0)
        #expect(other.log().runs().runs.map(\.number) == [1, 2, 3])
        #expect(other.log().run(3)?["loss"]?.values == [0.5, 0.25])
    }
}
