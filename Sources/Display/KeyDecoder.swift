/// Bytes of a terminal → keys and pasted text. Pure: the caller reads the bytes and keeps the timer.
package struct KeyDecoder: Sendable {
    package init() {}

    /// True while bytes that may be the beginning of a longer key are held back: call `timeout()` after 25 ms.
    package var isWaiting: Bool { false }

    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Event] { [] }

    /// No more bytes came: what was held back is a key by itself (ESC).
    package mutating func timeout() -> [Event] { [] }
}
