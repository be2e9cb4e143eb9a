import Base
import Language

/// What each cell is computed from, as eight hexadecimal digits: its source, the same digits of the cells above that
/// define what it reads, the bytes of the data files that it names, and the notebook's seed.
struct Staleness: Sendable {
    /// What the language says about a source, and the source it was asked for.
    private var parsed: [CellID: (source: String, parsed: Parsed)] = [:]
    private var files: [String: String] = [:]
    /// The digits of a cell, and what they were made of: a key changes one cell of a thousand.
    private var known: [CellID: (made: Ingredients, digits: String)] = [:]
    private var identities: [CellID: (made: Ingredients, digits: String)] = [:]
    let builtins: Builtins
    let dataFile: Session.DataFile

    /// What one cell takes and gives.
    struct Links: Sendable {
        var source = ""
        /// All 64 digits of the same, made of all digits of the cells above: no other cell can be made that has them.
        var identity = ""
        var program: Parsed?
        /// For each name it reads, hidden ones too, the nearest cell above that defines it.
        var reads: [String: CellID] = [:]
        var defines: Set<String> = []
        /// The same for every name that stands in it, whether it is read or not.
        var mentions: [String: CellID] = [:]
        /// The nearest cell above that sets the seed.
        var seed: CellID?
    }

    /// The hidden name that built-ins which change or use the seed declare.
    private static let seedName = "$seed"

    private struct Ingredients: Equatable {
        var seed: UInt64
        var source: String
        var reads: [String: String]
        /// Name and digest of each.
        var files: [String]

        var digest: Digest {
            var digest = Digest()
            digest.add("seed \(seed)\n\(source.utf8.count)\n\(source)\n")
            for (name, source) in reads.sorted(by: { $0.key < $1.key }) { digest.add("\(name) \(source)\n") }
            for file in files { digest.add("\(file)\n") }
            return digest
        }
    }

    init(builtins: Builtins, dataFile: @escaping Session.DataFile) {
        self.builtins = builtins
        self.dataFile = dataFile
    }

    /// Looks at data files anew when they are asked for the next time.
    mutating func forgetFiles() { files = [:] }

    /// Looks at the data files that a cell names anew.
    mutating func haveFilesChanged(of block: Block) -> Bool {
        let names = analysis(of: block).files
        let before = names.map { files[$0] }
        for name in names { files[name] = nil }
        return names.map { fileDigest($0) } != before
    }

    /// The links of all cells, in document order. Skipped cells and those with conflict marks give nothing.
    mutating func links(of document: Document) -> [CellID: Links] {
        var links: [CellID: Links] = [:]
        var owners: [String: CellID] = [:]
        for block in document.blocks where block.kind == .code {
            let program = analysis(of: block)
            var link = Links(program: program)
            for name in program.reads { link.reads[name] = owners[name] }
            for name in program.mentions { link.mentions[name] = owners[name] }
            link.seed = owners[Self.seedName]
            let reads = link.reads.mapValues { links[$0]?.source ?? "" }
            link.source = digest(of: block, reading: reads, seed: document.seed)
            let identities = link.reads.mapValues { links[$0]?.identity ?? "" }
            link.identity = identity(of: block, reading: identities, seed: document.seed)
            links[block.id] = link
            guard !block.options.isSkipped, !block.hasConflict else { continue }
            links[block.id]?.defines = program.defines
            for name in program.defines { owners[name] = block.id }
        }
        return links
    }

    private mutating func analysis(of block: Block) -> Parsed {
        if let known = parsed[block.id], known.source == block.source { return known.parsed }
        let new = parse(Source(name: "cell", text: block.source), builtins: builtins)
        parsed[block.id] = (block.source, new)
        return new
    }

    /// The digits of one cell, given those of what it reads by name.
    mutating func digest(of block: Block, reading reads: [String: String], seed: UInt64) -> String {
        let made = ingredients(of: block, reading: reads, seed: seed)
        if let known = known[block.id], known.made == made { return known.digits }
        let digits = made.digest.hex(8)
        known[block.id] = (made, digits)
        return digits
    }

    private mutating func identity(of block: Block, reading reads: [String: String], seed: UInt64) -> String {
        let made = ingredients(of: block, reading: reads, seed: seed)
        if let known = identities[block.id], known.made == made { return known.digits }
        let digits = made.digest.hex()
        identities[block.id] = (made, digits)
        return digits
    }

    private mutating func ingredients(
        of block: Block, reading reads: [String: String], seed: UInt64
    ) -> Ingredients {
        let files = analysis(of: block).files.map { (name: $0, digest: fileDigest($0)) }
        return Ingredients(
            seed: seed, source: block.source, reads: reads, files: files.map { "\($0.name) \($0.digest)" })
    }

    private mutating func fileDigest(_ name: String) -> String {
        if let known = files[name] { return known }
        let new = dataFile(name).map { Digest.hex($0, 16) } ?? "missing"
        files[name] = new
        return new
    }
}
