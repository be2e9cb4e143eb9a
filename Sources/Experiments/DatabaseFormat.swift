/// What tells a database of this program from others: a mark, a version, and the tables word for word.
struct DatabaseFormat {
    /// SQLite's application_id.
    let mark: Int
    /// Of the tables. A file with a higher one is not touched.
    let version: Int
    let tables: [String]

    /// Makes the tables in a file that is new, and refuses one that is not of this format.
    func prepare(_ connection: Connection) throws(LogFault) {
        if try isKept(by: connection) { return }
        for table in tables { try connection.rows(table) }
        try connection.rows("PRAGMA application_id = \(mark)")
        try connection.rows("PRAGMA user_version = \(version)")
    }

    /// Whether the database has these tables and nothing else; false for one without tables.
    func isKept(by connection: Connection) throws(LogFault) -> Bool {
        let found = try connection.rows("PRAGMA application_id").first?.first?.whole
        let known = try connection.rows("PRAGMA user_version").first?.first?.whole ?? 0
        guard found == mark else {
            let count = try connection.rows("SELECT count(*) FROM sqlite_master").first?.first?.whole
            if found == 0, known == 0, count == 0 { return false }
            throw .foreign
        }
        if known > version { throw .newer(known, than: version) }
        guard try Set(definitions(connection)) == Set(tables) else { throw .foreign }
        return true
    }

    /// As the file has them. A trigger, a view, an index or a column that is computed could run code from another person.
    private func definitions(_ connection: Connection) throws(LogFault) -> [String] {
        try connection.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'sqlite_sequence'")
            .map { $0.first?.text ?? "" }
    }
}
