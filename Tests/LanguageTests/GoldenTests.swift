import Foundation
import Language
import Testing

/// Each file in Tests/Golden/language holds cases: `>>> cell 3` and the source, then `<<<` and what comes of it.
///
/// The cases of a file run one after the other in one environment. With UNROLL_WRITE_GOLDEN=1 the answers are written
/// anew, to be read before they are kept.
@Suite struct GoldenTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden/language")
    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".txt") }.sorted()

    @Test("a program gives what is written below it", arguments: files)
    func aProgramGivesWhatIsWrittenBelowIt(file: String) throws {
        let url = GoldenTests.folder.appendingPathComponent(file)
        let written = try String(contentsOf: url, encoding: .utf8)
        let answered = GoldenTests.answer(written)
        if ProcessInfo.processInfo.environment["UNROLL_WRITE_GOLDEN"] != nil {
            try answered.write(to: url, atomically: true, encoding: .utf8)
        }
        #expect(answered == written)
    }

    static func answer(_ text: String) -> String {
        var environment = Environment(definedLater: ["tomorrow": "cell 9"])
        var answered: [String] = []
        for part in ("\n" + text).components(separatedBy: "\n>>> ").dropFirst() {
            let lines = part.components(separatedBy: "\n")
            let source = lines.dropFirst().prefix { $0 != "<<<" }.joined(separator: "\n")
            let ran = Ran(source, in: environment, name: lines[0])
            environment = ran.environment
            var result = ran.messages
            if result.isEmpty { result = [ran.text ?? ""] }
            answered.append(">>> \(lines[0])\n\(source)\n<<<\n" + result.joined(separator: "\n\n") + "\n")
        }
        return answered.joined(separator: "\n")
    }
}
