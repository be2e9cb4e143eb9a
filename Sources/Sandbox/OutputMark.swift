import Base

/// The mark by which Unroll knows a file again that it has written for the user: what kind of output it is, and the
/// digest of its content. A file without it, or one that was changed since, belongs to the user.
///
///     unroll-output:html sha256=3f2a…        64 hexadecimal digits
///
/// The digest is that of the file in which these digits are zeros. Where a format has room for a remark the mark is in
/// the content (`open`, then `sealed`); other files carry it as an attribute (`FileAttributes`).
package enum OutputMark {
    package enum Kind: String, Sendable, CaseIterable {
        case ipynb, html, script, cast, keras
        case kerasTensors = "keras-tensors"
        case weights, checkpoint, table, manual
        case runLog = "run-log"
        case manPage = "man-page"

        /// False where any remark would be part of the data.
        package var isInContent: Bool { ![.table, .manual, .runLog].contains(self) }

        /// Text of the notebook comes before the mark, and might hold such a mark too.
        fileprivate var isAtEnd: Bool { self == .ipynb }
    }

    package enum State: Hashable, Sendable { case intact, changed, missing }

    /// The mark before the digest is known.
    package static func open(_ kind: Kind) -> String { start(kind) + String(repeating: "0", count: digits) }

    /// The text with the digest in its mark.
    package static func sealed(_ text: String, _ kind: Kind) -> String {
        String(decoding: sealed(Array(text.utf8), kind), as: UTF8.self)
    }

    package static func sealed(_ bytes: [UInt8], _ kind: Kind) -> [UInt8] {
        guard let place = place(in: bytes, kind) else { return bytes }
        var sealed = bytes
        sealed.replaceSubrange(place, with: Digest.hex(bytes).utf8)
        return sealed
    }

    /// What an attribute says of a file without room for a mark.
    package static func whole(_ bytes: [UInt8], _ kind: Kind) -> String { start(kind) + Digest.hex(bytes) }

    /// Whether these bytes are a file of this kind as it was written. `attribute`: what the file carries besides.
    package static func state(of bytes: [UInt8], _ kind: Kind, attribute: String?) -> State {
        guard kind.isInContent else {
            guard let attribute, attribute.hasPrefix(start(kind)) else { return .missing }
            return attribute == whole(bytes, kind) ? .intact : .changed
        }
        guard let place = place(in: bytes, kind) else { return .missing }
        var open = bytes
        open.replaceSubrange(place, with: repeatElement(UInt8(ascii: "0"), count: digits))
        return bytes[place].elementsEqual(Digest.hex(open).utf8) ? .intact : .changed
    }

    private static let digits = 64

    private static func start(_ kind: Kind) -> String { "unroll-output:\(kind.rawValue) sha256=" }

    /// Where the digits are: within the first or the last 64 kB.
    private static func place(in bytes: [UInt8], _ kind: Kind) -> Range<Int>? {
        let start = Array(start(kind).utf8)
        let most = 1 << 16
        let range = kind.isAtEnd ? max(0, bytes.count - most)..<bytes.count : 0..<min(bytes.count, most)
        guard range.count >= start.count + digits else { return nil }
        let places = range.lowerBound...(range.upperBound - start.count - digits)
        let isStart = { (place: Int) in
            bytes[place] == start[0] && bytes[place..<(place + start.count)].elementsEqual(start)
        }
        let found = kind.isAtEnd ? places.last(where: isStart) : places.first(where: isStart)
        return found.map { ($0 + start.count)..<($0 + start.count + digits) }
    }
}
