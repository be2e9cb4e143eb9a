import Datasets
import Language
import Sandbox

/// What cells may not do with files, and how to allow it.
extension Messages {
    static func refused(_ name: String, _ refusal: FileRefusal, _ call: Call) -> Diagnostic {
        switch refusal {
        case .outside(let folder):
            return call.fail(
                "\"\(name)\" lies outside what this notebook may read", at: "name",
                "cells read the notebook's folder and the data sets", notes: [reading(folder, call)])
        case .hidden:
            return call.fail(
                "\"\(name)\" is hidden, and cells do not read hidden files", at: "name",
                "a name on the way begins with a dot", notes: [reading(folder(of: name, call), call)])
        case .isFolder: return isFolder(name, call)
        case .isDevice: return call.fail("\"\(name)\" is not a regular file", at: "name", "a device or a pipe")
        case .tooLarge(let bytes, let limit):
            return call.fail(
                "\"\(name)\" has \(size(Double(bytes))), more than there is memory for", at: "name",
                "at most \(size(Double(limit))) here")
        case .missing: return call.fail("cannot read \"\(name)\": it is gone", at: "name", "this file")
        case .mayNotWrite, .notOurs, .changed, .isLink:
            return call.fail("cannot read \"\(name)\"", at: "name", "this file")
        case .other(let reason): return call.fail("cannot read \"\(name)\": \(reason)", at: "name", "this file")
        }
    }

    static func notWritten(_ file: String, _ refusal: FileRefusal, _ call: Call) -> Diagnostic {
        let place = call.isGiven("name") ? "name" : "checkpoint"
        func cannot(_ reason: String, _ notes: [String] = []) -> Diagnostic {
            call.fail("cannot write \"\(file)\": \(reason)", at: place, "nothing was changed", notes: notes)
        }
        switch refusal {
        case .mayNotWrite:
            let invocation = call.host.access.invocation
            let line = invocation.line(with: "--allow-write")
            let here = invocation.allowsWritingHere.map { ["to allow it in the notebook's folder: \($0)"] } ?? []
            return call.fail(
                "`\(call.builtin.name)` writes a file, which this notebook may not", at: place, "nothing was written",
                notes: here + [(here.isEmpty ? "to allow it in the notebook's folder: " : "or start with: ") + line])
        case .outside: return cannot("it lies outside the notebook's folder")
        case .hidden: return cannot("its name is hidden, it begins with a dot")
        case .isLink: return cannot("it is a link to another file")
        case .notOurs: return cannot("there is a file that `\(call.builtin.name)` did not write", [Self.wayOut])
        case .changed: return cannot("it was changed after `\(call.builtin.name)` wrote it", [Self.wayOut])
        case .isFolder: return cannot("it is a folder")
        case .isDevice: return cannot("it is not a regular file")
        case .missing: return cannot("there is no such folder")
        case .tooLarge: return cannot("it is too large")
        case .other(let reason): return cannot(reason)
        }
    }

    private static let wayOut = "choose another name, or delete the file first"

    private static func reading(_ folder: String, _ call: Call) -> String {
        "to allow it: " + call.host.access.invocation.line(with: "--allow-read", folder)
    }

    /// The folder that a name points into, as the shell's user sees it.
    private static func folder(of name: String, _ call: Call) -> String {
        let parts = Catalogue.join(call.host.folder, name).split(separator: "/", omittingEmptySubsequences: false)
        return parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
    }
}
