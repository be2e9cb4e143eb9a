import Base
import Datasets
import Glibc
import Sandbox

/// Reading and writing of whole files by cells, as far as they may. Loading and saving are the only users.
enum Files {
    /// All bytes of a file, read once. Memory for `copies` of it must be there: the bytes, and what is made of them.
    static func read(_ path: String, _ access: FileAccess, copies: Int) throws(FileRefusal) -> [UInt8] {
        try access.read(path, limit: MemoryLimit.free / copies)
    }

    enum Kind { case file, folder }

    /// What there is at the path; nil if nothing.
    static func kind(_ path: String) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }

    /// The names in a folder that may be read, in order; none if it cannot be read.
    static func names(in folder: String, _ access: FileAccess) -> [String] {
        guard access.includes(folder: folder), let handle = opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            // Nobody can type a name with control codes, and completing it would show them.
            if name.utf8.first == UInt8(ascii: ".") || name.unicodeScalars.contains(where: \.steersTerminal) {
                continue
            }
            let isSure = entry.pointee.d_type == UInt8(DT_REG) || entry.pointee.d_type == UInt8(DT_DIR)
            if isSure || access.refusal(Catalogue.join(folder, name)) == nil { names.append(name) }
        }
        return names.sorted()
    }

    /// The running program's own path.
    static var program: String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
