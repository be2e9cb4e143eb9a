import Glibc
import Testing

@testable import Sandbox

/// A folder with a notebook's folder `home` and a stranger's `away` in it.
private final class Place {
    let path: String
    var home: String { path + "/home" }

    init() throws {
        var name = Array("/tmp/unroll-access-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw Failure() }
        let made = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = RealPath.of(made) ?? made
        for folder in ["home", "home/sub", "home/.dot", "away"] { mkdir(path + "/" + folder, 0o755) }
        for file in ["home/a.csv", "home/sub/b.csv", "home/.dot/c.csv", "home/.d.csv", "away/secret.csv"] {
            write(file, file)
        }
    }

    deinit {
        for file in made { unlink(path + "/" + file) }
        for folder in ["home/sub", "home/.dot", "home", "away", ""] {
            for name in names(path + "/" + folder) { unlink(path + "/" + folder + "/" + name) }
            rmdir(path + "/" + folder)
        }
    }

    private var made: [String] = []

    func write(_ name: String, _ text: String) {
        guard let file = fopen(path + "/" + name, "w") else { return }
        fputs(text, file)
        fclose(file)
        made.append(name)
    }

    func link(_ name: String, to target: String) {
        symlink(target, path + "/" + name)
        made.append(name)
    }

    func text(_ name: String) -> String? {
        guard let file = fopen(path + "/" + name, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1000)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    }

    func names(_ folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }

    func access(reading: [String] = [], mayWrite: Bool = false) -> FileAccess {
        FileAccess(folder: home, reading: reading, mayWrite: mayWrite)
    }

    struct Failure: Error {}
}

private func refusal(_ body: () throws(FileRefusal) -> Void) -> FileRefusal? {
    do throws(FileRefusal) {
        try body()
        return nil
    } catch { return error }
}

private func reading(_ path: String, _ access: FileAccess, limit: Int = .max) -> FileRefusal? {
    refusal { () throws(FileRefusal) in _ = try access.read(path, limit: limit) }
}

@Suite struct ReadingTests {
    @Test("files below the folder are read, and through links that stay below it")
    func filesBelowTheFolderAreRead() throws {
        let place = try Place()
        place.link("home/inside.csv", to: "sub/b.csv")
        let access = place.access()
        for (name, text) in [
            ("a.csv", "home/a.csv"), ("sub/../sub/b.csv", "home/sub/b.csv"), ("inside.csv", "home/sub/b.csv"),
        ] {
            #expect(try access.read(place.home + "/" + name) == Array(text.utf8))
        }
    }

    @Test("an absolute name, .. and links do not lead out")
    func nothingLeadsOut() throws {
        let place = try Place()
        place.link("home/file.csv", to: "../away/secret.csv")
        place.link("home/folder", to: place.path + "/away")
        place.link("home/self.csv", to: "self.csv")
        let access = place.access()
        let outside = FileRefusal.outside(folder: place.path + "/away")
        for path in ["/../away/secret.csv", "/file.csv", "/folder/secret.csv", "/sub/../../away/secret.csv"] {
            #expect(reading(place.home + path, access) == outside, "\(path)")
        }
        #expect(reading("/etc/passwd", access) == .outside(folder: "/etc"))
        #expect(reading("/etc", access) == .outside(folder: "/etc"))
        #expect(reading(place.path + "/away/nothing.csv", access) == outside, "whether it is there is not told")
        #expect(reading(place.home + "/self.csv", access) != nil)
        #expect(reading(place.path + "/home2/x.csv", access) == .missing)
    }

    @Test("a folder whose name only begins like the notebook's is another one")
    func aSimilarNameIsOutside() throws {
        let place = try Place()
        mkdir(place.path + "/home2", 0o755)
        place.write("home2/x.csv", "x")
        #expect(reading(place.path + "/home2/x.csv", place.access()) == .outside(folder: place.path + "/home2"))
        unlink(place.path + "/home2/x.csv")
        rmdir(place.path + "/home2")
    }

    @Test("an accent does not hide a slash or a dot, nor make one folder another") func accents() throws {
        let place = try Place()
        place.link("home/folder", to: place.path + "/away")
        place.write("away/\u{301}x.csv", "secret")
        place.write("home/.\u{301}x.csv", "hidden")
        #expect(reading(place.home + "/folder/\u{301}x.csv", place.access()) == .outside(folder: place.path + "/away"))
        #expect(reading(place.home + "/.\u{301}x.csv", place.access()) == .hidden)
        #expect(!RealPath.isBelow("/home/e\u{301}/x", "/home/\u{E9}"))
        #expect(RealPath.isBelow("/x", "/") && RealPath.isBelow("/a/b", "/a") && !RealPath.isBelow("/ab", "/a"))
    }

    @Test("hidden files are not read unless their folder was named")
    func hiddenFilesAreNotRead() throws {
        let place = try Place()
        #expect(reading(place.home + "/.d.csv", place.access()) == .hidden)
        #expect(reading(place.home + "/.dot/c.csv", place.access()) == .hidden)
        #expect(reading(place.home + "/.dot/c.csv", place.access(reading: [place.home + "/.dot"])) == nil)
    }

    @Test("another folder is read once it was named")
    func anotherFolderIsRead() throws {
        let place = try Place()
        place.link("home/file.csv", to: "../away/secret.csv")
        let access = place.access(reading: [place.path + "/away"])
        #expect(reading(place.home + "/file.csv", access) == nil)
        #expect(reading(place.path + "/away/secret.csv", access) == nil)
    }

    @Test("a pipe, a device and a folder are refused at once, a large file by its size")
    func onlyRegularFiles() throws {
        let place = try Place()
        mkfifo(place.home + "/pipe.csv", 0o644)
        #expect(reading(place.home + "/pipe.csv", place.access()) == .isDevice)
        #expect(reading("/dev/zero", place.access(reading: ["/dev"])) == .isDevice)
        #expect(reading(place.home + "/sub", place.access()) == .isFolder)
        #expect(reading(place.home + "/a.csv", place.access(), limit: 9) == .tooLarge(10, limit: 9))
        #expect(reading(place.home + "/none.csv", place.access()) == .missing)
        #expect(reading(place.home + "/a.csv\0", place.access()) == .missing)
    }

    @Test("of folders that are only found, those that are links do not count")
    func linkedDataSetsDoNotCount() throws {
        let place = try Place()
        place.link("home/datasets", to: place.path + "/away")
        let secret = place.path + "/away/secret.csv"
        #expect(reading(secret, place.access().adding(trusted: [], found: [place.home + "/datasets"])) != nil)
        #expect(reading(secret, place.access().adding(trusted: [], found: [place.path + "/away"])) == nil)
        #expect(reading(secret, place.access().adding(trusted: [place.home + "/datasets"], found: [])) == nil)
    }

    @Test("a link that is exchanged all the time never lets a file from outside through")
    func anExchangedLinkDoesNotWin() throws {
        let place = try Place()
        place.link("home/swap.csv", to: "a.csv")
        let access = place.access()
        var read = 0
        for turn in 0..<2000 {
            let target = turn.isMultiple(of: 2) ? "../away/secret.csv" : "a.csv"
            unlink(place.home + "/new")
            symlink(target, place.home + "/new")
            rename(place.home + "/new", place.home + "/swap.csv")
            if let bytes = try? access.read(place.home + "/swap.csv") {
                read += 1
                #expect(bytes == Array("home/a.csv".utf8))
            }
        }
        #expect(read == 1000)
    }

    @Test("a change in the middle of a large file shows in its sample")
    func samples() throws {
        let place = try Place()
        place.write("home/large.csv", String(repeating: "x", count: 300_000))
        let path = place.home + "/large.csv"
        let before = try place.access().sample(path, whole: 100_000)
        #expect(before.count > 300_000)
        #expect(try place.access().sample(path).count == 300_000)
        place.write(
            "home/large.csv", String(repeating: "x", count: 150_000) + "y" + String(repeating: "x", count: 149_999))
        #expect(try place.access().sample(path, whole: 100_000) != before)
    }
}

@Suite struct WritingTests {
    private func writing(
        _ name: String, _ place: Place, mayWrite: Bool = true, _ text: String = "new"
    ) -> FileRefusal? {
        let access = place.access(mayWrite: mayWrite)
        return refusal { () throws(FileRefusal) in
            try access.write(Array(text.utf8), to: place.home + "/" + name, as: .table)
        }
    }

    @Test("nothing is written unless that was allowed") func notAllowed() throws {
        let place = try Place()
        #expect(writing("x.csv", place, mayWrite: false) == .mayNotWrite)
        #expect(place.text("home/x.csv") == nil)
    }

    @Test("a table that was written here is replaced, a file of the user's stays") func onlyItsOwn() throws {
        let place = try Place()
        place.write("home/other.csv", "other")
        #expect(writing("sub/new.csv", place) == nil)
        #expect(place.text("home/sub/new.csv") == "new")
        #expect(writing("sub/new.csv", place, "newer") == nil)
        #expect(place.text("home/sub/new.csv") == "newer")
        #expect(writing("other.csv", place) == .notOurs)
        #expect(place.text("home/other.csv") == "other")
        #expect(!place.names(place.home).contains { $0.hasSuffix(".saving") })
    }

    @Test("a file is taken for ours by what it holds: empty and equal ones, and not those that were changed")
    func whatItHolds() throws {
        let place = try Place()
        place.write("home/empty.csv", "")
        place.write("home/same.csv", "new")
        for name in ["empty.csv", "same.csv"] { #expect(writing(name, place) == nil) }
        #expect(place.text("home/empty.csv") == "new")
        #expect(writing("same.csv", place, "newer") == nil)
        place.write("home/same.csv", "mine")
        #expect([.changed, .notOurs].contains(writing("same.csv", place)))
        #expect(place.text("home/same.csv") == "mine")
    }

    @Test("weights are no checkpoint, and an edited file of weights is the user's") func kinds() throws {
        let place = try Place()
        let access = place.access(mayWrite: true)
        let bytes = Array("{\"output\":\"\(OutputMark.open(.weights))\"}1234".utf8)
        let path = place.home + "/w.safetensors"
        func writing(_ kind: OutputMark.Kind) -> FileRefusal? {
            refusal { () throws(FileRefusal) in try access.write(bytes, to: path, as: kind) }
        }
        #expect(writing(.weights) == nil)
        #expect(writing(.weights) == nil)
        #expect(writing(.checkpoint) == .notOurs)
        let text = try #require(place.text("home/w.safetensors"))
        place.write("home/w.safetensors", text.replacing("1234", with: "1235"))
        #expect(writing(.weights) == .changed)
        place.write("home/w.safetensors", text)
        #expect(writing(.weights) == nil)
    }

    @Test("what a killed process was writing is swept up by the next one, what a living one writes is not")
    func sweeping() throws {
        let place = try Place()
        let living = ".x.csv.\(getppid()).saving"
        for name in [".x.csv.999999999.saving", living, ".y.csv.999999999.saving"] {
            place.write("home/" + name, "half")
        }
        #expect(writing("x.csv", place) == nil)
        let left = place.names(place.home).filter { $0.hasSuffix(".saving") }
        #expect(left.sorted() == [living, ".y.csv.999999999.saving"].sorted())
    }

    @Test("nothing is written outside, through links, over what is no file, or under a hidden name")
    func nowhereElse() throws {
        let place = try Place()
        place.link("home/link.csv", to: "../away/secret.csv")
        place.link("home/folder", to: place.path + "/away")
        mkfifo(place.home + "/pipe.csv", 0o644)
        let outside = FileRefusal.outside(folder: place.path + "/away")
        #expect(writing("link.csv", place) == .isLink)
        #expect(writing("folder/new.csv", place) == outside)
        #expect(writing("../away/new.csv", place) == outside)
        #expect(writing("pipe.csv", place) == .isDevice)
        #expect(writing("sub", place) == .isFolder)
        #expect(writing(".rc", place) == .hidden)
        #expect(writing(".dot/x.csv", place) == .hidden)
        #expect(writing("nowhere/x.csv", place) == .missing)
        // A slash with an accent behind it is one character to Swift and a slash to the kernel.
        #expect(writing("folder/\u{301}x.csv", place) == outside)
        #expect(writing(".\u{301}x.csv", place) == .hidden)
        #expect(place.text("away/secret.csv") == "away/secret.csv")
        #expect(place.names(place.path + "/away").filter { !$0.hasPrefix(".") } == ["secret.csv"])
        #expect(place.text("away/new.csv") == nil)
    }

    @Test("a folder that may be read is not one that may be written to") func readingIsNotWriting() throws {
        let place = try Place()
        let access = place.access(reading: [place.path + "/away"], mayWrite: true)
        let found = refusal { () throws(FileRefusal) in
            try access.write([1], to: place.path + "/away/x.csv", as: .table)
        }
        #expect(found == .outside(folder: place.path + "/away"))
    }
}

@Suite struct InvocationTests {
    @Test("a command line is repeated with what allows more, and a shell reads it as meant")
    func aCommandLine() {
        let open = Invocation("unroll open", options: ["--allow-write"], "n.unroll.md")
        #expect(open.line(with: "--allow-read", "/data") == "unroll open --allow-write --allow-read /data n.unroll.md")
        let hostile = Invocation("unroll run", "-n $(reboot).md")
        #expect(
            hostile.line(with: "--allow-read", "a'; rm -rf ~ #")
                == "unroll run --allow-read 'a'\\''; rm -rf ~ #' './-n $(reboot).md'")
    }
}
