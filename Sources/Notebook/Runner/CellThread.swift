import Base
import Display
import Sandbox

/// Where cells run: on a thread that the kernel restricts to what cells may do, and that ends with the cell.
///
/// A restriction is for the life of a thread and of those that it starts, so the thread must be started by one that has
/// none: this is called on the threads of the program, never by what a cell calls.
package enum CellThread {
    /// Why a cell cannot run: a sentence.
    package struct Refusal: Error, Hashable, Sendable { package let sentence: String }

    /// Runs `body` in the sandbox and waits for it.
    package static func run<Result: Sendable>(
        in sandbox: ThreadSandbox, _ body: @escaping @Sendable () -> Result
    ) throws(Refusal) -> Result {
        let outcome = onThread(named: "cell") { () -> Swift.Result<Result, ThreadSandbox.Fault> in
            do throws(ThreadSandbox.Fault) { try sandbox.restrictThread() } catch { return .failure(error) }
            return .success(body())
        }
        switch outcome {
        case .success(let result)?: return result
        case .failure(let fault)?: throw Refusal(sentence: Messages.notRestricted(fault))
        case nil: throw Refusal(sentence: Messages.noThread)
        }
    }
}
