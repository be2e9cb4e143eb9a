import Datasets
import Language

/// Finds and reads data; what is untidy about a file is told below the cell.
enum Loading {
    /// A table, or a text if the file is one.
    static func value(_ name: String, _ call: Call) throws -> Value {
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

    private static func read(_ path: String, _ name: String, _ call: Call) throws -> Value {
        do {
            if path.lowercased().hasSuffix(".txt") { return .text(try text(try Files.read(path), name, call)) }
            let reading = try CSV.read(try Files.read(path))
            for warning in reading.warnings { call.host.note(Messages.warning(warning, file: name, call)) }
            return .object(TableObject(reading.table))
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

    /// Without a mark of the byte order, lines end in \n; what is not UTF-8 is marked and told.
    private static func text(_ bytes: [UInt8], _ name: String, _ call: Call) throws -> String {
        guard !bytes.isEmpty else { throw Messages.emptyText(name, call) }
        if let zero = bytes.firstIndex(of: 0) { throw Messages.notAText(name, byte: zero + 1, call) }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
        let text = String(decoding: body, as: UTF8.self)
        if !text.utf8.elementsEqual(body) { call.host.note(Messages.brokenText(name, call)) }
        guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        return String(text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
    }

    /// What `load` finds from a notebook in `folder`: its own files, then the data sets that come along.
    static func names(from folder: String) -> [String] {
        let texts = Files.names(in: folder).filter { $0.lowercased().hasSuffix(".txt") }
        let places = Catalogue.places(notebook: folder, program: nil, variable: nil)
        return names(in: Array(places.prefix(1)), like: "") + texts
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

extension Messages {
    static func emptyText(_ name: String, _ call: Call) -> Diagnostic {
        call.fail("\"\(name)\" is empty", at: "name", "there is no text in it")
    }

    static func notAText(_ name: String, byte: Int, _ call: Call) -> Diagnostic {
        call.fail("\"\(name)\" is not a text file", at: "name", "byte \(byte) is zero")
    }

    static func brokenText(_ name: String, _ call: Call) -> Diagnostic {
        Diagnostic(
            .warning, "\"\(name)\" is not UTF-8 everywhere",
            labels: [.init(call.span(of: "name"), "what cannot be read is shown as \u{FFFD}")])
    }
}
