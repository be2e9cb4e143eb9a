import Foundation
import Testing

@testable import Experiments

struct ComputedOutputsTests {
    let folder = Folder()

    @Test("what is added is known from then on, also by another process; nothing else is") func added() {
        let outputs = ComputedOutputs(in: folder.root)
        #expect(outputs.known(among: ["a"]) == [] && folder.names == [])
        outputs.add(["a", "b"])
        outputs.add(["b", "c"])
        #expect(ComputedOutputs(in: folder.root).known(among: ["a", "b", "c", "d"]) == ["a", "b", "c"])
        #expect(folder.names == ["outputs.sqlite"])
    }

    @Test("thousands are asked about at once") func many() {
        let outputs = ComputedOutputs(in: folder.root)
        let digests = (0..<2500).map { "d\($0)" }
        outputs.add(digests)
        #expect(outputs.known(among: digests + ["x"]) == Set(digests))
    }

    @Test("there are never more than the limit") func theLimit() {
        let outputs = ComputedOutputs(in: folder.root, limit: 10)
        for start in stride(from: 0, to: 40, by: 8) { outputs.add((start..<start + 8).map { "d\($0)" }) }
        #expect(outputs.known(among: (0..<40).map { "d\($0)" }).count == 10)
    }

    @Test("without a folder, with a foreign file or a link in its place nothing is known, and nothing changed")
    func noPlace() throws {
        ComputedOutputs(in: nil).add(["a"])
        #expect(ComputedOutputs(in: nil).known(among: ["a"]) == [])
        let other = Folder()
        ComputedOutputs(in: other.root).add(["a"])
        symlink(other.root + "/outputs.sqlite", folder.root + "/outputs.sqlite")
        #expect(ComputedOutputs(in: folder.root).known(among: ["a"]) == [])
        unlink(folder.root + "/outputs.sqlite")
        try Data("no database".utf8).write(to: URL(fileURLWithPath: folder.root + "/outputs.sqlite"))
        chmod(folder.root + "/outputs.sqlite", 0o600)
        ComputedOutputs(in: folder.root).add(["a"])
        #expect(FileManager.default.contents(atPath: folder.root + "/outputs.sqlite") == Data("no database".utf8))
    }
}
