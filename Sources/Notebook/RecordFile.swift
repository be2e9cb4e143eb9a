/// Large records, which stand in files of their own beside the notebook.
enum RecordFile {
    struct Fault: Error { var sentence: String }

    /// The lines of one, as the notebook was saved with it.
    static func lines(_ path: String, _ sha: String, beside notebook: String) throws(Fault) -> [String] {
        // A notebook may name only files below its own folder.
        guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
            throw Fault(sentence: Messages.outside(path))
        }
        let bytes: [UInt8]
        do throws(FileFault) { bytes = try Files.read(Files.folder(of: notebook) + "/" + path) } catch {
            throw Fault(sentence: Messages.cannotRead(path, error))
        }
        guard Digest.hex(bytes, 16) == sha else { throw Fault(sentence: Messages.otherRecord(path)) }
        return PlainText.lines(String(decoding: bytes, as: UTF8.self))
    }
}

extension Session {
    /// Adds the records of other files to the recorded outputs. What is wrong with such a file is returned.
    mutating func readRecordFiles() -> [String] {
        var faults: [String] = []
        for block in document.blocks where states[block.id]?.isComputed == false {
            for case .file(let file, let sha, let name) in block.region?.items ?? [] {
                do throws(RecordFile.Fault) {
                    let lines = try RecordFile.lines(file, sha, beside: path ?? "")
                    states[block.id]?.outputs.append(.record(name: name, csv: lines.joined(separator: "\n")))
                } catch { faults.append(error.sentence) }
            }
        }
        refresh()
        return faults
    }
}
