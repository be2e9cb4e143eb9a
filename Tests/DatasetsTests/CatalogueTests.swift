import Base
import Foundation
import Testing

@testable import Datasets

/// The list, the files and the manifest of `datasets/` say the same.
@Suite struct CatalogueTests {
    private struct Row {
        var rows, columns, bytes: Int
        var digest: String
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../datasets"
    ).standardized

    private static func manifest() throws -> [String: Row] {
        let text = try String(contentsOf: folder.appending(path: "MANIFEST.csv"), encoding: .utf8)
        let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",") }
        return Dictionary(
            uniqueKeysWithValues: rows.map { fields in
                let numbers = fields[1...3].compactMap { Int($0) }
                return (
                    String(fields[0]),
                    Row(rows: numbers[0], columns: numbers[1], bytes: numbers[2], digest: String(fields[4]))
                )
            })
    }

    @Test("every data set of the list is in the manifest, and its file is the one described there")
    func listAndManifest() throws {
        let manifest = try Self.manifest()
        for entry in Catalogue.entries {
            let row = try #require(manifest[entry.name + ".csv"], "\(entry.name)")
            let bytes = try Data(contentsOf: Self.folder.appending(path: entry.name + ".csv"))
            #expect(bytes.count == row.bytes, "\(entry.name)")
            #expect(Digest.hex(bytes) == row.digest, "\(entry.name)")
        }
    }

    @Test("every file of the manifest is in the list") func manifestAndList() throws {
        let listed = Set(Catalogue.entries.map { $0.name + ".csv" })
        #expect(Set(try Self.manifest().keys).subtracting(listed) == [])
    }
}
