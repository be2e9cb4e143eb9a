import Foundation
import Testing

@testable import Sandbox

struct StateFolderTests {
    @Test(
        "the state folder is an absolute path, or there is none",
        arguments: [
            (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/unroll"), (["HOME": "/h"], "/h/.local/state/unroll"),
            // A relative path would lead into the folder of a notebook from elsewhere.
            (["XDG_STATE_HOME": "state", "HOME": "/h"], "/h/.local/state/unroll"),
            (["XDG_STATE_HOME": "../x", "HOME": "h"], nil), (["HOME": ""], nil), ([:], nil),
        ] as [([String: String], String?)])
    func thePath(environment: [String: String], path: String?) {
        #expect(StateFolder.path { environment[$0] } == path)
    }

    @Test("it is made for the user alone, with the folders above it") func isMade() throws {
        let root = NSTemporaryDirectory() + "unroll-state-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        let made = try StateFolder.make(root + "/a/b")
        #expect(made.hasSuffix("/a/b"))
        var facts = stat()
        #expect(stat(made, &facts) == 0 && facts.st_mode & 0o7777 == 0o700)
        #expect(try StateFolder.make(root + "/a/b") == made)
        chmod(made, 0o777)
        #expect(throws: StateFolder.Fault.notOwn) { try StateFolder.make(root + "/a/b") }
        symlink(root + "/a", root + "/link")
        #expect(throws: StateFolder.Fault.notOwn) { try StateFolder.make(root + "/link") }
        #expect(throws: StateFolder.Fault.self) { try StateFolder.make("/proc/none") }
    }
}
