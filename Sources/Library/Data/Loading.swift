import Base
import Datasets
import Language
import Sandbox

/// Finds and reads data; what is untidy about a file is told below the cell.
enum Loading {
    /// A table, or a text if the file is one.
    static func value(_ name: String, _ call: Call) throws -> Value {
        let places = DataPlaces(call.host.access)
        if let path = places.file(for: name) { return try read(path, name, places.access, call) }
        let refusals = name.isEmpty ? [] : places.paths(for: name).lazy.compactMap(places.access.refusal)
        if let refusal = refusals.first(where: { $0 != .missing }) { throw Messages.refused(name, refusal, call) }
        throw Messages.noSuchData(name, known: names(in: places, like: name), places: places, call)
    }

    private static func read(_ path: String, _ name: String, _ access: FileAccess, _ call: Call) throws -> Value {
        do {
            if path.lowercased().hasSuffix(".txt") {
                return .text(try text(try Files.read(path, access, copies: 3), name, call))
            }
            let reading = try CSV.read(try Files.read(path, access, copies: 2), shortage: MemoryLimit.shortage)
            for warning in reading.warnings { call.host.note(Messages.warning(warning, file: name, call)) }
            return .object(TableObject(reading.table))
        } catch let fault as CSV.Fault {
            throw Messages.unreadable(name, fault, call)
        } catch let refusal as FileRefusal {
            throw Messages.refused(name, refusal, call)
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
        return String(decoding: unixLines(text.utf8), as: UTF8.self)
    }

    /// Line ends of any kind as one byte.
    private static func unixLines(_ bytes: String.UTF8View) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count)
        var before: UInt8 = 0
        for byte in bytes {
            if byte == 0x0D { lines.append(0x0A) } else if byte != 0x0A || before != 0x0D { lines.append(byte) }
            before = byte
        }
        return lines
    }

    /// What `load` finds with this access: the notebook's own files, then the data sets that come along.
    static func names(_ access: FileAccess) -> [String] {
        let texts = Files.names(in: access.folder, access).filter { $0.lowercased().hasSuffix(".txt") }
        return names(in: DataPlaces(access, withProgram: false), like: "", isOwn: true) + texts
    }

    /// The names that could have been meant: spelled with the extension if the one that was typed has it.
    private static func names(in places: DataPlaces, like name: String, isOwn: Bool = false) -> [String] {
        let hasExtension = name.contains(".")
        func files(_ folders: some Sequence<String>) -> [String] {
            folders.flatMap { Files.names(in: $0, places.access) }.filter { $0.hasSuffix(".csv") }
        }
        let here = files([places.access.folder])
        let others = isOwn ? [] : files(Set(places.all.map(\.folder)))
        let own = hasExtension ? here + others : here.map { String($0.dropLast(4)) }
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
