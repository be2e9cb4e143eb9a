/// A rollback journal with a super-journal's name; SQLite deletes the file of that
/// name when it plays the journal. Layout: https://www.sqlite.org/fileformat.html section 3, and pager.c's
/// `writeSuperJournal`.
package enum HotJournal {
    package static func bytes(of database: [UInt8], deleting victim: String) -> [UInt8] {
        let page = Int(database[16]) << 8 | Int(database[17])
        let magic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
        var head = magic + [0, 0x1234, database.count / page, 512, page].flatMap(word)
        head += Array(repeating: 0, count: 512 - head.count)
        let name = Array(victim.utf8)
        let sum = name.reduce(0) { $0 + Int(Int8(bitPattern: $1)) }
        return head + word(0x4000_0000 / page + 1) + name + word(name.count) + word(sum) + magic
    }

    private static func word(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
}
