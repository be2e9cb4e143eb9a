/// A text to look for. Small letters stand for capitals too, unless a capital was typed.
struct Pattern: Hashable, Sendable {
    let text: String
    private let isExact: Bool
    private let scalars: [Unicode.Scalar]

    /// nil if there is nothing to look for.
    init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        self.text = text
        let isExact = text.contains { $0.isUppercase }
        self.isExact = isExact
        scalars = text.unicodeScalars.map { Self.fold($0, isExact) }
    }

    /// Where it stands, as offsets into the UTF-8, from left to right and without overlaps.
    func ranges(in text: String) -> [Range<Int>] {
        if let found = asciiRanges(in: text) { return found }
        var folded: [Unicode.Scalar] = []
        folded.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { folded.append(Self.fold(scalar, isExact)) }
        let found = places(in: folded)
        guard !found.isEmpty else { return [] }
        var offsets: [Int] = [0]
        offsets.reserveCapacity(folded.count + 1)
        for scalar in text.unicodeScalars { offsets.append(offsets[offsets.count - 1] + UTF8.width(scalar)) }
        return found.map { offsets[$0]..<offsets[$0 + scalars.count] }
    }

    /// The same for a text of ASCII only, where a scalar is a byte; nil for any other.
    private func asciiRanges(in text: String) -> [Range<Int>]? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
            guard let wanted = Array(exactly: scalars), let first = wanted.first else { return [] }
            let capital = !isExact && first >= 0x61 && first <= 0x7A ? first - 32 : first
            var found: [Range<Int>] = []
            var index = 0
            while index <= bytes.count - wanted.count {
                let isFound =
                    (bytes[index] == first || bytes[index] == capital)
                    && zip(bytes[index...], wanted).allSatisfy { fold(Unicode.Scalar($0)).value == $1 }
                if isFound { found.append(index..<(index + wanted.count)) }
                index += isFound ? wanted.count : 1
            }
            return found
        }
    }

    /// Where it begins.
    func places(in folded: [Unicode.Scalar]) -> [Int] {
        guard let first = scalars.first, folded.count >= scalars.count else { return [] }
        var places: [Int] = []
        var index = 0
        while index <= folded.count - scalars.count {
            if folded[index] == first, folded[index..<(index + scalars.count)].elementsEqual(scalars) {
                places.append(index)
                index += scalars.count
            } else {
                index += 1
            }
        }
        return places
    }

    func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar { Self.fold(scalar, isExact) }

    private static func fold(_ scalar: Unicode.Scalar, _ isExact: Bool) -> Unicode.Scalar {
        if isExact { return scalar }
        let value = scalar.value
        if value < 0x80 { return value >= 0x41 && value <= 0x5A ? Unicode.Scalar(UInt8(value + 32)) : scalar }
        let small = scalar.properties.lowercaseMapping.unicodeScalars
        return small.count == 1 ? small.first ?? scalar : scalar
    }
}

extension [UInt8] {
    /// The scalars as bytes; nil if one is not ASCII.
    fileprivate init?(exactly scalars: [Unicode.Scalar]) {
        guard scalars.allSatisfy(\.isASCII) else { return nil }
        self = scalars.map { UInt8($0.value) }
    }
}
