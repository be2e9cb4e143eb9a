import Base
import Display
import Foundation
import Language
import Testing

@testable import Notebook

/// Several notebooks at once, what is set from outside, and the digest.
struct CheckTests {
    let folder = NSTemporaryDirectory() + "unroll-check-\(UUID().uuidString)"

    private func write(_ name: String, _ text: String) throws {
        let path = folder + "/" + name
        try FileManager.default.createDirectory(
            atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func cells(_ sources: String...) -> String {
        sources.map { "```unroll\n\($0)\n```\n" }.joined(separator: "\n")
    }

    private func running(
        set: [String] = [], _ work: (Runner) -> Runner.Status
    ) throws -> (lines: [String], status: Runner.Status) {
        let lines = Lock<[String]>([])
        var runner = Runner(builtins: Fake.builtins) { line in lines.with { $0.append(line) } }
        runner.overrides = set.isEmpty ? nil : try Overrides(set)
        let status = work(runner)
        return (lines.with { $0 }, status)
    }

    private func digest(_ name: String = "n.unroll.md", set: [String] = []) throws -> String {
        let lines = try running(set: set) { $0.check(folder + "/" + name) }.lines
        let line = try #require(lines.last { $0.hasPrefix("digest ") })
        return String(line.dropFirst(7).prefix(14))
    }

    private func cleanUp() { try? FileManager.default.removeItem(atPath: folder) }

    // MARK: several

    @Test("a folder is all notebooks in it and below, in order, without hidden ones, records and links")
    func aFolder() throws {
        defer { cleanUp() }
        let names = ["b.unroll.md", "a.unroll.md", "sub/c.unroll.md", ".h/d.unroll.md", "x.unroll.d/e.unroll.md"]
        for name in names + ["f.md"] { try write(name, "# x\n") }
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/sub")
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/l.unroll.md", withDestinationPath: folder + "/f.md")
        let found = Files.notebooks(at: [folder, folder + "/f.md", folder + "/./a.unroll.md"])
        #expect(found == ["a.unroll.md", "b.unroll.md", "sub/c.unroll.md", "f.md"].map { .file(folder + "/" + $0) })
        #expect(Files.notebooks(at: [folder + "/.h"]) == [.file(folder + "/.h/d.unroll.md")])
        #expect(Files.notebooks(at: [folder + "/nowhere"]) == [.file(folder + "/nowhere")])
        try FileManager.default.createDirectory(atPath: folder + "/none", withIntermediateDirectories: true)
        #expect(Files.notebooks(at: [folder + "/none"]) == [.emptyFolder(folder + "/none")])
    }

    @Test("of several notebooks each has its lines, then one, and the status is the worst") func several() throws {
        defer { cleanUp() }
        try write("a.unroll.md", cells("1 + 2"))
        #expect(try running { $0.run(folder + "/a.unroll.md", saves: true) }.status == .same)
        try write("b.unroll.md", cells("1 + 2", "2 + 2"))
        let (lines, status) = try running { $0.check(all: [folder]) }
        #expect(status == .differs)
        let code = /[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}/
        #expect(
            lines.suffix(4).map { $0.replacing(folder, with: "F").replacing(code, with: "CODE") } == [
                "same     F/a.unroll.md   no cell of 1 differs   digest CODE",
                "DIFFERS  F/b.unroll.md   2 of 2 cells differ   digest CODE",
                "2 notebooks: 1 same, 1 differs (exit status 1)", "digest of all CODE",
            ])
        try write("c.unroll.md", cells("fail()"))
        let (more, worst) = try running { $0.check(all: [folder, folder + "/none.md"]) }
        #expect(worst == .file)
        #expect(more.last == "4 notebooks: 1 same, 1 differs, 1 failed, 1 could not be read or written (exit status 3)")
    }

    @Test("accepting all takes over every cell that differs, and no other") func acceptingAll() throws {
        defer { cleanUp() }
        try write("n.unroll.md", cells("1 + 2", "2 + 2", "3 + 3"))
        let path = folder + "/n.unroll.md"
        #expect(try running { $0.check(path, accepting: .cells([2])) }.status == .differs)
        #expect(try running { $0.check(path, accepting: .all) }.status == .same)
        let once = FileManager.default.contents(atPath: path)
        let (lines, status) = try running { $0.check(path, accepting: .all) }
        #expect(status == .same && !lines.contains { $0.contains("accepted") || $0.contains("saved") })
        #expect(FileManager.default.contents(atPath: path) == once)
    }

    @Test("a notebook that says it is kept without outputs is only run") func keptWithoutOutputs() throws {
        defer { cleanUp() }
        try write("n.unroll.md", "<!-- unroll 1 outputs=none -->\n" + cells("1 + 2", "a = 1\nseed(1)"))
        let (lines, status) = try running { $0.check(folder + "/n.unroll.md") }
        #expect(status == .same)
        #expect(lines.dropFirst().prefix(2) == ["  1           ran", "  2 a         same"])
        try write("n.unroll.md", "<!-- unroll 1 outputs=none -->\n" + cells("fail()"))
        #expect(try running { $0.check(folder + "/n.unroll.md") }.status == .failed)
    }

    // MARK: what is set from outside

    @Test("with something set, everything must run and give outputs of the kinds that are recorded") func set() throws {
        defer { cleanUp() }
        try write("n.unroll.md", cells("run = fit(3)", "n = 4\nn * 2", "picture()"))
        let path = folder + "/n.unroll.md"
        #expect(try running { $0.run(path, saves: true) }.status == .same)
        let before = FileManager.default.contents(atPath: path)
        let (lines, status) = try running(set: ["epochs=2", "n=7"]) { $0.check(path) }
        #expect(status == .same)
        #expect(lines.first == "n.unroll.md: 3 cells, seed 1, set: epochs = 2, n = 7")
        #expect(lines.contains("  1 run       ran"))
        #expect(lines.suffix(2).first == "no cell of 3 differs in the kinds of its outputs (exit status 0)")
        #expect(lines.last?.hasSuffix("   seed 1, set: epochs = 2, n = 7") == true)
        #expect(FileManager.default.contents(atPath: path) == before)
        // Another kind of output is told.
        let text = String(decoding: before ?? Data(), as: UTF8.self)
        try write("n.unroll.md", text.replacing("run: 3 epochs", with: "table: 3 rows"))
        let other = try running(set: ["epochs=2"]) { $0.check(path) }
        #expect(other.status == .differs)
        #expect(other.lines.contains("      output 1  in the file table   now run"))
    }

    @Test("a run with something set shows what comes of it") func aRunWithSomethingSet() throws {
        defer { cleanUp() }
        try write("n.unroll.md", cells("run = fit(3)"))
        let (lines, status) = try running(set: ["epochs=2"]) { $0.run(folder + "/n.unroll.md") }
        #expect(status == .same)
        #expect(lines.contains("  run: 2 epochs, loss 0.5") && lines.contains("> run = fit(3)"))
    }

    @Test("a name that nothing is called by ends it before anything runs, unless another notebook knows it")
    func anUnknownName() throws {
        defer { cleanUp() }
        try write("a.unroll.md", cells("run = fit(3)"))
        try write("b.unroll.md", cells("1 + 2"))
        let (lines, status) = try running(set: ["epohcs=2"]) { $0.check(all: [folder]) }
        #expect(status == .file)
        #expect(lines == ["there is no argument or variable called `epohcs` to set; did you mean `epochs`?"])
        let known = try running(set: ["epochs=2"]) { $0.check(all: [folder]) }.lines
        #expect(known.last?.hasPrefix("digest of all") == true)
        #expect(try running(set: ["epochs=2"]) { $0.run(folder + "/b.unroll.md") }.status == .file)
    }

    // MARK: the digest

    @Test("the digest changes with sources, results and seed, and with nothing else") func theDigest() throws {
        defer { cleanUp() }
        let text = cells("a = [0.5, 2]", "fit(3, loss = 0.4444)")
        try write("n.unroll.md", text)
        let plain = try digest()
        #expect(plain.wholeMatch(of: /[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}/) != nil)
        #expect(try digest() == plain)
        // Outputs that are recorded, prose, and the file's name count for nothing.
        _ = try running { $0.run(folder + "/n.unroll.md", saves: true) }
        #expect(try digest() == plain)
        try write("other.unroll.md", "# A title\n\n" + text)
        #expect(try digest("other.unroll.md") == plain)
        var codes: Set<String> = [plain]
        for other in [
            text.replacing("0.5", with: "0.6"), text.replacing("0.4444", with: "0.4454"),
            "<!-- unroll 1 seed=2 -->\n" + text, text.replacing("fit(3", with: "fit(4"), cells("a = [0.5, 2]"),
        ] {
            try write("n.unroll.md", other)
            codes.insert(try digest())
        }
        #expect(codes.count == 6)
        try write("n.unroll.md", text)
        #expect(try digest(set: ["loss=0.1"]) != digest(set: ["loss=0.2"]))
    }

    @Test("results that are the same within the tolerance have one digest, on whatever side of a boundary they are")
    func withinTheTolerance() throws {
        defer { cleanUp() }
        func notebook(loss: String) -> String {
            "```unroll check=\"rtol=0.02\"\nload(\"loss\")\n```\n"
                + "<!-- out src=00000000 -->\n```text\nloss \(loss)\n```\n<!-- /out -->\n"
        }
        // Two machines, each side of the boundary 0.45, and one file.
        var codes: Set<String> = []
        for now in ["0.4499", "0.4501", "0.45"] {
            try write("n.unroll.md", notebook(loss: "0.4503"))
            codes.insert(try digest(of: "loss \(now)"))
        }
        #expect(codes.count == 1)
        codes.insert(try digest(of: "loss 0.61"))
        #expect(codes.count == 2)
    }

    /// The digest where the only cell shows this text.
    private func digest(of text: String) throws -> String {
        let builtins = Builtins([
            Builtin("load", "A text.", family: .data, [Parameter("name", .text, "any")], examples: []) { _ in
                .text(text)
            }
        ])
        let lines = Lock<[String]>([])
        _ = Runner(builtins: builtins) { line in lines.with { $0.append(line) } }.check(folder + "/n.unroll.md")
        return try #require(lines.with { $0 }.last { $0.hasPrefix("digest ") })
    }

    @Test("where a cell fails there is no digest") func noDigest() throws {
        defer { cleanUp() }
        try write("n.unroll.md", cells("1", "fail()"))
        #expect(try running { $0.check(folder + "/n.unroll.md") }.lines.last == "cell 2 failed (exit status 2)")
    }

    // MARK: what a file does not keep

    @Test("of what passes, a file keeps what stands for it, or nothing") func whatPasses() {
        var session = Session("1")
        let cell = session.cells[0].id
        session.perform(.run(cell))
        var state = session.states[cell]
        state?.outputs = [
            .value(.object(Passed(kept: .none))), .value(.object(Passed(kept: .text("some runs")))),
        ]
        session.states[cell] = state
        #expect(session.items(of: cell) == [.text(["some runs"])])
    }
}

private struct Passed: Passing {
    static let kind: Kind = "note"
    let summary = "now"
    let kept: Value
}
