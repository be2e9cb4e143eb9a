import Foundation

/// The folders of one attack: a stranger's `lesson`, and around it what belongs to the user and must stay as it is.
final class Arena {
    let root: String
    var lesson: String { root + "/lesson" }
    var home: String { root + "/home" }
    var away: String { root + "/away" }
    /// No output may show this: it is in files that no cell may read.
    static let secret = "SECRET-4711"

    init(below folder: String, number: Int) throws {
        root = "\(folder)/\(number)"
        for folder in ["lesson", "home/.ssh", "away"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        for (name, text) in [
            ("home/.vimrc", "set nocompatible \" \(Arena.secret)\n"),
            ("home/.ssh/authorized_keys", "\(Arena.secret)\n"),
            ("away/secret.csv", "a,b\n1,\(Arena.secret)\n"), ("away/empty", ""), ("thesis.tex", "\(Arena.secret)\n"),
            ("away/other.unroll.md", "```unroll\n1 + 1\n```\n"), ("lesson/mine_keras.py", "# my own script\n"),
            ("lesson/letter.txt", "Dear all,\n"), ("lesson/weights.safetensors", "not tensors, but mine\n"),
            ("lesson/data.csv", "t,v\n1,2\n2,3\n3,5\n4,8\n5,13\n6,21\n7,34\n8,55\n"),
        ] { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ name: String, _ text: String) throws { try write(name, bytes: Array(text.utf8)) }

    func write(_ name: String, bytes: [UInt8]) throws {
        // Not through a link, and not into a pipe, that an earlier trap has put there.
        unlink(root + "/" + name)
        try Data(bytes).write(to: URL(fileURLWithPath: root + "/" + name))
    }

    // MARK: what is there

    /// Every path with what tells whether it changed.
    func state() -> [String: String] {
        var found: [String: String] = [:]
        collect("", &found)
        return found
    }

    /// What the program remembers for the user is the program's own.
    private static let own = ["/home/.local", "/home/.unroll_history"]

    private func collect(_ folder: String, _ found: inout [String: String]) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + folder)) ?? []
        for name in names {
            let path = folder + "/" + name
            if Arena.own.contains(path) { continue }
            var facts = stat()
            guard lstat(root + path, &facts) == 0 else { continue }
            found[path] = describe(path, facts)
            if facts.st_mode & S_IFMT == S_IFDIR { collect(path, &found) }
        }
    }

    private func describe(_ path: String, _ facts: stat) -> String {
        let mode = String(facts.st_mode, radix: 8)
        switch facts.st_mode & S_IFMT {
        case S_IFLNK:
            return "link to " + ((try? FileManager.default.destinationOfSymbolicLink(atPath: root + path)) ?? "?")
        case S_IFREG:
            let bytes = FileManager.default.contents(atPath: root + path) ?? Data()
            return "file \(mode) \(facts.st_ino) \(bytes.count) \(bytes.hashValue)"
        case S_IFDIR: return "folder"
        default: return "special \(mode)"
        }
    }
}
