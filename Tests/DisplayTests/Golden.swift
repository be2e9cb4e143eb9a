import Glibc
import Testing

@testable import Display

/// A file with the expected text. With UNROLL_WRITE_GOLDEN=1 it is written instead, to be read before it is committed.
func expectGolden(_ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let path = golden + "/" + name + ".txt"
    if getenv("UNROLL_WRITE_GOLDEN") != nil {
        guard let file = fopen(path, "w") else { return }
        fputs(text + "\n", file)
        fclose(file)
        return
    }
    #expect(contents(of: path) == text + "\n", "see Tests/Golden/display/\(name).txt", sourceLocation: sourceLocation)
}

/// The drawing at two widths, in ASCII and in blocks, one below the other.
func everyWay(_ drawing: some Drawable) -> String {
    [(80, Glyphs.blocks), (80, .ascii), (40, .blocks), (40, .ascii)].map { width, glyphs in
        "== \(width) \(glyphs)\n" + drawing.text(width: width, glyphs: glyphs)
    }.joined(separator: "\n")
}

private let golden: String = {
    let folders = #filePath.split(separator: "/").dropLast(2)
    return "/" + folders.joined(separator: "/") + "/Golden/display"
}()

private func contents(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "(missing)" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
}
