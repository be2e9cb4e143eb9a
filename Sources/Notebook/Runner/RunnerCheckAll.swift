import Display
import Language

/// Checking several notebooks, and all those of a folder.
extension Runner {
    /// Each as `check` does, then a line for each and for all. The status is the worst of them.
    package func check(all paths: [String], accepting: Acceptance = .none) -> Status {
        let places = Files.notebooks(at: paths)
        if case .file(let path)? = places.first, places.count == 1 { return check(path, accepting: accepting) }
        guard areFit(to: places.compactMap(session)) else { return .file }
        var found: [(path: String, checked: Checked)] = []
        for place in places {
            switch place {
            case .emptyFolder(let folder):
                write(Messages.noNotebook(in: Text.visible(folder)))
                found.append((folder, Checked(status: .file)))
            case .file(let path):
                let checked = isStopped() ? Checked(status: .stopped) : check(one: path, accepting)
                found.append((path, checked))
            }
            if places.count > 1 { write("") }
        }
        if found.count > 1 { sum(found) }
        return found.map(\.checked.status).max { $0.rawValue < $1.rawValue } ?? .same
    }

    private func check(one path: String, _ accepting: Acceptance) -> Checked {
        guard var session = open(path, keepsOutputs: true) else { return Checked(status: .file) }
        return check(&session, accepting: accepting)
    }

    /// To look at what it says, without a word; nil if it cannot be read.
    private func session(_ place: Files.Place) -> Session? {
        guard overrides != nil, case .file(let path) = place, let bytes = try? Files.read(path) else { return nil }
        return Session(Document(bytes), path: path, builtins: builtins)
    }

    private func sum(_ found: [(path: String, checked: Checked)]) {
        let columns = found.map { Text.width(of: Text.visible($0.path)) }.max() ?? 0
        for (path, checked) in found {
            let name = Text.pad(Text.visible(path), to: columns)
            let code = checked.code.map { "   digest \($0)" } ?? ""
            let words = checked.status == .file ? "" : "   " + Messages.verdict(checked)
            write(Text.pad(Messages.word(checked.status), to: 8) + " " + name + words + code)
        }
        let status = found.map(\.checked.status).max { $0.rawValue < $1.rawValue } ?? .same
        write(Messages.total(found.map(\.checked.status)) + " " + Messages.exitStatus(status))
        let codes = found.compactMap { path, checked in checked.code.map { (name: Files.name(of: path), code: $0) } }
        guard codes.count == found.count else { return }
        write(Messages.digestOfAll + " " + ResultDigest(of: codes).code)
    }
}
