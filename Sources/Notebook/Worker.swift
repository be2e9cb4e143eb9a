import Language

/// Runs cells one after the other on a thread of its own and tells what happens as edits for the session.
package final class Worker: Sendable {
    /// `post` is called on the worker's thread.
    package init(builtins: Builtins, folder: String, post: @escaping @Sendable (Edit) -> Void) {}

    package func evaluate(_ evaluation: Evaluation) {}
    /// Ends what runs; nothing that was asked for before this call is started any more.
    package func stop() {}
    /// Ends what runs and the thread.
    package func close() {}
}
