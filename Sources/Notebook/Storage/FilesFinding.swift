import Glibc

/// The notebooks of a folder.
extension Files {
    /// What a path of a command line stands for.
    package enum Place: Hashable, Sendable {
        /// A file, or what is none: whoever reads it will tell.
        case file(String)
        /// A folder with no notebook in it or below it.
        case emptyFolder(String)

        var path: String {
            switch self {
            case .file(let path), .emptyFolder(let path): path
            }
        }
    }

    /// Files as they are named, and of folders all notebooks in them and below, in order; each once.
    package static func notebooks(at paths: [String]) -> [Place] {
        var places: [Place] = []
        var seen: Set<String> = []
        for path in paths {
            let found = isFolder(path, follows: true) ? notebooks(below: path) : [.file(path)]
            places += found.filter { seen.insert(resolved($0.path)).inserted }
        }
        return places
    }

    /// The notebooks around one, a few folders deep: enough to choose from, and soon found in a home folder too.
    package static func notebooks(around folder: String) -> [String] {
        var found: [String] = []
        collect(folder, depth: deepest - 3, limit: 500, &found)
        found.removeAll { !exists($0) }
        return folder == "." ? found.map { String($0.dropFirst(2)) } : found
    }

    private static func notebooks(below folder: String) -> [Place] {
        var found: [String] = []
        collect(folder, depth: 0, limit: .max, &found)
        return found.isEmpty ? [.emptyFolder(folder)] : found.map { .file($0) }
    }

    private static let deepest = 32

    /// `*.unroll.md`, without what is hidden, records (`name.unroll.d`) and links, which may lead out of the folder.
    private static func collect(_ folder: String, depth: Int, limit: Int, _ found: inout [String]) {
        guard depth < deepest, found.count < limit else { return }
        // By the bytes of their names, so that every locale has the same order.
        let names = names(in: folder).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for name in names where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            if isFolder(path, follows: false) {
                if !name.hasSuffix(".d") { collect(path, depth: depth + 1, limit: limit, &found) }
            } else if name.hasSuffix(".unroll.md"), isRegular(path) || name.unicodeScalars.contains("\u{FFFD}") {
                // One whose name is not UTF-8 cannot be looked at, and is not passed over.
                found.append(path)
            }
        }
    }

    private static func isFolder(_ path: String, follows: Bool) -> Bool {
        var facts = stat()
        let code = follows ? stat(path, &facts) : lstat(path, &facts)
        return code == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    private static func isRegular(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }
}
