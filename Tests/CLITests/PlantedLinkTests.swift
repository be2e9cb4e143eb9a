import Glibc
import TerminalKit
import Testing

/// Saving writes beside the notebook, wherever links that came with it point.
struct PlantedLinkTests {
    let folder = Folder()

    @Test("records replace a link that stands in their place, and are not written into a linked folder")
    func records() throws {
        try folder.write("mine.csv", "mine")
        let cell = "run = fit(dense(1), window([1, 2, 3], length = 1), epochs = 300)"
        try folder.write("n.unroll.md", "```unroll id=a\n\(cell)\n```\n")
        #expect(try folder.unroll("run", "--write", "n.unroll.md").ending == .status(0))
        let record = try Program.run(["ls", folder.path + "/n.unroll.d"]).output.split(separator: "\n").map(String.init)
        #expect(record.count == 1)
        let path = folder.path + "/n.unroll.d/" + (record.first ?? "")
        unlink(path)
        symlink("../mine.csv", path)
        try folder.write("n.unroll.md", "```unroll id=a\n\(cell)\n```\n")
        #expect(try folder.unroll("run", "--write", "n.unroll.md").ending == .status(0))
        #expect(folder.read("mine.csv") == "mine")
        #expect(folder.read("n.unroll.d/" + (record.first ?? "")).hasPrefix("epoch,"))

        let other = Folder()
        _ = try Program.run(["rm", "-r", folder.path + "/n.unroll.d"])
        symlink(other.path, folder.path + "/n.unroll.d")
        try folder.write("n.unroll.md", "```unroll id=a\n\(cell)\n```\n")
        #expect(try folder.unroll("run", "--write", "n.unroll.md").ending == .status(3))
        #expect(other.names == [])
    }

    @Test("an exported script is not written through a link, and replaces it only by force") func export() throws {
        try folder.write("mine.txt", "mine")
        symlink("mine.txt", folder.path + "/n_keras.py")
        try folder.notebook("n.unroll.md", "run = fit(dense(1), window([1, 2, 3], length = 1), epochs = 1)")
        let refused = try folder.unroll("export", "n.unroll.md", "--to", "keras")
        #expect(refused.ending == .status(3))
        #expect(
            refused.errors
                == "unroll: n_keras.py is a link to another file; choose another name, or --force replaces the link\n")
        #expect(folder.names == ["mine.txt", "n.unroll.md", "n_keras.py"])
        #expect(try folder.unroll("export", "n.unroll.md", "--to", "keras", "--force").ending == .status(0))
        #expect(folder.read("mine.txt") == "mine")
        #expect(folder.read("n_keras.py").contains("keras"))
    }
}
