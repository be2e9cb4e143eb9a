import Glibc

/// Reading and writing of whole files. Loading and saving are the only users.
enum Files {
    enum Fault: Error {
        case missing
        case folder
        case refused(reason: String)
    }

    /// All bytes of a file, read once.
    static func read(_ path: String) throws(Fault) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw fault() }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw fault() }
        if status.st_mode & S_IFMT == S_IFDIR { throw .folder }
        let size = Int(status.st_size)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(file, buffer.baseAddress.map { $0 + count }, size - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failed = true }
                if got <= 0 { break }
                count += got
            }
        }
        if failed { throw fault() }
        return bytes
    }

    /// Writes beside the file and renames, so that the old content stays whole if anything goes wrong.
    static func write(_ bytes: [UInt8], to path: String) throws(Fault) {
        let draft = path + ".\(getpid()).tmp"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw fault() }
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress.map { $0 + done }, bytes.count - done) }
            if put < 0, errno == EINTR { continue }
            if put < 0 { break }
            done += put
        }
        let isWhole = done == bytes.count && fsync(file) == 0
        let problem = isWhole ? nil : fault()
        close(file)
        if let problem {
            unlink(draft)
            throw problem
        }
        guard rename(draft, path) == 0 else {
            let problem = fault()
            unlink(draft)
            throw problem
        }
    }

    enum Kind { case file, folder }

    /// What there is at the path; nil if nothing.
    static func kind(_ path: String) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }

    /// The names in a folder, in order; none if it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
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

    private static func fault() -> Fault {
        errno == ENOENT || errno == ENOTDIR ? .missing : .refused(reason: String(cString: strerror(errno)).lowercased())
    }
}
