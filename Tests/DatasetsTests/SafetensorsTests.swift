import Engine
import Testing

@testable import Datasets

/// A file with this header, padded with blanks or not, and these numbers.
private func file(_ header: String, _ numbers: [UInt8] = []) -> [UInt8] {
    let text = Array(header.utf8)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text + numbers
}

private func fault(_ bytes: [UInt8]) -> Safetensors.Fault? {
    do throws(Safetensors.Fault) {
        let contents = try Safetensors.contents(bytes)
        for entry in contents.entries { _ = try Safetensors.tensor(entry, in: bytes) }
        return nil
    } catch { return error }
}

private func tensors(_ bytes: [UInt8]) throws -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for entry in try Safetensors.contents(bytes).entries {
        result[entry.name] = try Safetensors.tensor(entry, in: bytes)
    }
    return result
}

private let pair: [(name: String, tensor: Tensor)] = [
    (name: "gru/kernel", tensor: Tensor([1, -2, 0.5, 3, 0, 0x1p-149], shape: [2, 3])),
    (name: "gru/bias", tensor: Tensor([7, 8, 9])),
]

@Suite struct SafetensorsTests {
    @Test("the bytes of a file are those of the format") func theBytesOfAFileAreThoseOfTheFormat() {
        let bytes = Safetensors.bytes(
            of: [(name: "b", tensor: Tensor([1, -2]))], metadata: [(name: "format", text: "x\"")])
        let header = #"{"__metadata__":{"format":"x\""},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
        // 1 is 0x3F800000 and −2 is 0xC0000000, the lowest byte first; 86 characters of header are padded to 88.
        #expect(bytes == file(header + "  ", [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]))
        #expect(bytes.first == 88)
    }

    @Test("what is written is read again") func whatIsWrittenIsReadAgain() throws {
        let bytes = Safetensors.bytes(of: pair, metadata: [(name: "network", text: "[7 × 1] → gru\n\"3\" \\")])
        let contents = try Safetensors.contents(bytes)
        #expect(contents.entries.map(\.name) == ["gru/kernel", "gru/bias"])
        #expect(contents.metadata == ["network": "[7 × 1] → gru\n\"3\" \\"])
        #expect(try tensors(bytes) == ["gru/kernel": pair[0].tensor, "gru/bias": pair[1].tensor])
    }

    @Test("a file of no tensors has none") func aFileOfNoTensorsHasNone() throws {
        #expect(try Safetensors.contents(file("{}")).entries == [])
        #expect(try tensors(Safetensors.bytes(of: [])) == [:])
    }

    @Test("halves, short floats and doubles become floats") func halvesShortFloatsAndDoublesBecomeFloats() throws {
        // 1.5 is 0x3E00 as half, 0x3FC0 as BF16 and 0x3FF8000000000000 as double.
        let header = #"""
            { "h":{"dtype":"F16","shape":[],"data_offsets":[0,2]},
            "b": {"data_offsets":[2,4], "dtype":"BF16","shape":[1]}, "d":{"dtype":"F64","shape":[1,1],"data_offsets":[4,12]} }
            """#
        let found = try tensors(file(header, [0x00, 0x3E, 0xC0, 0x3F, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F]))
        #expect(found == ["h": Tensor(1.5), "b": Tensor([1.5]), "d": Tensor([1.5], shape: [1, 1])])
    }

    @Test("halves are those of IEEE 754") func halvesAreThoseOfIEEE754() {
        #expect(Safetensors.half(0x3C00) == 1)
        #expect(Safetensors.half(0x7BFF) == 65504)
        #expect(Safetensors.half(0x0001) == 0x1p-24)
        #expect(Safetensors.half(0x03FF) == 0x3FFp-24)
        #expect(Safetensors.half(0x8000).sign == .minus)
        #expect(Safetensors.half(0xFC00) == -.infinity)
        #expect(Safetensors.half(0x7E00).isNaN)
    }

    @Test("escapes in names are read") func escapesInNamesAreRead() throws {
        let header = #"{"\u0061\/\n\"\ud83d\ude00é":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#
        #expect(try Safetensors.contents(file(header)).entries.map(\.name) == ["a/\n\"😀é"])
    }

    @Test("a file that is cut off says how many bytes it has and needs")
    func aFileThatIsCutOffSaysHowManyBytesItHasAndNeeds() {
        let bytes = Safetensors.bytes(of: pair)
        #expect(fault([]) == .empty)
        #expect(fault([1, 0, 0]) == .cutOff(bytes: 3, needs: 8))
        #expect(fault(Array(bytes.prefix(40))) == .cutOff(bytes: 40, needs: 8 + Int(bytes[0])))
        #expect(fault(Array(bytes.dropLast())) == .cutOff(bytes: bytes.count - 1, needs: bytes.count))
    }

    @Test("a header longer than any is refused before it is looked at")
    func aHeaderLongerThanAnyIsRefusedBeforeItIsLookedAt() {
        #expect(fault([0, 0, 0, 0, 0, 0, 0, 0x80, 0x7B]) == .headerTooLong(1 << 63))
        #expect(fault([UInt8](repeating: 0xFF, count: 16)) == .headerTooLong(.max))
        // 100,000,001 is 0x05F5E101, one more than the format allows.
        #expect(fault([0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]) == .headerTooLong(100_000_001))
        #expect(fault([0x00, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]) == .cutOff(bytes: 8, needs: 100_000_008))
    }

    @Test("files of Keras and PyTorch's own formats are known") func filesOfKerasAndPyTorchsOwnFormatsAreKnown() {
        #expect(fault([0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10]) == .other(.hdf5))
        #expect(fault([0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0]) == .other(.zip))
    }

    /// A header, and the place where it stops being one: 8 bytes of length come first.
    private static let broken: [(String, Int)] = [
        ("", 8), ("[]", 8), ("{", 9), ("{}x", 10), ("{} {}", 11), ("{\"a\"}", 12), ("{\"a\":1}", 13),
        ("{\"a\":{}}", 13),
        (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],}}"#, 61),
        (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"more":1}}"#, 61),
        (#"{"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#, 28),
        (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0]}}"#, 13),
        (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}}"#, 13),
        (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}"#, 37),
        (#"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,0]}}"#, 37),
        (#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,0]}}"#, 38),
        ("{\"a\n\":1}", 11), (#"{"\x":1}"#, 10), (#"{"\ud800":1}"#, 16), (#"{"\u12"#, 10), (#"{"\"#, 10), ("{\"a", 11),
        (#"{"__metadata__":{"a":1}}"#, 29), (#"{"__metadata__":[]}"#, 24),
    ]

    @Test("a header that is not JSON of the right form tells the byte", arguments: 0..<24)
    func aHeaderThatIsNotJSONOfTheRightFormTellsTheByte(_ index: Int) {
        let (header, place) = Self.broken[index]
        #expect(Self.broken.count == 24)
        #expect(fault(file(header)) == .header(at: place), "\(header)")
    }

    @Test("a header that is no UTF-8 is refused") func aHeaderThatIsNoUTF8IsRefused() {
        var bytes = file("{\"a\":1}")
        bytes[10] = 0xFF
        #expect(fault(bytes) == .header(at: 10))
    }

    @Test("a name that stands twice is refused") func aNameThatStandsTwiceIsRefused() {
        let entry = #""a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"#
        #expect(fault(file("{\(entry),\(entry)}")) == .repeated(name: "a"))
        #expect(fault(file(#"{"__metadata__":{"x":"1","x":"2"}}"#)) == .repeated(name: "x"))
    }

    private func entries(_ parts: (String, String, Int, Int)...) -> String {
        "{"
            + parts.map { "\"\($0)\":{\"dtype\":\"F32\",\"shape\":\($1),\"data_offsets\":[\($2),\($3)]}" }
            .joined(separator: ",") + "}"
    }

    @Test("tensors that overlap, leave bytes out or go past the end are refused")
    func tensorsThatOverlapLeaveBytesOutOrGoPastTheEndAreRefused() {
        let data = [UInt8](repeating: 0, count: 12)
        #expect(fault(file(entries(("a", "[2]", 0, 8), ("b", "[2]", 4, 12)), data)) == .overlap(name: "b"))
        #expect(fault(file(entries(("a", "[1]", 0, 4), ("b", "[1]", 8, 12)), data)) == .unused(bytes: 4, before: "b"))
        #expect(fault(file(entries(("a", "[1]", 0, 4)), data)) == .unused(bytes: 8, before: nil))
        #expect(fault(file("{}", data)) == .unused(bytes: 12, before: nil))
        let past = file(entries(("a", "[4]", 0, 16)), data)
        #expect(fault(past) == .cutOff(bytes: past.count, needs: past.count + 4))
        let far = file(entries(("a", "[1]", 9_223_372_036_854_775_803, 9_223_372_036_854_775_807)), data)
        #expect(fault(far) == .cutOff(bytes: far.count, needs: .max))
        let farther = file(
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[99999999999999999999,99999999999999999999]}}"#, data)
        #expect(fault(farther) == .cutOff(bytes: farther.count, needs: .max))
    }

    @Test("a shape that needs other bytes than there are is refused")
    func aShapeThatNeedsOtherBytesThanThereAreIsRefused() {
        let data = [UInt8](repeating: 0, count: 8)
        #expect(
            fault(file(entries(("a", "[3]", 0, 8)), data)) == .size(name: "a", type: "F32", shape: [3], bytes: 8))
        let wide = 1 << 32
        #expect(
            fault(file(entries(("a", "[\(wide),\(wide)]", 0, 8)), data))
                == .size(name: "a", type: "F32", shape: [wide, wide], bytes: 8))
        // Nothing in it, but a shape that overflows all the same.
        #expect(
            fault(file(entries(("a", "[0,\(wide),\(wide)]", 0, 0))))
                == .size(name: "a", type: "F32", shape: [0, wide, wide], bytes: 0))
    }

    @Test("whole numbers are no weights") func wholeNumbersAreNoWeights() {
        let header = #"{"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}"#
        #expect(fault(file(header, [UInt8](repeating: 0, count: 8))) == .type(name: "n", type: "I64"))
    }

    /// Bytes changed, taken out, put in or doubled, one to four at a time.
    @Test("a file that was damaged is refused or holds tensors that fit its bytes", arguments: 0..<64)
    func aFileThatWasDamagedIsRefusedOrHoldsTensorsThatFitItsBytes(_ seed: Int) {
        var random = Random(seed: UInt64(seed), .data)
        let whole = Safetensors.bytes(of: pair, metadata: [(name: "format", text: "unroll")])
        let signs = Array("0123456789{}[]\",:\\u -eF".utf8)
        for _ in 0..<200 {
            var bytes = whole
            for _ in 0...Int.random(in: 0..<4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes[place] = signs[Int.random(in: 0..<signs.count, using: &random)]
                case 2: bytes.remove(at: place)
                case 3: bytes.insert(signs[Int.random(in: 0..<signs.count, using: &random)], at: place)
                case 4: bytes.removeLast(bytes.count - place)
                default: bytes.insert(contentsOf: bytes[place..<min(place + 24, bytes.count)], at: place)
                }
            }
            guard let contents = try? Safetensors.contents(bytes) else {
                #expect(fault(bytes) != nil)
                continue
            }
            for entry in contents.entries {
                guard let tensor = try? Safetensors.tensor(entry, in: bytes) else { continue }
                #expect(tensor.shape == entry.shape)
                #expect(tensor.count * (entry.type == "F64" ? 8 : entry.type == "F32" ? 4 : 2) == entry.range.count)
            }
            #expect(contents.entries.reduce(0) { $0 + $1.range.count } < bytes.count)
        }
    }
}
