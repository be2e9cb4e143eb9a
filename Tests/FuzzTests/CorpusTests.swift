import Foundation
import FuzzKit
import Testing

/// What scripts/fuzz does for hours, for a moment: every seed and whatever once broke a reader, then changes of them
/// that are the same in every run.
@Suite struct CorpusTests {
    static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus")

    static func seeds(_ target: FuzzTarget) throws -> [[UInt8]] {
        let folder = corpus.appendingPathComponent(target.name)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try names.map { [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))) }
    }

    @Test("a reader takes every seed, and five hundred others made of them", arguments: FuzzTarget.all.map(\.name))
    func aReaderTakesEverySeed(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let seeds = try CorpusTests.seeds(target)
        #expect(seeds.count >= 3)
        for seed in seeds { #expect(target.run(seed) == nil, "\(Data(seed).base64EncodedString())") }
        var mutator = Mutator(seed: 1, seeds: seeds, limit: min(target.limit, 300))
        for _ in 0..<500 {
            let input = mutator.next()
            #expect(target.run(input) == nil, "\(Data(input).base64EncodedString())")
        }
    }

    /// Each took many times as long at twice the length once.
    @Test(
        "what is long and monotonous is read in the time of its length",
        .timeLimit(.minutes(1)),
        arguments: [
            ("markdown", "$"), ("csv", "a,"), ("csv", "1,"), ("csv", "a,a\n"), ("notebook", "```unroll id=a\n```\n"),
            ("notebook", "```unroll\na\n```\n<!-- out -->\n<<<<<<< a\n<!-- /out -->\n>>>>>>> b\n"), ("output", "\t"),
        ])
    func longAndMonotonous(name: String, piece: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let text = String(repeating: piece, count: 20_000 / piece.utf8.count)
        #expect(target.run(Array(text.utf8)) == nil)
    }
}
