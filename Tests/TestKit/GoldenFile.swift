import Foundation

/// A file below Tests/Golden with the text that something must give, to the character.
///
/// With UNROLL_WRITE_GOLDEN=1 the files are written anew, to be read before they are committed:
///
///     let golden = GoldenFile("views", "unrolled-80x24")
///     #expect(golden.expected(insteadOf: text) == text)
package struct GoldenFile: Sendable, CustomStringConvertible {
    package let area: String
    package let name: String

    package init(_ area: String, _ name: String) { (self.area, self.name) = (area, name) }

    package static let isWriting = ProcessInfo.processInfo.environment["UNROLL_WRITE_GOLDEN"] != nil

    /// The files of an area, by name.
    package static func all(in area: String) -> [GoldenFile] {
        let files =
            (try? FileManager.default.contentsOfDirectory(atPath: Repository.path + "/Tests/Golden/" + area)) ?? []
        return files.filter { $0.hasSuffix(".txt") }.sorted().map { GoldenFile(area, String($0.dropLast(4))) }
    }

    private var url: URL { URL(filePath: "\(Repository.path)/Tests/Golden/\(area)/\(name).txt") }

    /// The whole text of the file.
    package func text() throws -> String { try String(contentsOf: url, encoding: .utf8) }

    /// The text of the file without its last line end. Where golden files are written it is the given one, which is written.
    package func expected(insteadOf text: String) -> String {
        if Self.isWriting { write(text + "\n") }
        guard let expected = try? self.text() else { return "(there is no file Tests/Golden/\(self).txt)" }
        return expected.hasSuffix("\n") ? String(expected.dropLast()) : expected + "(without a line end)"
    }

    private func write(_ text: String) {
        try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? text.write(to: url, atomically: true, encoding: .utf8)
    }

    package var description: String { "\(area)/\(name)" }
}

/// The folder with Package.swift.
package enum Repository {
    package static let path = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
}
