import Base
import Sandbox

/// What the program remembers about a notebook in the user's state folder.
extension Files {
    /// The folder for the notebook's log of runs; nil where the user has no state folder.
    package static func runsFolder(of notebook: String) -> String? { stateName(of: notebook, in: "/runs") }

    /// A path below the state folder that no other notebook has: the notebook's name, and a digest of its real path.
    static func stateName(
        of notebook: String, in folder: String = "", _ environment: (String) -> String? = StateFolder.variable
    ) -> String? {
        let target = resolved(notebook)
        let name = shortened(name(of: target))
        let key = Digest.hex((resolved(Files.folder(of: target)) + "/" + Files.name(of: target)).utf8, 16)
        return StateFolder.path(environment).map { "\($0)\(folder)/\(name)-\(key)" }
    }
}
