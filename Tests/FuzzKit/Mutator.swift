/// Inputs made of seeds, the same ones for the same number: bytes are changed, put in, left out, doubled, and parts of
/// two seeds joined.
package struct Mutator {
    private let seeds: [[UInt8]]
    private let limit: Int
    private var state: UInt64

    package init(seed: UInt64, seeds: [[UInt8]], limit: Int) {
        state = seed
        self.seeds = seeds
        self.limit = limit
    }

    package mutating func next() -> [UInt8] {
        var input = part(of: pick(seeds) ?? [])
        for _ in 0...below(4) { change(&input) }
        return Array(input.prefix(limit))
    }

    private mutating func change(_ input: inout [UInt8]) {
        let place = below(input.count + 1)
        switch below(9) {
        case 0 where place < input.count: input[place] = UInt8(below(256))
        case 1: input.insert(pick(Mutator.awkward) ?? 0, at: place)
        case 2: input.removeSubrange(place..<min(input.count, place + 1 + below(8)))
        case 3: input.insert(contentsOf: input[place..<min(input.count, place + 1 + below(30))], at: place)
        case 4: input.insert(contentsOf: part(of: pick(seeds) ?? []).prefix(60), at: place)
        case 5: replaceNumber(in: &input, from: place)
        case 6: input.replaceSubrange(place..<min(input.count, place + 8), with: pick(Extremes.fields) ?? [])
        default: if let word = pick(Mutator.words) { input.insert(contentsOf: word.utf8, at: place) }
        }
    }

    /// The next number in text becomes one at the edges.
    private mutating func replaceNumber(in input: inout [UInt8], from place: Int) {
        let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
        guard let first = input[place...].firstIndex(where: isDigit) ?? input.firstIndex(where: isDigit) else { return }
        let end = input[first...].firstIndex { !isDigit($0) && $0 != UInt8(ascii: ".") } ?? input.count
        input.replaceSubrange(first..<end, with: (pick(Extremes.decimals + Extremes.hexadecimals) ?? "0").utf8)
    }

    /// A stretch that is not longer than the limit.
    private mutating func part(of seed: [UInt8]) -> [UInt8] {
        guard seed.count > limit else { return seed }
        let start = below(seed.count - limit)
        return Array(seed[start..<(start + limit)])
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }

    /// SplitMix64.
    private mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ bits >> 31) % UInt64(max(1, bound)))
    }

    private static let awkward: [UInt8] = [
        0, 7, 9, 10, 13, 27, 34, 35, 36, 39, 44, 59, 91, 92, 96, 0x7F, 0x80, 0xC3, 0xE2, 0xFF,
    ]
    package static let words =
        Extremes.decimals + Extremes.hexadecimals + [
            "\u{1B}]0;x\u{7}", "\u{1B}[2J", "\u{202E}", "```unroll\n", "```\n", "<!-- out src=1 -->\n",
            "<!-- /out -->\n",
            "\"\"", "|>", "1e999", "99999999999999999999", "((((", "[[[[", "- ", "> ", "\r\n", "\u{FEFF}", "\u{200D}",
            "\u{E0041}", "rtol=", "<!-- unroll 1 seed=",
        ]
}
