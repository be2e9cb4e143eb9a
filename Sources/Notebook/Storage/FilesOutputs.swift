import Glibc
import Sandbox

/// A file that a command writes for the user: an export, the manual.
package struct OutputFile: Sendable {
    let path: String
    let bytes: [UInt8]
    let kind: OutputMark.Kind
    let mode: UInt32?

    /// `bytes` are sealed if files of this kind carry their mark in the content.
    package init(_ path: String, _ bytes: [UInt8], _ kind: OutputMark.Kind, mode: UInt32? = nil) {
        (self.path, self.bytes, self.kind, self.mode) = (path, bytes, kind, mode)
    }
}

/// For the targets that import the notebook and not the ground floor.
package typealias OutputMark = Sandbox.OutputMark

/// Why outputs were not written, in a sentence.
package struct OutputFault: Error, Hashable, Sendable {
    package let sentence: String
}

extension Files {
    /// Writes all of these files or, if one of them must not be written, none. A file is replaced if Unroll wrote it as
    /// this kind of output and nothing has changed it since; with `force` any file but a notebook.
    package static func write(_ outputs: [OutputFile], force: Bool = false) throws(OutputFault) {
        for output in outputs { try check(output, force: force) }
        var staged: [Staged] = []
        var at = outputs.startIndex
        do throws(FileFault) {
            for output in outputs {
                sweep(folder(of: output.path), start: Draft.start(for: name(of: output.path)))
                staged.append(try stage(output))
                at += 1
            }
            at = outputs.startIndex
            for (output, file) in zip(outputs, staged) {
                try file.commit()
                WrittenFiles.add(output.path, output.kind)
                at += 1
            }
        } catch {
            for file in staged.dropFirst(staged.count == outputs.count ? at : 0) { file.discard() }
            throw OutputFault(sentence: Messages.cannotWrite(outputs[at].path, error))
        }
    }

    private static func stage(_ output: OutputFile) throws(FileFault) -> Staged {
        let mark = output.kind.isInContent ? nil : OutputMark.whole(output.bytes, output.kind)
        return try stage(output.bytes, for: output.path, mode: output.mode, followsLinks: false, mark: mark)
    }

    private static func check(_ output: OutputFile, force: Bool) throws(OutputFault) {
        let place = try place(of: output)
        switch place {
        case .free, .own: return
        case .folder: throw OutputFault(sentence: Messages.cannotWrite(output.path, .isFolder))
        case .device: throw OutputFault(sentence: Messages.cannotWrite(output.path, .isDevice))
        case .link: if !force { throw OutputFault(sentence: Messages.isLink(output.path)) }
        case .changed, .other:
            if isNotebook(output.path) { throw OutputFault(sentence: Messages.isNotebook(output.path)) }
            guard !force else { return }
            throw OutputFault(
                sentence: place == .changed ? Messages.wasChanged(output.path) : Messages.isNotOurs(output.path))
        }
    }

    private static func place(of output: OutputFile) throws(OutputFault) -> OutputPlace {
        do throws(FileRefusal) { return try OutputPlace(output.path, for: output.bytes, output.kind) } catch {
            guard case .other(let reason) = error else {
                throw OutputFault(sentence: Messages.cannotWrite(output.path, .folderMissing))
            }
            throw OutputFault(sentence: Messages.notLookedAt(output.path, reason))
        }
    }

    /// By its name, or because there are cells in it.
    private static func isNotebook(_ path: String) -> Bool {
        if path.hasSuffix(".unroll.md") { return true }
        return (try? read(path)).map { !Document($0).numbered.isEmpty } ?? false
    }
}
