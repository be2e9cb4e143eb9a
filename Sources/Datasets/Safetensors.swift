import Engine

/// Named tensors as the bytes of a safetensors file, and back.
///
///     8 bytes      length N of the header, a whole number without sign, lowest byte first
///     N bytes      the header, JSON: {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}
///     the rest     the numbers, row by row, lowest byte first; the offsets count from here and leave nothing out
///
/// `__metadata__` in the header holds texts by name. What a header claims is compared with the bytes that are there before
/// anything is made of it. Source: Hugging Face, "safetensors" (2022), format description.
package enum Safetensors {
    package struct Contents: Sendable {
        package var metadata: [String: String] = [:]
        /// In the order of their bytes.
        package var entries: [Entry] = []
    }

    /// A tensor that has not been read yet.
    package struct Entry: Hashable, Sendable {
        package var name: String
        /// As in the header: "F32".
        package var type: String
        package var shape: [Int]
        /// Its bytes in the file.
        package var range: Range<Int>
    }

    /// Why there are no tensors.
    package enum Fault: Error, Hashable, Sendable {
        case empty
        /// The file of another program.
        case other(Format)
        /// The header's length in bytes, more than any header has.
        case headerTooLong(UInt64)
        /// The file has so many bytes, but says that it has more.
        case cutOff(bytes: Int, needs: Int)
        /// The header is not what was expected from this byte of the file, from 0.
        case header(at: Int)
        case repeated(name: String)
        /// Numbers of a type that weights do not have.
        case type(name: String, type: String)
        /// The shape needs another number of bytes than the tensor has.
        case size(name: String, type: String, shape: [Int], bytes: Int)
        /// It begins before the one in front of it has ended.
        case overlap(name: String)
        /// Bytes in front of the tensor, or at the end of the file, belong to nothing.
        case unused(bytes: Int, before: String?)
    }

    package enum Format: Hashable, Sendable {
        /// Keras's .h5.
        case hdf5
        /// Keras's .keras and PyTorch's .pt.
        case zip
    }

    /// The longest header that the format allows, in bytes.
    static let longestHeader = 100_000_000

    /// What is in the file; the numbers stay where they are.
    package static func contents(_ bytes: [UInt8]) throws(Fault) -> Contents {
        guard !bytes.isEmpty else { throw .empty }
        if let format = format(bytes) { throw .other(format) }
        guard bytes.count >= 8 else { throw .cutOff(bytes: bytes.count, needs: 8) }
        let length = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= UInt64(longestHeader) else { throw .headerTooLong(length) }
        let start = 8 + Int(length)
        guard start <= bytes.count else { throw .cutOff(bytes: bytes.count, needs: start) }
        var reader = SafetensorsHeader(bytes, 8..<start)
        var contents = try reader.contents()
        contents.entries.sort {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        try checkPlaces(contents.entries, from: start, size: bytes.count)
        for entry in contents.entries { try checkSize(entry) }
        return contents
    }

    private static func format(_ bytes: [UInt8]) -> Format? {
        if bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) { return .hdf5 }
        return bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) ? .zip : nil
    }

    /// Each tensor begins where the one before ends, and the last one ends with the file.
    private static func checkPlaces(_ entries: [Entry], from start: Int, size: Int) throws(Fault) {
        let needs = entries.map(\.range.upperBound).max() ?? start
        guard needs <= size else { throw .cutOff(bytes: size, needs: needs) }
        var end = start
        for entry in entries {
            if entry.range.lowerBound < end { throw .overlap(name: entry.name) }
            if entry.range.lowerBound > end {
                throw .unused(bytes: entry.range.lowerBound - end, before: entry.name)
            }
            end = entry.range.upperBound
        }
        guard end == size else { throw .unused(bytes: size - end, before: nil) }
    }

    private static func checkSize(_ entry: Entry) throws(Fault) {
        guard let width = width(of: entry.type) else { return }
        // Lengths of 0 are left out, so that no part of the shape overflows either.
        let most = Sizes.product(entry.shape.filter { $0 != 0 } + [width])
        let needs = entry.shape.contains(0) ? 0 : most
        guard most < Int.max, needs == entry.range.count else {
            throw .size(name: entry.name, type: entry.type, shape: entry.shape, bytes: entry.range.count)
        }
    }

    /// Bytes of a number; nil for types that are not read.
    private static func width(of type: String) -> Int? {
        switch type {
        case "F64": 8
        case "F32": 4
        case "F16", "BF16": 2
        default: nil
        }
    }
}

// MARK: - Numbers

extension Safetensors {
    /// The numbers of an entry of the same bytes, turned into the engine's.
    package static func tensor(_ entry: Entry, in bytes: [UInt8]) throws(Fault) -> Tensor {
        guard width(of: entry.type) != nil else { throw .type(name: entry.name, type: entry.type) }
        let values = bytes.withUnsafeBytes { all in
            let raw = UnsafeRawBufferPointer(rebasing: all[entry.range])
            return switch entry.type {
            case "F64": numbers(raw, UInt64.self) { Real(Double(bitPattern: $0)) }
            case "F16": numbers(raw, UInt16.self) { Real(half($0)) }
            case "BF16": numbers(raw, UInt16.self) { Real(Float(bitPattern: UInt32($0) << 16)) }
            default: numbers(raw, UInt32.self) { Real(Float(bitPattern: $0)) }
            }
        }
        return Tensor(values, shape: entry.shape)
    }

    private static func numbers<Bits: FixedWidthInteger & BitwiseCopyable>(
        _ raw: UnsafeRawBufferPointer, _ type: Bits.Type, _ number: (Bits) -> Real
    ) -> [Real] {
        let width = Bits.bitWidth / 8
        return (0..<raw.count / width).map { index in
            number(Bits(littleEndian: raw.loadUnaligned(fromByteOffset: index * width, as: type)))
        }
    }

    /// A number of 16 bits: sign, 5 bits of exponent, 10 of fraction (IEEE 754, binary16).
    static func half(_ bits: UInt16) -> Float {
        let fraction = UInt32(bits & 0x3FF)
        let exponent = UInt32(bits >> 10 & 0x1F)
        let magnitude =
            switch exponent {
            case 0: Float(fraction) * 0x1p-24
            case 31: Float(bitPattern: 0x7F80_0000 | fraction << 13)
            default: Float(bitPattern: (exponent + 112) << 23 | fraction << 13)
            }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }

    /// A file of these tensors in this order, as F32. Names must be different from each other.
    package static func bytes(
        of tensors: [(name: String, tensor: Tensor)], metadata: [(name: String, text: String)] = []
    ) -> [UInt8] {
        var header = Array(SafetensorsHeader.text(of: tensors, metadata).utf8)
        header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + header.count + 4 * tensors.reduce(0) { $0 + $1.tensor.count })
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes += header
        for (_, tensor) in tensors {
            let bits = tensor.values.map { Float($0).bitPattern.littleEndian }
            bits.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
