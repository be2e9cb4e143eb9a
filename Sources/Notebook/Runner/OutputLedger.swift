import Base

/// Which recorded outputs this user's machine has computed, by digests of outputs together with all they were computed
/// from. Anybody can write anything below a cell of a file; what is in the ledger was seen to come out of that cell.
package protocol OutputLedger: Sendable {
    /// Those of these digests that are in the ledger.
    func known(among digests: [String]) -> Set<String>
    func add(_ digests: [String])
}

/// Knows nothing.
package struct NoLedger: OutputLedger {
    package init() {}
    package func known(among digests: [String]) -> Set<String> { [] }
    package func add(_ digests: [String]) {}
}

extension Session {
    /// Asks the ledger about all outputs that the file has.
    mutating func verifyRecorded() {
        let digests = document.blocks.compactMap { block in recordedDigest(of: block).map { (block.id, $0) } }
        let known = ledger.known(among: digests.map(\.1))
        for (id, digest) in digests { states[id]?.isVerified = known.contains(digest) }
    }

    /// The digests of outputs in the text that were computed here from the text as it is now.
    func verifiedDigests() -> [String] {
        document.blocks.filter { states[$0.id]?.isVerified == true && run?.cell != $0.id }.compactMap(recordedDigest)
    }

    /// nil where nothing is recorded, or not of what the cell is now.
    private func recordedDigest(of block: Block) -> String? {
        guard let region = block.region, !region.items.isEmpty, !region.hasConflict, let links = links[block.id],
            region.source == links.source
        else { return nil }
        return Session.digest(of: region.items, from: links.identity)
    }

    /// `identity`: all digits of what the outputs were computed from.
    static func digest(of items: [Region.Item], from identity: String) -> String {
        var digest = Digest()
        digest.add("outputs 1 \(identity)\n")
        for item in items {
            let lines: [String]
            switch item {
            case .text(let text): lines = ["text"] + text
            case .error(let text): lines = ["error"] + text
            case .record(let name, let csv): lines = ["record \(name)"] + csv
            case .file(_, let sha, let name): lines = ["file \(name) \(sha)"]
            }
            digest.add("\(lines.count)\n" + lines.map { "\($0.utf8.count) \($0)\n" }.joined())
        }
        return digest.hex()
    }
}
