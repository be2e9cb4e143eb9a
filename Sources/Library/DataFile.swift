import Datasets

/// The bytes of the file that `load(name)` would read from a notebook in `folder`, for telling whether they changed.
package func dataFile(_ name: String, in folder: String) -> [UInt8]? {
    let places = Catalogue.places(
        notebook: folder, program: Files.program, variable: Files.variable("UNROLL_DATASETS"))
    let paths = places.flatMap { place in Catalogue.files(for: name).map { Catalogue.join(place.folder, $0) } }
    return paths.first { Files.kind($0) == .file }.flatMap { try? Files.read($0) }
}
