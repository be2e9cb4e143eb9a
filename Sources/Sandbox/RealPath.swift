import Glibc

/// Paths as the kernel sees them.
package enum RealPath {
    /// Without links and `..`; nil if there is nothing, or if the path is not UTF-8: mended, two folders might be one.
    static func of(_ path: String) -> String? {
        guard !path.utf8.contains(0), let real = realpath(path.isEmpty ? "." : path, nil) else { return nil }
        defer { free(real) }
        return String(validatingCString: real)
    }

    /// What an open file is called at this moment; nil if that is not UTF-8.
    static func of(descriptor: Int32) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return String(validating: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func isLink(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFLNK
    }

    static func isBelow(_ path: String, _ folder: String) -> Bool { rest(of: path, below: folder) != nil }

    /// Below the folder, and no name on the way begins with a dot.
    static func isVisible(_ path: String, below folder: String) -> Bool {
        rest(of: path, below: folder)?.split(separator: slash).allSatisfy { !startsHidden($0) } ?? false
    }

    static func isHidden(name: String) -> Bool { startsHidden(name.utf8) }

    package static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: slash) else { return "." }
        return slash == path.startIndex ? "/" : String(decoding: path.utf8[..<slash], as: UTF8.self)
    }

    package static func name(of path: String) -> String {
        path.utf8.split(separator: slash).last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    // Bytes, as the kernel compares: to Swift a slash with an accent behind it is another character, and a name is
    // equal to the same name with its accents written otherwise.

    private static let slash = UInt8(ascii: "/")

    private static func rest(of path: String, below folder: String) -> ArraySlice<UInt8>? {
        let (path, folder) = (Array(path.utf8), Array(folder.utf8))
        guard path.starts(with: folder) else { return nil }
        let rest = path[folder.count...]
        return rest.isEmpty || rest.first == slash || folder.last == slash ? rest : nil
    }

    private static func startsHidden(_ name: some Sequence<UInt8>) -> Bool { name.starts(with: ".".utf8) }
}
