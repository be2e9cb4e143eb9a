/// One character cell. A wide character is followed by a cell whose scalar is U+0000.
///
/// Twenty-odd plain bytes without a reference, so that a screen of them is copied and compared like memory.
package struct Cell: Hashable, Sendable {
    /// Up to three combining marks, 21 bits each.
    private var packedMarks: UInt64
    package var scalar: Unicode.Scalar
    package var style: Style

    package init(scalar: Unicode.Scalar, marks: [Unicode.Scalar] = [], style: Style = .plain) {
        self.scalar = scalar
        self.style = style
        packedMarks = 0
        for mark in marks { add(mark: mark) }
    }

    package static let blank = Cell(scalar: " ")

    /// The right half of a wide character.
    package var isContinuation: Bool { scalar.value == 0 }

    /// Combining marks on it; nearly always empty. A fourth mark is dropped.
    package var marks: [Unicode.Scalar] {
        get {
            var result: [Unicode.Scalar] = []
            var rest = packedMarks
            while rest != 0 {
                if let mark = Unicode.Scalar(UInt32(rest & 0x1F_FFFF)) { result.append(mark) }
                rest >>= 21
            }
            return result
        }
        set {
            packedMarks = 0
            for mark in newValue { add(mark: mark) }
        }
    }

    package var hasMarks: Bool { packedMarks != 0 }

    package mutating func add(mark: Unicode.Scalar) {
        for shift in [UInt64(0), 21, 42] where (packedMarks >> shift) & 0x1F_FFFF == 0 {
            packedMarks |= UInt64(mark.value) << shift
            return
        }
    }
}
