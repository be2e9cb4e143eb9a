import Base
import CPty
import Foundation
import Testing

@testable import Sandbox

/// What a thread in the kernel's sandbox can do: each test acts on a thread of its own, since a restriction stays.
@Suite(.enabled(if: ThreadSandbox.version > 0, "this kernel has no Landlock"))
struct ThreadSandboxTests {
    private let root = NSTemporaryDirectory() + "unroll-sandbox-\(UUID().uuidString)"
    private var sandbox: ThreadSandbox { ThreadSandbox(readable: [root + "/read"], writable: [root + "/write"]) }

    init() throws {
        for folder in ["read", "write", "away"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
            try Data("text".utf8).write(to: URL(fileURLWithPath: "\(root)/\(folder)/file"))
        }
    }

    /// What `body` gives on a thread in the sandbox.
    private func inside<Result: Sendable>(
        _ sandbox: ThreadSandbox? = nil, _ body: @escaping @Sendable () -> Result
    ) throws -> Result {
        let box = Box<Result>()
        let sandbox = sandbox ?? self.sandbox
        let thread = Thread {
            box.fault = nil
            do throws(ThreadSandbox.Fault) {
                try sandbox.restrictThread()
                box.result = body()
            } catch { box.fault = error }
            box.done.signal()
        }
        thread.start()
        box.done.wait()
        if let fault = box.fault { throw fault }
        return try #require(box.result)
    }

    private final class Box<Result>: @unchecked Sendable {
        let done = DispatchSemaphore(value: 0)
        var result: Result?
        var fault: ThreadSandbox.Fault?
    }

    /// The system's number, 0 if the file could be opened.
    private func opening(_ path: String, _ flags: Int32 = O_RDONLY) throws -> Int32 {
        try inside { [root] in
            let file = open(root + "/" + path, flags, 0o600)
            guard file >= 0 else { return errno }
            close(file)
            return 0
        }
    }

    @Test("files in its folders are read, others are not, not even through a link") func reading() throws {
        symlink(root + "/away/file", root + "/read/link")
        link(root + "/away/file", root + "/away/other")
        #expect(try opening("read/file") == 0)
        #expect(try opening("write/file") == 0)
        #expect(try opening("away/file") == EACCES)
        #expect(try opening("read/link") == EACCES)
        #expect(try opening("read/../away/file") == EACCES)
        #expect(try opening("read", O_RDONLY | O_DIRECTORY) == 0)
        #expect(try opening("away", O_RDONLY | O_DIRECTORY) == EACCES)
        #expect(try inside { open("/etc/passwd", O_RDONLY) } == -1)
        #expect(try inside { open("/proc/self/environ", O_RDONLY) } == -1)
        #expect(try inside { open("/proc/self/mem", O_RDWR) } == -1)
    }

    @Test("files are made, written, renamed and removed in the folders for that alone") func writing() throws {
        #expect(try opening("read/file", O_WRONLY) == EACCES)
        if ThreadSandbox.version >= 3 { #expect(try opening("read/file", O_RDONLY | O_TRUNC) == EACCES) }
        #expect(try opening("read/new", O_WRONLY | O_CREAT) == EACCES)
        #expect(try opening("away/new", O_WRONLY | O_CREAT) == EACCES)
        #expect(try opening("write/new", O_WRONLY | O_CREAT) == 0)
        let (moved, removed, away, linked) = try inside { [root] in
            (
                rename(root + "/write/new", root + "/write/newer"), unlink(root + "/write/newer"),
                unlink(root + "/away/file"), symlink(root + "/away/file", root + "/write/link")
            )
        }
        #expect((moved, removed, away, linked) == (0, 0, -1, -1))
        let (stolen, pipe) = try inside { [root] in
            (rename(root + "/away/file", root + "/write/stolen"), mkfifo(root + "/write/pipe", 0o600))
        }
        #expect((stolen, pipe) == (-1, -1))
        #expect(FileManager.default.contents(atPath: root + "/away/file") == Data("text".utf8))
    }

    @Test("no program is started") func programs() throws {
        #expect(pty_try_exec("/bin/true") == 0)
        #expect(try inside { pty_try_exec("/bin/true") } == -EACCES)
        #expect(try inside(ThreadSandbox(readable: ["/bin", "/usr"])) { pty_try_exec("/bin/true") } == -EACCES)
    }

    @Test("no connection is made", .enabled(if: ThreadSandbox.version >= 4, "this kernel's Landlock knows no network"))
    func network() throws {
        #expect([0, -ECONNREFUSED].contains(pty_try_connect(9)))
        #expect(try inside { pty_try_connect(9) } == -EACCES)
    }

    @Test("threads that it starts are restricted as well, the one that started it is not") func threads() throws {
        let code = try inside { [root] in
            let box = Box<Int32>()
            let thread = Thread {
                box.result = open(root + "/away/file", O_RDONLY)
                box.done.signal()
            }
            thread.start()
            box.done.wait()
            return box.result ?? 0
        }
        #expect(code == -1)
        #expect(FileManager.default.contents(atPath: root + "/away/file") != nil)
    }

    @Test("the memory that is free is known inside as outside, again and again") func memory() throws {
        let outside = MemoryLimit.total
        let inside = try inside { (0..<50).map { _ in (MemoryLimit.total, MemoryLimit.free > 0) } }
        #expect(inside.allSatisfy { $0 == (outside, true) })
    }

    @Test("a folder that is not there is left out") func nothingThere() throws {
        let missing = ThreadSandbox(readable: ["/nowhere/at/all", root + "/read"], writable: [root + "/none"])
        let file = try inside(missing) { [root] in open(root + "/read/file", O_RDONLY) }
        #expect(file >= 0)
    }

    @Test("a cell's access gives the same folders to the kernel, writable only where cells may write") func access() {
        let home = RealPath.of(root + "/read") ?? ""
        let access = FileAccess(folder: root + "/read", reading: [root + "/away"])
        let away = RealPath.of(root + "/away") ?? ""
        #expect(access.sandbox() == ThreadSandbox(readable: [home, away]))
        var writing = access
        writing.mayWrite = true
        #expect(
            writing.sandbox(writable: ["/log"]) == ThreadSandbox(readable: [home, away], writable: [home, "/log"]))
    }
}
