import FoundationEssentials
import Language
import Testing

@testable import Library

@Test("the reference in the repository is what the records say")
func theReferenceInTheRepositoryIsWhatTheRecordsSay() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let written = try Data(contentsOf: folder.appending(path: "notebooks/reference.unroll.md"))
    // Written anew by `unroll manual > notebooks/reference.unroll.md`.
    #expect(String(decoding: written, as: UTF8.self) == manual(Library.builtins))
}
