import Datasets

/// The bytes of the file that `load(name)` would read from a notebook in `folder`, and of the one that
/// `load_weights(…, name)` would read, for telling whether they changed.
package func dataFile(_ name: String, in folder: String) -> [UInt8]? {
    let places = Catalogue.places(
        notebook: folder, program: Files.program, variable: Files.variable("UNROLL_DATASETS"))
    let paths = places.flatMap { place in Catalogue.files(for: name).map { Catalogue.join(place.folder, $0) } }
    let data = paths.first { Files.kind($0) == .file }
    let weights = Catalogue.join(folder, WeightFile.name(name))
    let found = [data, weights == data ? nil : weights].compactMap { $0.flatMap { try? Files.read($0) } }
    return found.isEmpty ? nil : found.flatMap(\.self)
}

/// The names that `load` understands in a notebook of this folder, to be offered while one is typed.
package func dataNames(in folder: String) -> [String] { Loading.names(from: folder) }

/// The same with a sentence about each, where there is one.
package func dataSets(in folder: String) -> [(name: String, sentence: String)] {
    let known = Dictionary(Catalogue.entries.map { ($0.name, $0.sentence) }) { first, _ in first }
    return dataNames(in: folder).map { ($0, known[$0] ?? "") }
}
