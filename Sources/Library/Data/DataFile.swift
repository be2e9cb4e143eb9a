import Datasets
import Sandbox

/// The bytes of the file that `load(name)` would read with this access, and of the one that `load_weights(…, name)`
/// would read, for telling whether they changed. Of a large file they are pieces.
package func dataFile(_ name: String, _ access: FileAccess) -> [UInt8]? {
    let places = DataPlaces(access)
    let data = places.file(for: name)
    let weights = Catalogue.join(access.folder, WeightFile.name(name))
    let found = [data, weights == data ? nil : weights].compactMap { $0.flatMap { try? places.access.sample($0) } }
    return found.isEmpty ? nil : found.flatMap(\.self)
}

/// The names that `load` understands in a notebook with this access, to be offered while one is typed.
package func dataNames(_ access: FileAccess) -> [String] { Loading.names(access) }

/// The same with a sentence about each, where there is one.
package func dataSets(_ access: FileAccess) -> [(name: String, sentence: String)] {
    let known = Dictionary(Catalogue.entries.map { ($0.name, $0.sentence) }) { first, _ in first }
    return dataNames(access).map { ($0, known[$0] ?? "") }
}

/// What the kernel lets the threads of cells do with this access: the folders that `load` reads count as well.
/// `writable`: folders in which the program itself writes while cells run.
package func sandbox(for access: FileAccess, writable: [String] = []) -> ThreadSandbox {
    DataPlaces(access).access.sandbox(writable: writable)
}
