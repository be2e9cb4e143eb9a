/// Names by how they begin, whatever their case: made once, so that a key need not look at 300,000 of them.
package struct NameIndex: Sendable {
    private let entries: [(small: String, name: String)]
    /// More names than a reader goes through are not listed.
    static let most = 200

    package init(_ names: some Sequence<String>) {
        entries = names.map { (small: $0.lowercased(), name: $0) }.sorted { ($0.small, $0.name) < ($1.small, $1.name) }
    }

    /// The first names that begin like this, given in small letters; `isCut`: there are more.
    func names(beginning small: String) -> (names: Set<String>, isCut: Bool) {
        let found = entries[first(from: small)...].lazy.prefix { $0.small.utf8.starts(with: small.utf8) }
        let some = found.prefix(NameIndex.most + 1).map(\.name)
        return (Set(some.prefix(NameIndex.most)), some.count > NameIndex.most)
    }

    /// The place of the first name that is not before `small`.
    private func first(from small: String) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].small < small { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
