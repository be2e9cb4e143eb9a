/// What the cells of one notebook may read and write: files below its own folder and below those that were named when
/// the program was started. Where a path leads is told by the kernel, through links and `..`, not by its spelling.
package struct FileAccess: Hashable, Sendable {
    /// Where relative file names start: the notebook's folder.
    package let folder: String
    /// Whether cells may write, below `folder` only.
    package var mayWrite: Bool
    /// How the program was started, so that a refusal can say how to allow more.
    package let invocation: Invocation
    /// The folder as the file system spells it; nil if there is none.
    let home: String?
    /// The folders below which files may be read, as the file system spells them.
    var roots: [String]

    /// `reading`: folders besides the notebook's own.
    package init(
        folder: String, reading: [String] = [], mayWrite: Bool = false, invocation: Invocation = Invocation()
    ) {
        self.folder = folder
        self.mayWrite = mayWrite
        self.invocation = invocation
        home = RealPath.of(folder)
        roots = (home.map { [$0] } ?? []) + reading.compactMap(RealPath.of)
    }

    /// The same and these folders of data. Those that a stranger may have packed together with a notebook count only if
    /// they are no links.
    package func adding(trusted: [String], found: [String]) -> FileAccess {
        var wider = self
        wider.roots += trusted.compactMap(RealPath.of) + found.filter { !RealPath.isLink($0) }.compactMap(RealPath.of)
        return wider
    }

    /// Whether a folder is one of those whose files may be read.
    package func includes(folder: String) -> Bool { RealPath.of(folder).map(reads) ?? false }

    /// Whether a file's real path lies below one of the folders, with nothing hidden on the way.
    func reads(_ real: String) -> Bool { roots.contains { RealPath.isVisible(real, below: $0) } }

    func isHidden(_ real: String) -> Bool { roots.contains { RealPath.isBelow(real, $0) } && !reads(real) }
}
