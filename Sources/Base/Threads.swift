import Glibc

/// Starts a thread of its own for long work: a big stack for deep recursion, and a lower priority than the screen's.
///
/// `nice` is added to the thread's niceness (0 … 19). Returns false if the system refuses another thread.
@discardableResult
package func startThread(
    named name: String, nice niceness: Int32 = 10, stackMegabytes: Int = 64, _ body: @escaping @Sendable () -> Void
) -> Bool {
    final class Start {
        let name: String, niceness: Int32, body: @Sendable () -> Void
        init(_ name: String, _ niceness: Int32, _ body: @escaping @Sendable () -> Void) {
            (self.name, self.niceness, self.body) = (name, niceness, body)
        }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, max(1, stackMegabytes) << 20)
    let start = Unmanaged.passRetained(Start(name, niceness, body))
    var thread = pthread_t()
    let status = pthread_create(
        &thread, &attributes,
        { argument in
            guard let argument else { return nil }
            let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
            // On Linux niceness belongs to the thread.
            _ = nice(start.niceness)
            withSignalStack(start.body)
            return nil
        }, start.toOpaque())
    if status != 0 { start.release() }
    return status == 0
}

/// Runs `body` on a thread of its own and waits for it; nil if the system refuses another thread.
package func onThread<Result: Sendable>(
    named name: String, nice niceness: Int32 = 0, stackMegabytes: Int = 64, _ body: @escaping @Sendable () -> Result
) -> Result? {
    let handover = Handover<Result>()
    let isStarted = startThread(named: name, nice: niceness, stackMegabytes: stackMegabytes) { handover.put(body()) }
    return isStarted ? handover.take() : nil
}

/// One value from one thread to another, which waits for it.
private final class Handover<Value: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrived = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value?

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrived, nil)
    }

    deinit {
        pthread_cond_destroy(arrived)
        pthread_mutex_destroy(mutex)
        arrived.deallocate()
        mutex.deallocate()
    }

    func put(_ new: Value) {
        pthread_mutex_lock(mutex)
        value = new
        pthread_cond_signal(arrived)
        pthread_mutex_unlock(mutex)
    }

    func take() -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let value { return value }
            pthread_cond_wait(arrived, mutex)
        }
    }
}

/// Gives the thread a stack for signal handlers, so that a handler can still run when the thread's own stack is used up.
private func withSignalStack(_ body: () -> Void) {
    let size = 1 << 16
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    var stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: size)
    sigaltstack(&stack, nil)
    body()
    stack.ss_flags = Int32(SS_DISABLE)
    sigaltstack(&stack, nil)
    memory.deallocate()
}
