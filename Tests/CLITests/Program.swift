import Glibc

/// The built `unroll`, run without a terminal: its status and what it printed.
struct Program {
    let status: Int32
    let output: String
    let errors: String

    /// Runs `unroll` with these arguments in `folder` and waits for its end.
    init(_ arguments: [String], in folder: Folder, input: String = "", environment: [String: String] = [:]) throws {
        let outPath = folder.path + "/.out", errPath = folder.path + "/.err", inPath = folder.path + "/.in"
        try folder.write(".in", input)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, inPath, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outPath, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, errPath, O_WRONLY | O_CREAT | O_TRUNC, 0o644)

        var variables = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
        for name in ["LD_LIBRARY_PATH"] { variables[name] = getenv(name).map { String(cString: $0) } }
        variables.merge(environment) { $1 }
        let inFolder = ["sh", "-c", "cd \"$0\" && exec \"$@\"", folder.path, Program.path]
        let argv = (inFolder + arguments).map { strdup($0) } + [nil]
        let envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child = pid_t()
        let code = posix_spawn(&child, "/bin/sh", &actions, nil, argv, envp)
        guard code == 0 else { throw Failure(code: code) }
        var raw: Int32 = 0
        while waitpid(child, &raw, 0) < 0 && errno == EINTR {}
        // As a shell says it: the status, or 128 and the signal.
        status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
        output = folder.read(".out")
        errors = folder.read(".err")
    }

    struct Failure: Error { let code: Int32 }

    /// The executable lies beside the test bundle that this process runs.
    static let path: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let this = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let beside = this.split(separator: "/").dropLast().joined(separator: "/")
        let candidates = ["/" + beside + "/unroll"] + bundleFolders().map { $0 + "/unroll" }
        return candidates.first { access($0, X_OK) == 0 } ?? "unroll"
    }()

    /// Where the runner is a tool of the compiler, the bundle is among its arguments.
    private static func bundleFolders() -> [String] {
        CommandLine.arguments.compactMap { argument in
            guard let cut = argument.firstRange(of: "/unrollPackageTests.xctest") else { return nil }
            return String(argument[..<cut.lowerBound])
        }
    }
}

/// A temporary folder that is gone with its last user.
final class Folder {
    let path: String

    init() {
        var template = Array("/tmp/unroll-test-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
    }

    deinit {
        let argv: [UnsafeMutablePointer<CChar>?] = (["rm", "-rf", path] as [String]).map { strdup($0) } + [nil]
        defer { for pointer in argv { free(pointer) } }
        var child = pid_t()
        if posix_spawn(&child, "/bin/rm", nil, nil, argv, nil) == 0 { waitpid(child, nil, 0) }
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, bytes: Array(text.utf8)) }

    @discardableResult
    func write(_ name: String, bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        guard let handle = fopen(file, "w") else { throw Program.Failure(code: errno) }
        fwrite(bytes, 1, bytes.count, handle)
        fclose(handle)
        return file
    }

    func read(_ name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

    func bytes(_ name: String) -> [UInt8] {
        guard let handle = fopen(path + "/" + name, "r") else { return [] }
        defer { fclose(handle) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&buffer, 1, buffer.count, handle), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// A notebook of these cells.
    func notebook(_ name: String = "n.unroll.md", _ cells: String...) throws {
        try write(name, "# Test\n\n" + cells.map { "```unroll\n\($0)\n```\n" }.joined(separator: "\n"))
    }
}
