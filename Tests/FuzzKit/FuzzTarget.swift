/// A reader of what others wrote, and what has to hold whatever it is fed with.
package struct FuzzTarget: Sendable {
    package let name: String
    /// The longest input, in bytes.
    package let limit: Int
    /// A sentence if something does not hold. A crash or a hang is seen by whoever calls.
    package let run: @Sendable ([UInt8]) -> String?

    package static let all: [FuzzTarget] = [
        language, calls, settings, notebook, edits, replay, exports, markdown, csv, swap, safetensors, log, output,
        keys,
    ]
}

/// Says what does not hold; nil if all does.
func firstBroken(_ claims: (holds: Bool, sentence: String)...) -> String? { claims.first { !$0.holds }?.sentence }

/// Whether a text has no codes that make a terminal do something, lines and tabs apart, and nothing that is never seen.
package func isPlain(_ text: some StringProtocol) -> Bool {
    !text.unicodeScalars.contains { scalar in
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        case 0xAD, 0x61C, 0x200B, 0x200E...0x200F, 0x2060...0x2064, 0xFEFF, 0xE0000...0xE007F: true
        default: false
        }
    }
}
