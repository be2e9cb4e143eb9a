import Base
import Sandbox

/// Why a record's file was not read, in a sentence.
package struct RecordFault: Error, Hashable, Sendable {
    package var sentence: String
    package init(sentence: String) { self.sentence = sentence }
}

/// The lines of a record in a file of its own, by the name and the first digits of SHA-256 that the notebook has.
package typealias RecordReader = (_ path: String, _ sha: String) -> Result<[String], RecordFault>

extension Files {
    /// Reads a record that a notebook names, if it is the one that the notebook was saved with.
    package static func record(
        _ path: String, _ sha: String, beside notebook: String
    ) -> Result<[String], RecordFault> {
        // A notebook may name only files below its own folder, whatever else its cells may read.
        let folder = folder(of: notebook)
        do throws(FileRefusal) {
            let bytes = try FileAccess(folder: folder).read(folder + "/" + path, limit: largest)
            guard Digest.hex(bytes, 16) == sha else { return .failure(.init(sentence: Messages.otherRecord(path))) }
            return .success(PlainText.lines(String(decoding: bytes, as: UTF8.self)))
        } catch {
            return .failure(.init(sentence: Messages.recordNotRead(path, error)))
        }
    }
}

extension Session {
    /// Adds the records of other files to the recorded outputs. What is wrong with such a file is returned.
    mutating func readRecordFiles() -> [String] {
        var faults: [String] = []
        for block in document.blocks where states[block.id]?.isComputed == false {
            for case .file(let file, let sha, let name) in block.region?.items ?? [] {
                switch Files.record(file, sha, beside: path ?? "") {
                case .success(let lines):
                    states[block.id]?.outputs.append(.record(name: name, csv: lines.joined(separator: "\n")))
                case .failure(let fault): faults.append(fault.sentence)
                }
            }
        }
        refresh()
        return faults
    }
}
