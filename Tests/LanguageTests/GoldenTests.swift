import Foundation
import Language
import TestKit
import Testing

/// Each file in Tests/Golden/language holds cases: `>>> cell 3` and the source, then `<<<` and what comes of it.
///
/// The cases of a file run one after the other in one environment.
@Suite struct GoldenTests {
    @Test("a program gives what is written below it", arguments: GoldenFile.all(in: "language"))
    func aProgramGivesWhatIsWrittenBelowIt(file: GoldenFile) throws {
        let answered = String(GoldenTests.answer(try file.text()).dropLast())
        #expect(file.expected(insteadOf: answered) == answered)
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
