import Glibc
import TerminalKit
import TestKit

/// A temporary folder that is gone with its last user, and `unroll` run in it.
final class Folder {
    let path = Program.newFolder()

    deinit { _ = try? Program.run(["rm", "-rf", path]) }

    // MARK: the program

    /// `unroll` without a terminal, run to its end.
    func unroll(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> Program {
        try Program.run(
            ["unroll"] + arguments, input: input, environment: Repository.data.merging(environment) { $1 },
            folder: path)
    }

    /// `unroll` in a pseudo-terminal.
    func screen(
        _ arguments: String..., width: Int = 100, height: Int = 30, environment: [String: String] = [:]
    ) throws -> TerminalSession {
        try TerminalSession(
            ["unroll"] + arguments, width: width, height: height,
            environment: Repository.data.merging(environment) { $1 }, folder: path)
    }

    // MARK: its files

    func write(_ name: String, _ text: String) throws { try write(name, bytes: Array(text.utf8)) }

    func write(_ name: String, bytes: [UInt8]) throws {
        guard let handle = fopen(path + "/" + name, "w") else { throw Failure(code: errno) }
        fwrite(bytes, 1, bytes.count, handle)
        fclose(handle)
    }

    /// A copy of one of the notebooks that come with the program: two tests that have the same file open get in each
    /// other's way, as two users would.
    func copy(ofNotebook name: String) throws -> String {
        try write("\(name).unroll.md", bytes: Repository.bytes(Repository.notebook(name)))
        return "\(name).unroll.md"
    }

    /// All names in it, hidden ones too.
    var names: [String] {
        let listing = (try? Program.run(["ls", "-A", path]))?.output ?? ""
        return listing.split(separator: "\n").map(String.init).sorted()
    }

    func read(_ name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

    func bytes(_ name: String) -> [UInt8] { Repository.bytes(path + "/" + name) }

    /// A notebook of these cells.
    func notebook(_ name: String = "n.unroll.md", _ cells: String...) throws {
        try write(name, "# Test\n\n" + cells.map { "```unroll\n\($0)\n```\n" }.joined(separator: "\n"))
    }

    struct Failure: Error { let code: Int32 }
}

/// The files that come with the program.
extension Repository {
    static func notebook(_ name: String) -> String { "\(path)/notebooks/\(name).unroll.md" }

    /// Where `load` finds the data sets from any folder.
    static let data = ["UNROLL_DATASETS": path + "/datasets"]

    static func bytes(_ path: String) -> [UInt8] {
        guard let handle = fopen(path, "r") else { return [] }
        defer { fclose(handle) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&buffer, 1, buffer.count, handle), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    static func text(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }
}
