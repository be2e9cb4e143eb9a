import Language

/// Everything that can happen to a session.
package enum Edit: Sendable {
    // What the user does to the text. These are undone.
    /// Gives a cell a new source. `joins`: undone together with the write before it, as letters of one word.
    case write(CellID, String, joins: Bool = false)
    /// Adds an empty cell (or one with this source) after a cell, or first of all.
    case insert(NotebookCell.Kind, after: CellID?, source: String = "")
    case delete(CellID)
    /// Moves a cell to stand at this index among `cells`.
    case move(CellID, to: Int)
    case change(CellID, to: NotebookCell.Kind)
    /// Another text for the whole notebook: unsaved work that was found (`isSaved` false), or the file as it is now.
    case replace(Document, isSaved: Bool)
    /// The editor of a prose cell was left: cells that were written into it become cells.
    case settle(CellID)
    case undo, redo

    // Running.
    /// Runs a cell, and before it those above it that it needs and that have not run.
    case run(CellID)
    case runAll
    case runStale
    /// Ends the running cell after its batch and empties the queue.
    case stop
    /// Forgets every value.
    case restart

    // What a worker tells.
    case output(CellID, Output)
    case progressed(CellID, Progress)
    case presented(CellID, Value)
    case finished(CellID, CellResult)

    // Saving and showing.
    /// Asks to write the file (under another name, if given).
    case save(path: String? = nil)
    /// The bytes of `Effect.save` are on the disk.
    case saved
    /// They are not, and the notebook keeps its name.
    case notSaved
    case fold(CellID, Bool)
    case clearOutputs(CellID)
    /// Data files may have changed on the disk.
    case filesChanged
    /// The answer to `Effect.link`.
    case linked(Linked)
}

/// What a session asks of whoever owns it.
package enum Effect: Sendable {
    case evaluate(Evaluation)
    case stop
    case save(Saving)
    /// A full-screen view of a value was asked for.
    case present(Value)
    /// One line for the status line.
    case note(String)
    case beep
    /// Long work for another thread, whose answer is an edit. Only an owner that sets `linksLater` is asked for it.
    case link(Linking)
}

/// One cell to be run, with all it needs.
package struct Evaluation: Sendable {
    package var cell: CellID
    /// As the notebook's text calls the cell, if it does.
    package var id: String?
    package var source: Source
    /// The values that cells above have given to names.
    package var environment: Environment
    package var seed: UInt64
}

/// How a cell's run ended. Outputs were sent one by one before.
package struct CellResult: Sendable {
    package enum Ending: Sendable, Hashable { case finished, failed, stopped }
    package var ending: Ending
    package var values: [(name: String, value: Value)]
    /// The seed in force for the cells that follow.
    package var seed: UInt64

    package init(_ ending: Ending, values: [(name: String, value: Value)] = [], seed: UInt64 = 1) {
        self.ending = ending
        self.values = values
        self.seed = seed
    }
}

/// Files to be written together: the notebook and the records that are too large for it.
package struct Saving: Sendable, Hashable {
    package var path: String
    package var bytes: [UInt8]
    /// Paths relative to the notebook's folder.
    package var records: [Record]
    /// The digests of the outputs that were computed on this machine, for the ledger.
    package var verified: [String] = []
    /// Whether others' work in the file is overwritten too.
    package var overwrites = false

    package struct Record: Sendable, Hashable {
        package var path: String
        package var bytes: [UInt8]
    }
}
