import Glibc
import Testing

@testable import Notebook

/// The notebooks of this project, found from where this file was compiled.
private let folder = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/notebooks"

@Test(
    "the course's notebooks are read without a note and written back as they are",
    arguments: [
        "01-stepping-through-an-rnn.unroll.md", "02-rnns-with-gru.unroll.md",
        "03-inside-the-network.unroll.md", "04-long-memory.unroll.md", "05-stateful.unroll.md", "06-graphs.unroll.md",
        "07-names.unroll.md",
    ])
func theCourseSNotebooksAreReadWithoutANoteAndWrittenBackAsTheyAre(name: String) throws {
    let bytes = try Files.read(folder + "/" + name)
    let document = Document(bytes)
    #expect(document.notes == [])
    #expect(document.numbered.count > 3)
    #expect(document.bytes == bytes)
}
