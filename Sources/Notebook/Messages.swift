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
    static func misread(_ word: String, cell: Int) -> String {
        switch word {
        case "check": "cell \(cell): check= takes rtol and atol, as in check=\"rtol=0.02 atol=1e-6\"; the rest is left out"
        default: "cell \(cell): an id has letters, digits and - only; this one is left out"
        }
    }
    static func duplicate(_ id: String, owner: Int, cell: Int, renamed: String) -> String {
        "cells \(owner) and \(cell) both have the id \(id); cell \(cell) is called \(renamed) here"
    }
    static func unclosedCell(line: Int) -> String {
        "line \(line) opens a cell that no ``` closes; it is kept as prose"
    }
}

extension Messages {
    static func linesLeftOut(_ count: Int) -> String { count == 1 ? "… 1 line left out" : "… \(count) lines left out" }
    static func charactersLeftOut(_ count: Int) -> String { " … \(count) characters left out" }
}

extension Messages {
    static let unnamed = "the notebook has no name yet; save it under one"
    static let stopped = "stopped"
}
