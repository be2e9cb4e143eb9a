import Sandbox

/// What a running program may ask of whoever runs it: the notebook session, the headless runner, the REPL or a test.
///
/// Called on the thread that evaluates; implementations hand over to their own thread.
package protocol Host: AnyObject, Sendable {
    /// The folder that relative file names start from.
    var folder: String { get }
    /// Which files the program may read and write.
    var access: FileAccess { get }
    /// The seed in force; `seed(7)` changes it for the cells that follow.
    var seed: UInt64 { get set }
    /// True once the user has asked to stop; long work polls it between batches.
    var isStopped: Bool { get }
    /// Adds an output below the cell.
    func show(_ value: Value)
    /// Adds a message below the cell.
    func note(_ diagnostic: Diagnostic)
    /// The state of long work; the newest replaces the one before.
    func report(_ progress: Progress)
    /// Asks for a full-screen view of the value (`step`); a host without a screen shows its text.
    func present(_ value: Value)
    /// True where a program is only to be described: a fit gives its run as it is before the first epoch, what would be
    /// written is not, and results are not checked, for they are those of networks that have learnt nothing.
    var isDescribing: Bool { get }
    /// The id of the cell that runs, where it has one.
    var cellID: String? { get }
    /// What else whoever runs the program brings along, of types that the language need not know: a log of runs.
    var services: [any Sendable] { get }
}

extension Host {
    package var access: FileAccess { FileAccess(folder: folder) }
    package var isDescribing: Bool { false }
    package var cellID: String? { nil }
    package var services: [any Sendable] { [] }

    /// The service of this type; nil where nobody brings it.
    package func service<Service>(_ type: Service.Type) -> Service? {
        services.lazy.compactMap { $0 as? Service }.first
    }
}

/// How far long work has come.
package struct Progress: Sendable {
    /// 0 … 1
    package var fraction: Double
    /// One line without the bar: `epoch 23/60  loss 0.1931  validation 0.2217`.
    package var line: String
    /// Something to draw while it runs (a loss plot); read at most 30 times a second.
    package var picture: Value
    /// Seconds that are left, if that can be said.
    package var secondsLeft: Double?

    package init(fraction: Double, line: String, picture: Value = .none, secondsLeft: Double? = nil) {
        self.fraction = fraction
        self.line = line
        self.picture = picture
        self.secondsLeft = secondsLeft
    }
}
