import Base
import Display
import Glibc
import Sandbox

/// The sentences of this target.
package enum Messages {
    static func newer(_ version: String) -> String {
        "the file was written by version \(version) of the format; this program knows version 1"
    }
    static func brokenText(line: Int) -> String {
        "line \(line) is not valid UTF-8; its bytes are kept, and shown as \u{FFFD}"
    }
    static func conflict(cell: Int) -> String {
        "cell \(cell) holds both sides of a merge; keep one and delete the lines <<<<<<<, ======= and >>>>>>>"
    }
    static func hidden(_ scalars: [Unicode.Scalar], cell: Int) -> String {
        let codes = scalars.reduce(into: [String]()) { codes, scalar in
            let hex = String(scalar.value, radix: 16, uppercase: true)
            let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
            if !codes.contains(code) { codes.append(code) }
        }
        let some = codes.prefix(3).joined(separator: ", ") + (codes.count > 3 ? ", …" : "")
        return "cell \(cell) has \(count(scalars.count, "invisible character")) (\(some)), shown as ·: "
            + "it may not do what it seems to"
    }
    static func tooLongToParse(_ bytes: Int) -> String {
        "the file has \(Numbers.fixed(Double(bytes) / 1e6, 0)) MB, too many for the Markdown parser: "
            + "cells are found by their fences alone"
    }
    static func misread(_ word: String, cell: Int) -> String {
        switch word {
        case "check":
            "cell \(cell): check= takes rtol and atol, as in check=\"rtol=0.02 atol=1e-6\"; the rest is left out"
        default: "cell \(cell): an id has letters, digits and - only; this one is left out"
        }
    }
    static func duplicate(_ id: String, owner: Int, cell: Int, renamed: String) -> String {
        "cells \(owner) and \(cell) both have the id \(id); cell \(cell) is called \(renamed) here"
    }
    static func unclosedCell(line: Int) -> String {
        "line \(line) opens a cell that no ``` closes; it is kept as prose"
    }
    static func givenUp(line: Int) -> String {
        "from line \(line) on all is kept as prose: there are too many outputs with both sides of a merge above it"
    }
}

extension Messages {
    static func linesLeftOut(_ count: Int) -> String { count == 1 ? "… 1 line left out" : "… \(count) lines left out" }
    package static func outputsLeftOut(_ count: Int) -> String {
        count == 1 ? "… 1 output left out" : "… \(count) outputs left out"
    }
    static func charactersLeftOut(_ count: Int) -> String { " … \(count) characters left out" }
}

extension Messages {
    static let unnamed = "the notebook has no name yet; save it under one"
    static let stopped = "stopped"
}

/// Running and checking without a screen.
extension Messages {
    static func heading(_ name: String, cells: Int, seed: UInt64, set: String? = nil) -> String {
        "\(name): \(count(cells, "cell")), seed \(seed)" + (set.map { ", set: \($0)" } ?? "")
    }
    package static func record(_ name: String, rows: Int) -> String { "record \(name): \(count(rows, "row"))" }
    static let noThread = "the cell has not run: the system has no memory for another thread"
    static func notRestricted(_ fault: ThreadSandbox.Fault) -> String {
        "the cell has not run: the kernel did not restrict its thread (Landlock: \(fault.reason))"
    }
    static func runStopped(saves: Bool) -> String { "stopped" + (saves ? "; nothing was written" : "") }
    static func outOfTime(_ seconds: Double?, saves: Bool) -> String {
        "a cell took longer than \(Numbers.significant(seconds ?? 0, 3)) s and was stopped"
            + (saves ? "; nothing was written" : "")
    }
    static func runFailed(cell: Int, saves: Bool) -> String {
        "cell \(cell) failed; those after it did not run" + (saves ? ", and nothing was written" : "")
    }
    static func saved(_ path: String) -> String { "saved the outputs in \(Text.visible(path))" }
    static func changedMeanwhile(_ path: String) -> String {
        "\(Text.visible(path)) was changed by something else while its cells ran; nothing was written"
    }
    package static func scriptKeepsNothing(_ path: String) -> String {
        "\(Text.visible(path)) is a script, which keeps no outputs; to run it: unroll run "
            + Text.visible(ShellText.file(path))
    }
    static let notRecorded = "nothing is recorded in the file"
    static func recordNotRead(_ path: String, _ refusal: FileRefusal) -> String {
        switch refusal {
        case .outside, .hidden: "\(Text.visible(path)) is not below the notebook's folder; it was not read"
        case .tooLarge: cannotRead(path, .tooLarge)
        case .isFolder: cannotRead(path, .isFolder)
        case .isDevice, .isLink, .notOurs, .changed: cannotRead(path, .isDevice)
        case .missing: cannotRead(path, .missing)
        case .mayNotWrite, .other: cannotRead(path, .noPermission)
        }
    }
    static func otherRecord(_ path: String) -> String {
        "\(Text.visible(path)) is not the file that the notebook was saved with"
    }
    static func moreDifferences(_ number: Int) -> String { "and \(number) more" }
    static func accept(_ name: String, cell: Int) -> String {
        "to accept the new value:  unroll check \(Text.visible(ShellText.file(name))) --accept \(cell)"
    }
    static func largest(_ share: Double, allowed: Double) -> String {
        share == 0 ? "identical" : "largest difference \(percent(share)) (allowed \(percent(allowed)))"
    }
    static func verdict(_ checked: Runner.Checked) -> String {
        switch checked.status {
        case .same: "no cell of \(checked.cells) differs" + (checked.isSet ? " in the kinds of its outputs" : "")
        case .differs:
            "\(checked.differing) of \(count(checked.cells, "cell")) \(checked.differing == 1 ? "differs" : "differ")"
        case .failed: "cell \(checked.failed) failed"
        case .stopped: "stopped"
        case .outOfTime: "a cell took too long and was stopped"
        case .file: "the file could not be read or written"
        }
    }
    static func exitStatus(_ status: Runner.Status) -> String { "(exit status \(status.rawValue))" }
    static func digest(_ code: String, seed: UInt64, set: String?) -> String {
        "digest \(code)   seed \(seed)" + (set.map { ", set: \($0)" } ?? "")
    }
    static func word(_ status: Runner.Status) -> String {
        switch status {
        case .same: "same"
        case .differs: "DIFFERS"
        case .failed: "FAILED"
        case .file: "NO FILE"
        case .outOfTime: "OUT OF TIME"
        case .stopped: "stopped"
        }
    }
    static func total(_ statuses: [Runner.Status]) -> String {
        let kinds: [(Runner.Status, String)] = [
            (.same, "same"), (.differs, "differ"), (.failed, "failed"), (.file, "could not be read or written"),
            (.outOfTime, "took too long"), (.stopped, "stopped"),
        ]
        let parts = kinds.compactMap { status, words -> String? in
            let number = statuses.count { $0 == status }
            return number == 0 ? nil : "\(number) \(status == .differs && number == 1 ? "differs" : words)"
        }
        return "\(count(statuses.count, "notebook")): " + parts.joined(separator: ", ")
    }
    static func noNotebook(in folder: String) -> String { "\(folder): no notebook (*.unroll.md) in it or below" }
    static let digestOfAll = "digest of all"

    private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
    private static func percent(_ share: Double) -> String {
        share.isFinite ? Numbers.significant(share * 100, 2) + "%" : "without bound"
    }
}

/// Files.
extension Messages {
    package static func cannotRead(_ path: String, _ fault: FileFault) -> String {
        let isMended = fault == .missing && path.unicodeScalars.contains("\u{FFFD}")
        return "cannot open \(Text.visible(path)): \(isMended ? "its name is not UTF-8; rename it" : reason(fault))"
    }
    package static func cannotWrite(_ path: String, _ fault: FileFault) -> String {
        if case .unsure = fault { return "\(Text.visible(path)) was saved, but \(reason(fault))" }
        return "cannot save \(Text.visible(path)): \(reason(fault)); the file is as it was"
    }
    package static func reason(_ fault: FileFault) -> String {
        switch fault {
        case .missing: "there is no such file"
        case .isFolder: "it is a folder"
        case .isDevice: "it is not a regular file"
        case .noPermission: "permission denied"
        case .binary: "it holds bytes that are not text"
        case .tooLarge: "it is larger than 256 MB"
        case .diskFull: "the disk is full"
        case .noMemory: "there is not enough memory for it"
        case .folderMissing: "its folder does not exist"
        case .folderClosed: "its folder allows no new files"
        case .readOnly: "the file system is read-only"
        case .unsure(let code): "the disk may not keep it: \(systemWords(code))"
        case .other(let code): "the system reports: \(systemWords(code))"
        }
    }
}

/// Outputs.
extension Messages {
    static func wasChanged(_ path: String) -> String {
        "\(Text.visible(path)) was changed after unroll wrote it; choose another name, or --force replaces it"
    }
    static func isNotOurs(_ path: String) -> String {
        "\(Text.visible(path)) is there already, and unroll did not write it; choose another name, or --force replaces it"
    }
    static func isNotebook(_ path: String) -> String {
        "\(Text.visible(path)) is a notebook, which is never replaced by something else; choose another name"
    }
    static func isLink(_ path: String) -> String {
        "\(Text.visible(path)) is a link to another file; choose another name, or --force replaces the link"
    }
    static func notLookedAt(_ path: String, _ reason: String) -> String {
        "cannot look at \(Text.visible(path)): \(reason); nothing was written"
    }

    fileprivate static func systemWords(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}

/// Replaying.
extension Messages {
    static func notPlayed(_ record: String, _ fault: RecordFault) -> String {
        "its record \(record) is left out: \(fault.sentence)"
    }
    static func noNumbers(_ record: String) -> String {
        "its record \(record) is left out: it holds no numbers to show"
    }
    static let toBeGuessed = "its steps are not shown: a number among them is to be guessed"
    static let conflictInOutput = "its outputs are from both sides of a merge"
}

extension Messages {
    package static let notVerified = "recorded, not verified on this machine"
    static let recordedStale = "~ stale: recorded before it or what it reads was changed"
    static let notRecordedWord = "not recorded"
    static let bothSides = "both sides of a merge"
    static let skipped = "skipped: shown, not run"
    static let skippedRecorded = "skipped: the outputs are those of an earlier run"
}
