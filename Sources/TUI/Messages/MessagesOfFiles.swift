import Base
import Display
import Notebook

/// What is said about the file, about others' work in it, and about work that is not saved.
extension Phrases {
    // MARK: unsaved work that was found

    static func unsavedTitle(_ name: String) -> String { "\(name) > unsaved work" }
    static func unsavedWork(_ name: String) -> String {
        "\(name) was open when the program, or the machine, ended. What was not saved then was kept."
    }
    static func inTheFile(_ facts: String) -> String { "  the file      \(facts)" }
    static func inTheWork(_ facts: String) -> String { "  unsaved work  \(facts)" }
    static func inTheEditor(_ facts: String) -> String { "  the editor    \(facts)" }
    static let noFile = "is not there"
    static func begun(_ work: Unsaved) -> String {
        if work.file == nil { return "There is no file yet, or it was removed; saving makes it." }
        return work.hasFileChanged
            ? "The file was changed after that work was begun: saving will ask what to keep."
            : "The file is as it was when that work was begun."
    }
    static let recover = "recover it: it comes into the editor; the file stays as it is until you save"
    static let discard = "discard it: open the file as it is"
    static let decideLater = "quit, and decide the next time"
    static func sayUnsaved(_ work: Unsaved) -> String { "Unsaved work, kept \(ago(work.facts.ago)), was found." }
    static let recovered = "Recovered; Ctrl-S saves it, z shows the file as it was."
    static let discarded = "The unsaved work is gone; this is the file."

    // MARK: a notebook that is open elsewhere

    static func inUseTitle(_ name: String) -> String { "\(name) > open elsewhere" }
    static func inUse(_ name: String, _ other: InUse) -> String {
        guard let host = other.host else {
            return "\(name) is open in another unroll: process \(other.process), opened \(ago(other.ago))."
        }
        return "\(name) was opened on the machine \(Text.visible(host)) \(ago(other.ago)) (process \(other.process)). "
            + "Whether it still is cannot be seen from here."
    }
    static func workElsewhere(_ work: Unsaved?) -> String {
        work.map { "It has unsaved work, kept \(ago($0.facts.ago))." } ?? "It has no unsaved work."
    }
    static let readOnlyOption = "read only: look and run; saving needs another name"
    static let openAnyway = "open anyway: whoever saves second is asked what to keep"
    static let otherIsGone = "it is gone: that program or machine no longer runs"
    static let leaveAlone = "quit, and leave it alone"
    static func sayInUse(_ other: InUse) -> String {
        other.host == nil ? "Another unroll has this notebook open." : "Another machine may have this notebook open."
    }
    static func isReadOnly(_ path: String) -> String {
        "\(fileName(path)) is open read only; :w NAME saves under another name."
    }

    // MARK: a file that somebody else has written

    static func changedTitle(_ name: String) -> String { "\(name) > changed on the disk" }
    static func changed(_ name: String) -> String {
        "\(name) was changed on the disk by something else. Nothing has been written."
    }
    static let keepMine = "keep mine: the editor's text goes over the file"
    static let takeTheirs = "take theirs: the file's text; z brings mine back"
    static func saveBoth(_ name: String) -> String {
        "both: save mine as \(name), leave theirs"
    }
    static let cancelSaving = "cancel: save nothing now"
    static let sayChanged = "The file has changed meanwhile; which is to be kept?"
    static func noteChanged(_ path: String) -> String {
        "\(fileName(path)) has changed on the disk; :e asks what to keep."
    }
    static func noteMissing(_ path: String) -> String {
        "\(fileName(path)) is no longer on the disk; Ctrl-S writes it again."
    }
    static let tookTheirs = "This is the file as it stands on the disk; z brings yours back."
    static let notChanged = "The file on the disk is the one that was opened."
    static func cannotTake(_ path: String, _ error: any Error) -> String {
        (error as? FileFault).map { Notebook.Messages.cannotRead(fileName(path), $0) } ?? "\(error)"
    }
    static func thereTitle(_ name: String) -> String { "\(name) > there already" }
    static func isThere(_ name: String) -> String { "\(name) is there already." }
    static func overwrite(_ name: String) -> String { "overwrite \(name)" }

    // MARK: where unsaved work is kept

    static func keptElsewhere(_ folder: String, _ fault: FileFault) -> String {
        "Unsaved work is kept in \(Text.visible(folder)): \(Notebook.Messages.reason(fault))."
    }
    static func notKept(_ fault: FileFault) -> String {
        "Unsaved work cannot be kept: \(Notebook.Messages.reason(fault)). Save often."
    }

    static let swapFileIsBack = "Something else has removed the swap file; it is written again."

    /// What stands in the title as long as it is so.
    static let readOnlyMark = "read only"
    static let changedMark = "changed on disk"
    static let missingMark = "no file"
    static let notKeptMark = "work not kept"
}

/// Sizes and times in words.
extension Phrases {
    static func facts(_ facts: FileFacts, _ done: String) -> String { "\(size(facts)), \(done) \(ago(facts.ago))" }

    static func size(_ facts: FileFacts) -> String { "\(count(facts.lines, "line")), \(count(facts.bytes, "byte"))" }

    static func ago(_ seconds: Double) -> String { seconds < 1 ? "just now" : "\(span(seconds)) ago" }

    static func span(_ seconds: Double) -> String {
        switch seconds {
        case ..<1: "a moment"
        case ..<90: count(Int(clamping: seconds), "second")
        case ..<5400: count(Int(clamping: (seconds / 60).rounded()), "minute")
        case ..<129_600: count(Int(clamping: (seconds / 3600).rounded()), "hour")
        default: count(Int(clamping: (seconds / 86_400).rounded()), "day")
        }
    }

    private static func count(_ number: Int, _ word: String) -> String {
        "\(Numbers.grouped(number)) \(word)\(number == 1 ? "" : "s")"
    }

    /// `a/name.mine.unroll.md` for `a/name.unroll.md`, without the folder.
    static func mineName(_ path: String) -> String {
        let name = fileName(path)
        for ending in [".unroll.md", ".md"] where name.hasSuffix(ending) {
            return name.dropLast(ending.count) + ".mine\(ending)"
        }
        return "\(name).mine"
    }

    /// Another name in the folder of a path.
    static func beside(_ path: String, _ name: String) -> String { String(path.dropLast(fileName(path).count)) + name }
}
