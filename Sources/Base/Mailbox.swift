/// Messages from any thread to one reader. Only the first message after a `drain` wakes the reader.
package final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Lock<[Message]>([])
    private let wake: @Sendable () -> Void

    package init(wake: @escaping @Sendable () -> Void = {}) { self.wake = wake }

    package func post(_ message: Message) {
        let isFirst = messages.with { messages in
            messages.append(message)
            return messages.count == 1
        }
        if isFirst { wake() }
    }

    /// All messages since the last call, oldest first.
    package func drain() -> [Message] {
        messages.with { messages in
            let all = messages
            messages = []
            return all
        }
    }
}
