import Language

/// An open notebook: its text, outputs, queue and undo list. A value; work to do is returned as effects.
package struct Session: Sendable {
    package private(set) var document: Document
    /// nil until it has a name.
    package private(set) var path: String?
    package let builtins: Builtins
    /// The bytes of a data file or data set as the language names it.
    package typealias DataFile = @Sendable (String) -> [UInt8]?

    /// All cells in order, prose among them.
    package private(set) var cells: [NotebookCell] = []
    package var isModified: Bool { false }
    package var running: CellID? { nil }
    package var queue: [CellID] { [] }
    package var canUndo: Bool { false }
    package var canRedo: Bool { false }

    package init(
        _ document: Document = Document(), path: String? = nil, builtins: Builtins,
        dataFile: @escaping DataFile = { _ in nil }
    ) {
        self.document = document
        self.path = path
        self.builtins = builtins
    }

    package mutating func apply(_ edit: Edit) -> [Effect] { [] }

    package subscript(id: CellID) -> NotebookCell? { cells.first { $0.id == id } }

    /// The names that a cell sees (all of them, if nil), with their values and the cell that made them.
    package func names(at cell: CellID? = nil) -> [(name: String, value: Value, cell: CellID)] { [] }
}
