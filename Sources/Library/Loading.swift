import Datasets
import Language

/// Finds and reads data; what is untidy about a file is told below the cell.
enum Loading {
    static func table(_ name: String, _ call: Call) throws -> Table {
        let places = Catalogue.places(
            notebook: call.host.folder, program: Files.program, variable: Files.variable("UNROLL_DATASETS"))
        let paths = places.flatMap { place in
            Catalogue.files(for: name).map { Catalogue.join(place.folder, $0) }
        }
        if let path = paths.first(where: { Files.kind($0) == .file }), !name.isEmpty {
            return try read(path, name, call)
        }
        if paths.contains(where: { Files.kind($0) == .folder }), !name.isEmpty { throw Messages.isFolder(name, call) }
        throw Messages.noSuchData(name, known: names(in: places, like: name), places: places, call)
    }

    private static func read(_ path: String, _ name: String, _ call: Call) throws -> Table {
        do {
            let reading = try CSV.read(try Files.read(path))
            for warning in reading.warnings { call.host.note(Messages.warning(warning, file: name, call)) }
            return reading.table
        } catch let fault as CSV.Fault {
            throw Messages.unreadable(name, fault, call)
        } catch Files.Fault.refused(let reason) {
            throw Messages.refused(name, reason, call)
        } catch Files.Fault.folder {
            throw Messages.isFolder(name, call)
        } catch is Files.Fault {
            throw Messages.refused(name, "it is gone", call)
        }
    }

    /// The names that could have been meant: spelled with the extension if the one that was typed has it.
    private static func names(in places: [Catalogue.Place], like name: String) -> [String] {
        let hasExtension = name.contains(".")
        let files = Set(places.map(\.folder)).flatMap { Files.names(in: $0) }.filter { $0.hasSuffix(".csv") }
        let here = Files.names(in: places.first?.folder ?? "").filter { $0.hasSuffix(".csv") }
        let own = hasExtension ? here + files : here.map { String($0.dropLast(4)) }
        let catalogue = Catalogue.entries.map { hasExtension ? $0.name + ".csv" : $0.name }
        var seen: Set<String> = []
        return (own + catalogue).filter { seen.insert($0).inserted }
    }
}
