import Glibc

/// Extended attributes of files. The C library has them, but Swift's map of it does not: they are looked up by name, and
/// where there are none, or the file system has none, files simply have no attributes.
package enum FileAttributes {
    /// The mark of an output that has no room for it in its content (`OutputMark`).
    static let mark = "user.unroll.written"

    package static func mark(of file: Int32) -> String? {
        value(of: mark, file).map { String(decoding: $0, as: UTF8.self) }
    }

    /// False where the file system takes no attributes.
    @discardableResult
    package static func setMark(_ text: String, of file: Int32) -> Bool { set(Array(text.utf8), of: mark, file) }

    /// Gives a file what another one carries of the user's own attributes and of its access list. The mark of an output
    /// is left out: it is about the content.
    package static func copy(from old: Int32, to new: Int32) {
        for name in names(of: old) where name != mark && (name.hasPrefix("user.") || name == accessList) {
            if let value = value(of: name, old) { set(value, of: name, new) }
        }
    }

    private static let accessList = "system.posix_acl_access"

    private static func names(of file: Int32) -> [String] {
        guard let list = function("flistxattr", as: List.self) else { return [] }
        let bytes = bytes { list(file, $0, $1) } ?? []
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    static func value(of name: String, _ file: Int32) -> [UInt8]? {
        guard let get = function("fgetxattr", as: Get.self) else { return nil }
        return bytes { get(file, name, $0, $1) }
    }

    @discardableResult
    static func set(_ value: [UInt8], of name: String, _ file: Int32) -> Bool {
        guard let set = function("fsetxattr", as: Set.self) else { return false }
        return value.withUnsafeBytes { set(file, name, $0.baseAddress, $0.count, 0) } == 0
    }

    /// What such a function gives: asked for its size first.
    private static func bytes(_ fill: (UnsafeMutableRawPointer?, Int) -> Int) -> [UInt8]? {
        let size = fill(nil, 0)
        guard size >= 0 else { return nil }
        if size == 0 { return [] }
        var bytes = [UInt8](repeating: 0, count: size)
        let count = bytes.withUnsafeMutableBytes { fill($0.baseAddress, $0.count) }
        return count >= 0 ? Array(bytes.prefix(count)) : nil
    }

    private typealias List = @convention(c) (Int32, UnsafeMutableRawPointer?, Int) -> Int
    private typealias Get = @convention(c) (Int32, UnsafePointer<CChar>, UnsafeMutableRawPointer?, Int) -> Int
    private typealias Set = @convention(c) (Int32, UnsafePointer<CChar>, UnsafeRawPointer?, Int, Int32) -> Int32

    private static func function<Function>(_ name: String, as type: Function.Type) -> Function? {
        dlsym(nil, name).map { unsafeBitCast($0, to: type) }
    }
}
