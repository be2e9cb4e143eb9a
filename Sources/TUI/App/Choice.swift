import Notebook

/// A question that has to be answered before anything else, in full sentences.
package struct Choice: Hashable, Sendable {
    package struct Option: Hashable, Sendable {
        package var letter: Character
        /// For the line of keys.
        package var short: String
        package var words: String
        package var decision: Decision
    }
    package var title: String
    package var lines: [String]
    package var options: [Option]
    /// The one sentence above the keys.
    package var say: String
    /// What Esc stands for: the one that changes nothing.
    package var escape: Decision
    /// The option that is marked at first. Letters move the mark and Enter takes it: keys that were still meant for
    /// the text must not decide anything.
    package var first = 0
}

extension Choice {
    static func about(_ finding: Finding, of path: String) -> Choice {
        switch finding {
        case .unsaved(let work): unsaved(work, of: path)
        case .inUse(let other): inUse(other, of: path)
        }
    }

    /// A process ended before its work was saved.
    private static func unsaved(_ work: Unsaved, of path: String) -> Choice {
        let name = Phrases.fileName(path)
        let file = work.file.map { Phrases.facts($0, "written") } ?? Phrases.noFile
        return Choice(
            title: Phrases.unsavedTitle(name),
            lines: [
                Phrases.unsavedWork(name), "", Phrases.inTheFile(file),
                Phrases.inTheWork(Phrases.facts(work.facts, "kept")), "", Phrases.begun(work),
            ],
            options: [
                .init(letter: "r", short: "recover", words: Phrases.recover, decision: .recover(work)),
                .init(letter: "d", short: "discard", words: Phrases.discard, decision: .discard(work)),
                .init(letter: "q", short: "quit", words: Phrases.decideLater, decision: .quit),
            ], say: Phrases.sayUnsaved(work), escape: .quit)
    }

    /// Another process has the notebook open.
    private static func inUse(_ other: InUse, of path: String) -> Choice {
        let name = Phrases.fileName(path)
        var options: [Option] = [
            .init(letter: "r", short: "read only", words: Phrases.readOnlyOption, decision: .readOnly),
            .init(letter: "a", short: "anyway", words: Phrases.openAnyway, decision: .openAnyway),
            .init(letter: "q", short: "quit", words: Phrases.leaveAlone, decision: .quit),
        ]
        if other.host != nil {
            options.insert(
                .init(letter: "g", short: "gone", words: Phrases.otherIsGone, decision: .takeOver(other)), at: 2)
        }
        return Choice(
            title: Phrases.inUseTitle(name), lines: [Phrases.inUse(name, other), Phrases.workElsewhere(other.work)],
            options: options, say: Phrases.sayInUse(other), escape: .quit)
    }

    /// Saving would overwrite what somebody else wrote.
    static func about(_ conflict: SaveConflict, mine: FileFacts, otherName: String) -> Choice {
        let name = Phrases.fileName(conflict.path)
        let theirs = Phrases.facts(conflict.theirs, "written")
        guard conflict.isOwn else {
            return Choice(
                title: Phrases.thereTitle(name), lines: [Phrases.isThere(name), "", Phrases.inTheFile(theirs)],
                options: [
                    .init(
                        letter: "o", short: "overwrite", words: Phrases.overwrite(name),
                        decision: .keepMine(path: conflict.path)),
                    .init(letter: "c", short: "cancel", words: Phrases.cancelSaving, decision: .cancel),
                ], say: Phrases.isThere(name), escape: .cancel, first: 1)
        }
        return Choice(
            title: Phrases.changedTitle(name),
            lines: [
                Phrases.changed(name), "", Phrases.inTheFile(theirs), Phrases.inTheEditor(Phrases.size(mine)),
            ],
            options: [
                .init(letter: "m", short: "mine", words: Phrases.keepMine, decision: .keepMine(path: conflict.path)),
                .init(letter: "t", short: "theirs", words: Phrases.takeTheirs, decision: .takeTheirs),
                .init(
                    letter: "b", short: "both", words: Phrases.saveBoth(otherName),
                    decision: .saveBoth(path: Phrases.beside(conflict.path, otherName))),
                .init(letter: "c", short: "cancel", words: Phrases.cancelSaving, decision: .cancel),
            ], say: Phrases.sayChanged, escape: .cancel, first: 3)
    }
}
