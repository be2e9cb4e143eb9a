import Base
import Engine

/// The JSON of a safetensors header: an object of objects, with texts and lists of whole numbers and nothing deeper.
///
/// It is read strictly, for two readers of one file must not see different tensors: no name twice, no unknown field,
/// nothing after the end but blanks. Source: ECMA-404, "The JSON data interchange syntax" (2017).
struct SafetensorsHeader {
    private typealias Fault = Safetensors.Fault

    private let bytes: [UInt8]
    private let start: Int
    private let end: Int
    private var at: Int

    /// The header lies in `range`; the numbers follow it.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        start = range.lowerBound
        end = range.upperBound
        at = start
    }

    mutating func contents() throws(Safetensors.Fault) -> Safetensors.Contents {
        var contents = Safetensors.Contents()
        var seen: Set<String> = []
        try list("{", "}") { reader, _ throws(Fault) in
            let name = try reader.name()
            guard seen.insert(name).inserted else { throw .repeated(name: name) }
            if name == "__metadata__" {
                contents.metadata = try reader.texts()
            } else {
                contents.entries.append(try reader.entry(name))
            }
        }
        skipBlanks()
        guard at == end else { throw .header(at: at) }
        return contents
    }

    /// {"format": "unroll", …}
    private mutating func texts() throws(Safetensors.Fault) -> [String: String] {
        var texts: [String: String] = [:]
        try list("{", "}") { reader, _ throws(Fault) in
            let name = try reader.name()
            guard texts.updateValue(try reader.text(), forKey: name) == nil else { throw .repeated(name: name) }
        }
        return texts
    }

    /// {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, in any order.
    private mutating func entry(_ name: String) throws(Safetensors.Fault) -> Safetensors.Entry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        let place = at
        try list("{", "}") { reader, place throws(Fault) in
            switch try reader.name() {
            case "dtype" where type == nil: type = try reader.text()
            case "shape" where shape == nil: shape = try reader.wholes()
            case "data_offsets" where offsets == nil: offsets = try reader.wholes()
            default: throw .header(at: place)
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
            throw .header(at: place)
        }
        let range = Sizes.sum(end, offsets[0])..<Sizes.sum(end, offsets[1])
        return Safetensors.Entry(name: name, type: type, shape: shape, range: range)
    }

    // MARK: - JSON

    /// What stands between the brackets, separated by commas; `item` reads one, and is told where it begins.
    private mutating func list(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar,
        _ item: (inout SafetensorsHeader, Int) throws(Safetensors.Fault) -> Void
    ) throws(Safetensors.Fault) {
        try expect(open)
        if take(close) { return }
        repeat {
            skipBlanks()
            let place = at
            try item(&self, place)
        } while take(",")
        try expect(close)
    }

    /// "name":
    private mutating func name() throws(Safetensors.Fault) -> String {
        let name = try text()
        try expect(":")
        return name
    }

    private mutating func wholes() throws(Safetensors.Fault) -> [Int] {
        var numbers: [Int] = []
        try list("[", "]") { reader, _ throws(Fault) in numbers.append(try reader.whole()) }
        return numbers
    }

    /// Digits without a zero in front; the largest number stands for all that are larger.
    private mutating func whole() throws(Safetensors.Fault) -> Int {
        skipBlanks()
        let first = at
        var number = 0
        while at < end, (48...57).contains(bytes[at]) {
            number = Sizes.sum(Sizes.product(number, 10), Int(bytes[at]) - 48)
            at += 1
        }
        guard at > first, at == first + 1 || bytes[first] != 48 else { throw .header(at: first) }
        return number
    }

    private mutating func text() throws(Safetensors.Fault) -> String {
        try expect("\"")
        let first = at
        var units: [UInt8] = []
        while at < end, bytes[at] != UInt8(ascii: "\"") {
            guard bytes[at] >= 32 else { throw .header(at: at) }
            if bytes[at] == UInt8(ascii: "\\") {
                units += Array(String(try escaped()).utf8)
            } else {
                units.append(bytes[at])
                at += 1
            }
        }
        try expect("\"", afterBlanks: false)
        guard let text = String(validating: units, as: UTF8.self) else { throw .header(at: first) }
        return text
    }

    /// One character behind a backslash; two escapes of four hexadecimal digits may stand for one.
    private mutating func escaped() throws(Safetensors.Fault) -> Unicode.Scalar {
        let first = at
        guard at + 1 < end else { throw .header(at: first) }
        let letter = bytes[at + 1]
        if letter != UInt8(ascii: "u") {
            at += 2
            guard let scalar = Self.escapes[letter] else { throw .header(at: first) }
            return scalar
        }
        var units = [try hexadecimal()]
        if UTF16.isLeadSurrogate(units[0]) { units.append(try hexadecimal()) }
        guard let text = String(validating: units, as: UTF16.self), let scalar = text.unicodeScalars.first else {
            throw .header(at: first)
        }
        return scalar
    }

    private static let escapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]

    /// \u00e9
    private mutating func hexadecimal() throws(Safetensors.Fault) -> UInt16 {
        let first = at
        guard at + 6 <= end, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
            throw .header(at: first)
        }
        var unit: UInt16 = 0
        for byte in bytes[at + 2..<at + 6] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw .header(at: first) }
            unit = unit << 4 | UInt16(digit)
        }
        at += 6
        return unit
    }

    private mutating func skipBlanks() {
        while at < end, [32, 9, 10, 13].contains(bytes[at]) { at += 1 }
    }

    /// Goes behind the sign if it stands next.
    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard at < end, bytes[at] == UInt8(ascii: sign) else { return false }
        at += 1
        return true
    }

    private mutating func expect(_ sign: Unicode.Scalar, afterBlanks: Bool = true) throws(Safetensors.Fault) {
        if afterBlanks { skipBlanks() }
        guard at < end, bytes[at] == UInt8(ascii: sign) else { throw .header(at: at) }
        at += 1
    }
}

// MARK: - Writing

extension SafetensorsHeader {
    static func text(
        of tensors: [(name: String, tensor: Tensor)], _ metadata: [(name: String, text: String)]
    ) -> String {
        var fields: [String] = []
        if !metadata.isEmpty {
            let texts = metadata.map { JSONText.quoted($0.name) + ":" + JSONText.quoted($0.text) }.joined(
                separator: ",")
            fields.append("\"__metadata__\":{\(texts)}")
        }
        var offset = 0
        for (name, tensor) in tensors {
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            let end = offset + 4 * tensor.count
            fields.append(
                "\(JSONText.quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        return "{" + fields.joined(separator: ",") + "}"
    }
}
