import Glibc
import Sandbox

/// The digests of outputs that this user's machine has computed, in `outputs.sqlite` in the state folder.
///
/// A file that cannot be read or written is as an empty one: outputs then count as not verified.
package struct ComputedOutputs: Sendable {
    /// The newest of this many are kept, by the day on which they were last seen.
    private let limit: Int
    private let folder: String?

    private static let format = DatabaseFormat(
        mark: 0x556E_726F, version: 1,
        tables: [
            "CREATE TABLE outputs (digest TEXT PRIMARY KEY, day INTEGER NOT NULL) WITHOUT ROWID"
        ])

    /// `folder`: the user's state folder, if there is one. Nothing is made before something is added.
    package init(in folder: String?, limit: Int = 200_000) { (self.folder, self.limit) = (folder, limit) }

    /// Those of the digests that are here.
    package func known(among digests: [String]) -> Set<String> {
        guard let folder, !digests.isEmpty, access(folder, F_OK) == 0 else { return [] }
        return (try? found(digests, folder)) ?? []
    }

    private func found(_ digests: [String], _ folder: String) throws -> Set<String> {
        let connection = try Connection(own: try StateFolder.make(folder) + "/outputs.sqlite", creates: false)
        guard try Self.format.isKept(by: connection) else { return [] }
        var found: Set<String> = []
        for start in stride(from: 0, to: digests.count, by: 500) {
            let part = digests[start..<min(start + 500, digests.count)]
            let places = Array(repeating: "?", count: part.count).joined(separator: ", ")
            let rows = try connection.rows(
                "SELECT digest FROM outputs WHERE digest IN (\(places))", part.map { .text($0) })
            found.formUnion(rows.compactMap { $0.first?.text })
        }
        return found
    }

    package func add(_ digests: [String]) {
        guard let folder, !digests.isEmpty else { return }
        try? put(digests, folder)
    }

    private func put(_ digests: [String], _ folder: String) throws {
        let connection = try Connection(own: try StateFolder.make(folder) + "/outputs.sqlite", creates: true)
        let today = time(nil) / 86_400
        try connection.transaction { () throws(LogFault) in
            try Self.format.prepare(connection)
            try connection.run(
                "INSERT OR REPLACE INTO outputs VALUES (?, ?)", each: digests.map { [.text($0), .whole(today)] })
            let extra = "(SELECT max(0, count(*) - \(limit)) FROM outputs)"
            try connection.rows(
                "DELETE FROM outputs WHERE digest IN (SELECT digest FROM outputs ORDER BY day LIMIT \(extra))")
        }
    }
}
