import Datasets
import Sandbox

/// Where the cells of a notebook find data.
struct DataPlaces {
    let all: [Catalogue.Place]
    /// The notebook's, and the folders of data sets that come with the program or that the user has named.
    let access: FileAccess

    /// `withProgram`: those that come along with the program too.
    init(_ access: FileAccess, withProgram: Bool = true) {
        let variable = withProgram ? Files.variable("UNROLL_DATASETS") : nil
        let found = Catalogue.places(notebook: access.folder, program: nil, variable: variable)
        all = Catalogue.places(
            notebook: access.folder, program: withProgram ? Files.program : nil, variable: variable)
        let trusted = all.dropFirst(found.count).map(\.folder) + (variable.map { [$0] } ?? [])
        self.access = access.adding(trusted: trusted, found: found.dropFirst().map(\.folder))
    }

    /// The paths that `load(name)` may mean.
    func paths(for name: String) -> [String] {
        all.flatMap { place in Catalogue.files(for: name).map { Catalogue.join(place.folder, $0) } }
    }

    /// The first path where there is a file. An absolute name means one place only.
    func file(for name: String) -> String? {
        name.isEmpty ? nil : paths(for: name).first { Files.kind($0) == .file }
    }
}
