import Base
import Display
import Sandbox

/// Saving: what was computed is spliced into the file, everything else stays byte for byte.
extension Session {
    /// Columns of outputs in files, whatever the width of the screen.
    package static let fileWidth = 80

    mutating func save(as newPath: String?) -> [Effect] {
        guard let target = newPath ?? path else { return [.note(Messages.unnamed)] }
        if target != path { renamed() }
        pathBefore = path
        path = target
        for block in document.blocks where block.kind == .prose { record(document.settle(block.id)) }
        var records: [Saving.Record] = []
        for block in document.blocks where states[block.id]?.isUnsaved == true && run?.cell != block.id {
            let items = fileItems(block.id, &records)
            document.setOutput(of: block.id, source: states[block.id]?.source ?? "", items: items)
        }
        saving = history.now
        refresh()
        let verified = verifiedDigests()
        return [.save(Saving(path: target, bytes: document.bytes, records: records, verified: verified))]
    }

    /// Large records stand in a folder that is named like the notebook: they are written again.
    private mutating func renamed() {
        for block in document.blocks where states[block.id]?.isComputed == true {
            if block.region?.items.contains(where: \.isFile) == true { states[block.id]?.isUnsaved = true }
        }
    }

    mutating func notSaved() {
        path = pathBefore
        saving = nil
    }

    mutating func saved() {
        guard let serial = saving else { return }
        history.saved(at: serial)
        saving = nil
        for id in states.keys where states[id]?.isUnsaved == true && run?.cell != id {
            let isUnsaved = hasOtherOutputs(id)
            states[id]?.isUnsaved = isUnsaved
        }
    }

    /// The bytes that saving would write, large records among them, and without any change of the session.
    package var draft: [UInt8] {
        var copy = self
        // A record goes to a file of its own only where there is a name to call it by.
        copy.path = nil
        var records: [Saving.Record] = []
        for block in document.blocks where states[block.id]?.isUnsaved == true && run?.cell != block.id {
            let items = copy.fileItems(block.id, &records)
            copy.document.setOutput(of: block.id, source: states[block.id]?.source ?? "", items: items)
        }
        return copy.document.bytes
    }

    /// Names the state of what is unsaved: while it stays the same, `draft` does.
    package struct Stamp: Hashable, Sendable {
        let text, outputs: Int
        package let isModified: Bool
    }

    package var stamp: Stamp { Stamp(text: history.now, outputs: outputSerial, isModified: isModified) }

    /// Whether the region in the text is not the one that would be written. Outputs are compared last: they may be many,
    /// and a screen waits for the answer when a cell ends.
    func hasOtherOutputs(_ id: CellID) -> Bool {
        let region = document[id]?.region
        guard let source = states[id]?.source else { return region != nil }
        guard let region, !region.hasConflict, region.source == source else { return true }
        var copy = self
        var records: [Saving.Record] = []
        return region.items != copy.fileItems(id, &records)
    }

    /// A cell's outputs as they stand in the file; nil if it has not run. Large records go to files of their own.
    private mutating func fileItems(_ id: CellID, _ records: inout [Saving.Record]) -> [Region.Item]? {
        guard let state = states[id], state.source != nil else { return nil }
        return state.outputs.compactMap(\.kept).flatMap { output -> [Region.Item] in
            guard case .record(let name, let csv) = output else { return output.items }
            return [item(Record(name: name, csv: csv), of: id, &records)]
        }
    }

    private mutating func item(_ record: Record, of id: CellID, _ records: inout [Saving.Record]) -> Region.Item {
        guard record.isLarge, let path else { return .record(name: record.name, csv: record.lines) }
        let file = "\(Session.recordFolder(path))/\(document.idForFile(of: id)).\(record.name).csv"
        records.append(.init(path: file, bytes: record.bytes))
        return .file(path: file, sha: Digest.hex(record.bytes, 16), name: record.name)
    }

    /// `lesson.unroll.md` keeps its large records in `lesson.unroll.d`, beside it.
    static func recordFolder(_ path: String) -> String {
        var name = RealPath.name(of: path)
        if name.isEmpty { name = "notebook" }
        for ending in [".md", ".unroll"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
        return name.filter { !"<>\"%".contains($0) } + ".unroll.d"
    }
}
