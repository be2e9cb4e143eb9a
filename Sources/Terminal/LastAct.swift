import Base
import CGuard
import Display

/// What is done where the program was asked to end (SIGTERM, SIGHUP) and has not ended a second later: a thread of the
/// guard's does it, has five seconds for it, gives the terminal back and ends the program.
package enum LastAct {
    private static let act = Lock<(@Sendable () -> Void)?>(nil)

    /// From now on this; nil for nothing. It must not wait for the thread that answers keys.
    package static func set(_ new: (@Sendable () -> Void)?) {
        act.with { $0 = new }
        guard_last_act(new == nil ? nil : { LastAct.act.with { $0 }?() })
    }
}
