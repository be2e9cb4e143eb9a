import Glibc

/// The names in a folder, in no order, `.` and `..` among them; none where it cannot be read.
package enum FolderNames {
    package static func of(_ path: String) -> [String] { opendir(path).map(read) ?? [] }

    /// Of an open folder, which stays open.
    static func of(descriptor folder: Int32) -> [String] {
        let copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { return [] }
        guard let handle = fdopendir(copy) else {
            close(copy)
            return []
        }
        return read(handle)
    }

    private static func read(_ handle: OpaquePointer) -> [String] {
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            names.append(String(decoding: name, as: UTF8.self))
        }
        return names
    }
}
