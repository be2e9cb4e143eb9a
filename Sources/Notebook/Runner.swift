import Language

/// Notebooks without a screen: run, write, check.
package struct Runner: Sendable {
    package enum Status: Int32, Sendable { case same = 0, differs = 1, failed = 2, file = 3, stopped = 130 }

    package var builtins: Builtins
    package var dataFile: @Sendable (String, _ folder: String) -> [UInt8]?
    /// Columns of the output.
    package var width: Int
    /// Receives each line.
    package var write: @Sendable (String) -> Void
    /// Polled: whether the user has asked to stop.
    package var isStopped: @Sendable () -> Bool

    package init(
        builtins: Builtins, width: Int = 80,
        dataFile: @escaping @Sendable (String, _ folder: String) -> [UInt8]? = { _, _ in nil },
        isStopped: @escaping @Sendable () -> Bool = { false },
        write: @escaping @Sendable (String) -> Void
    ) {
        self.builtins = builtins
        self.width = width
        self.dataFile = dataFile
        self.isStopped = isStopped
        self.write = write
    }

    /// Runs all cells and prints them with their outputs; `saves` writes the outputs into the file.
    package func run(_ path: String, saves: Bool = false) -> Status { .same }

    /// Runs all cells and compares with the recorded outputs; takes over the new outputs of the cells in `accepting`.
    package func check(_ path: String, accepting: Set<Int> = []) -> Status { .same }
}
