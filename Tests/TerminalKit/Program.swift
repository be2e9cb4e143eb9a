import CPty
import Glibc

/// A program run to its end without a terminal: what it wrote, and how it ended.
package struct Program: Sendable {
    package let output: String
    package let errors: String
    package let ending: Ending?

    /// `input` is what stdin holds. After `seconds` the program is killed and `ending` is nil.
    package static func run(
        _ command: [String], input: String = "", environment: [String: String] = [:], folder: String? = nil,
        seconds: Double = 60
    ) throws -> Program {
        let path = try path(of: command.first ?? "")
        var (into, out, err) = (
            [Int32](repeating: -1, count: 2), [Int32](repeating: -1, count: 2), [Int32](repeating: -1, count: 2)
        )
        for opened in [openPipe(&into), openPipe(&out), openPipe(&err)] where !opened { throw KitError("no pipe") }
        let process = spawn(path, command, environment: environment, folder: folder, into[0], out[1], err[1])
        for end in [into[0], out[1], err[1]] { close(end) }
        guard process > 0 else { throw KitError("cannot start \(path)") }
        signal(SIGPIPE, SIG_IGN)

        var rest = Array(input.utf8)[...]
        var texts: [[UInt8]] = [[], []]
        var isOpen = [true, true]
        if rest.isEmpty { close(into[1]) }
        let deadline = now() + seconds
        while isOpen.contains(true), now() < deadline {
            var polled = [
                pollfd(fd: isOpen[0] ? out[0] : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOpen[1] ? err[0] : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: rest.isEmpty ? -1 : into[1], events: Int16(POLLOUT), revents: 0),
            ]
            guard poll(&polled, 3, 100) > 0 else { continue }
            for (index, end) in [out[0], err[0]].enumerated() where polled[index].revents != 0 {
                var bytes = [UInt8](repeating: 0, count: 1 << 16)
                let count = read(end, &bytes, bytes.count)
                if count > 0 { texts[index] += bytes[..<count] } else { isOpen[index] = false }
            }
            if polled[2].revents != 0 {
                let done = rest.prefix(4096).withUnsafeBytes { write(into[1], $0.baseAddress, $0.count) }
                rest = done > 0 ? rest.dropFirst(done) : []
                if rest.isEmpty { close(into[1]) }
            }
        }
        if !rest.isEmpty { close(into[1]) }
        close(out[0])
        close(err[0])
        var ending: Ending?
        var status: Int32 = 0
        while ending == nil, now() < deadline {
            if pty_status(process, &status) == 1 { ending = Ending(status) } else { usleep(2000) }
        }
        if ending == nil {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        return Program(
            output: String(decoding: texts[0], as: UTF8.self), errors: String(decoding: texts[1], as: UTF8.self),
            ending: ending)
    }

    private static func openPipe(_ ends: inout [Int32]) -> Bool {
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }

    static func spawn(
        _ path: String, _ command: [String], environment: [String: String], folder: String?,
        _ input: Int32, _ output: Int32, _ errors: Int32
    ) -> pid_t {
        var all = [
            "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": temporaryHome,
            // A crash must not wait at the backtracer's prompt.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        for name in ["LD_LIBRARY_PATH", "TSAN_OPTIONS", "ASAN_OPTIONS"] {
            if let value = getenv(name) { all[name] = String(cString: value) }
        }
        for (name, value) in environment { all[name] = value.isEmpty ? nil : value }
        var arguments = command.map { strdup($0) } + [nil]
        var variables = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        return pty_spawn(path, &arguments, &variables, folder, input, output, errors)
    }

    /// An empty folder of this test run, so that no test reads or writes the history of whoever runs it. It goes with the
    /// run.
    package static let temporaryHome: String = {
        let path = newFolder()
        atexit { _ = try? Program.run(["rm", "-rf", Program.temporaryHome]) }
        return path
    }()

    /// A new and empty temporary folder; it is up to the caller to remove it.
    package static func newFolder() -> String {
        var template = Array("/tmp/unroll-test-XXXXXX".utf8CString)
        guard let path = mkdtemp(&template) else { fatalError("no temporary folder: \(errno)") }
        return String(cString: path)
    }

    /// Where a program is: the path itself, one built beside the test runner, or one of the system's.
    package static func path(of name: String) throws -> String {
        if name.contains("/") { return name }
        var candidates: [String] = []
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let runner = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        var folders = [folder(of: runner)]
        // Beside the runner, or some folders up where it stands inside a bundle.
        for _ in 0..<4 { folders.append(folder(of: folders[folders.count - 1])) }
        // Where the runner is a tool of the compiler, the bundle is among its arguments.
        folders += CommandLine.arguments.compactMap { argument in
            argument.firstRange(of: "/unrollPackageTests.xctest").map { String(argument[..<$0.lowerBound]) }
        }
        candidates += folders.map { $0 + "/" + name }
        let repository = folder(of: folder(of: folder(of: #filePath)))
        candidates += ["debug", "release"].map { "\(repository)/.build/\($0)/\(name)" }
        candidates += ["/bin/" + name, "/usr/bin/" + name]
        guard let found = candidates.first(where: isProgram) else {
            throw KitError("no program \(name); looked for \(candidates.joined(separator: ", "))")
        }
        return found
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private static func isProgram(_ path: String) -> Bool {
        var information = stat()
        return access(path, X_OK) == 0 && stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    }
}
