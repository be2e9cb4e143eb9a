import Foundation
import TerminalKit

/// What a stranger may pack next to a notebook.
struct Trap: Sendable {
    let name: String
    /// `stem`: the notebook's name without `.unroll.md`.
    let set: @Sendable (Arena, _ stem: String) throws -> Void

    static let all: [Trap] = logs + places + data + swaps

    private static let logs = [
        Trap("log: a link to a file of the user's") { try link($0, "\($1).runs.sqlite", to: "../home/.vimrc") },
        Trap("log: a link to nothing") { try link($0, "\($1).runs.sqlite", to: "../home/.profile") },
        Trap("log: a link to an empty file") { try link($0, "\($1).runs.sqlite", to: "../away/empty") },
        Trap("log: a pipe") { arena, stem in mkfifo("\(arena.lesson)/\(stem).runs.sqlite", 0o644) },
        Trap("log: a journal that deletes a file") { try journal($0, $1, deleting: $0.root + "/thesis.tex") },
        Trap("log: a journal that deletes a file by its relative name") {
            try journal($0, $1, deleting: "../thesis.tex")
        },
        Trap("log: a write-ahead log and shared memory") { arena, stem in
            try arena.write(
                "lesson/\(stem).runs.sqlite-wal", bytes: [0x37, 0x7F, 0x06, 0x82] + Array(repeating: 7, count: 90))
            try arena.write("lesson/\(stem).runs.sqlite-shm", bytes: Array(repeating: 1, count: 32768))
        },
    ]

    private static let places = [
        Trap("records: a link to a folder") { try link($0, "\($1).unroll.d", to: "../away") },
        Trap("records: a file") { try $0.write("lesson/\($1).unroll.d", "mine") },
        Trap("records: files that an earlier save left") { arena, stem in
            let folder = "\(arena.lesson)/\(stem).unroll.d"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            symlink("../../away/secret.csv", folder + "/.a.history.csv.999999.saving")
        },
        Trap("export: links in the places of what is written") { arena, stem in
            for ending in ["_keras.py", "_keras.safetensors", ".html", ".ipynb"] {
                try link(arena, stem + ending, to: "../home/.vimrc")
            }
        },
        Trap("save: links under names that cells write") { arena, _ in
            for name in ["out.csv", "out.safetensors"] { try link(arena, name, to: "../home/.vimrc") }
        },
    ]

    private static let data = [
        Trap("data: a folder of data sets that leads out") { arena, _ in try link(arena, "datasets", to: "../away") },
        Trap("data: a pipe") { arena, _ in mkfifo(arena.lesson + "/pipe.csv", 0o644) },
        Trap("data: a device") { arena, _ in try link(arena, "zero.csv", to: "/dev/zero") },
        Trap("data: a link to a secret") { arena, _ in try link(arena, "linked.csv", to: "../away/secret.csv") },
        Trap("data: numbers at the edges") { arena, _ in
            try arena.write(
                "lesson/edges.csv",
                "a,b\n-9223372036854775808,1e308\n9223372036854775807,-1e308\n0,5e-324\n18446744073709551616,nan\n")
        },
        Trap("data: names with control codes") { arena, _ in
            try arena.write("lesson/a\u{1B}]0;owned\u{07}.csv", "x\u{1B}[2J,\u{202E}y\n1,2\n")
        },
    ]

    private static let swaps = [
        Trap("swap: a link") { try link($0, ".\($1).unroll.md.swap", to: "../home/.profile") },
        Trap("swap: a pipe") { arena, stem in mkfifo("\(arena.lesson)/.\(stem).unroll.md.swap", 0o644) },
        Trap("swap: times at the edges") { arena, stem in
            try arena.write(
                "lesson/.\(stem).unroll.md.swap",
                "unroll swap 1\nprocess 999999 1 other.example\nopened 1e308\nbase -\nkept -1e308\n\n# left behind\n")
        },
    ]

    init(_ name: String, _ set: @escaping @Sendable (Arena, String) throws -> Void) {
        (self.name, self.set) = (name, set)
    }

    private static func link(_ arena: Arena, _ name: String, to target: String) throws {
        symlink(target, "\(arena.lesson)/\(name)")
    }

    private static func journal(_ arena: Arena, _ stem: String, deleting victim: String) throws {
        // The smallest database: an empty page of 4096 bytes.
        var page = Array("SQLite format 3\0".utf8) + [0x10, 0x00, 1, 1, 0, 64, 32, 32]
        page += Array(repeating: 0, count: 4096 - page.count)
        try arena.write("lesson/\(stem).runs.sqlite", bytes: page)
        try arena.write("lesson/\(stem).runs.sqlite-journal", bytes: HotJournal.bytes(of: page, deleting: victim))
    }
}
