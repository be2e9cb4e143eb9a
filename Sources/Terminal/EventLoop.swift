import Display

/// The one loop of the user interface: keys, signals, frames. It runs on the thread that calls `run`.
package final class EventLoop {
    /// Thread-safe: asks for a `.frame` event, at most 30 a second however often it is called.
    package let requestFrame: @Sendable () -> Void = {}
    package init(screen: NcursesScreen) {}
    /// Hands each event to `handle` until it returns false.
    package func run(_ handle: (Event) -> Bool) {}
}
