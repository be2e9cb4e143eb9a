import CVterm

/// One cell as the terminal shows it.
package struct ScreenCell: Hashable, Sendable {
    /// The character with its marks; empty for a blank that was never written, or the right half of a wide one.
    package var text: String
    package var width: Int
    package var isBold, isItalic, isUnderlined, isReversed: Bool
    /// Numbers in the palette, or nil.
    package var foregroundIndex: Int?
    package var backgroundIndex: Int?
    /// 0xRRGGBB, or nil.
    package var foregroundRGB: Int?
    package var backgroundRGB: Int?
}

/// libvterm: bytes → a screen.
final class Emulator {
    private let terminal: OpaquePointer
    private let screen: OpaquePointer
    private(set) var width: Int
    private(set) var height: Int
    fileprivate(set) var isAlternateScreen = false
    fileprivate(set) var isCursorVisible = true
    /// Somebody has given the window or its icon a title.
    fileprivate(set) var hasTitle = false
    private let callbacks = UnsafeMutablePointer<VTermScreenCallbacks>.allocate(capacity: 1)

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        guard let terminal = vterm_new(Int32(height), Int32(width)), let screen = vterm_obtain_screen(terminal) else {
            preconditionFailure("libvterm gave no terminal")
        }
        (self.terminal, self.screen) = (terminal, screen)
        vterm_set_utf8(terminal, 1)
        vterm_screen_enable_altscreen(screen, 1)
        callbacks.initialize(to: VTermScreenCallbacks())
        callbacks.pointee.settermprop = { property, value, user in
            guard let user, let value else { return 0 }
            let emulator = Unmanaged<Emulator>.fromOpaque(user).takeUnretainedValue()
            switch property {
            case VTERM_PROP_ALTSCREEN: emulator.isAlternateScreen = vt_value_bool(value) != 0
            case VTERM_PROP_TITLE, VTERM_PROP_ICONNAME: emulator.hasTitle = true
            case VTERM_PROP_CURSORVISIBLE: emulator.isCursorVisible = vt_value_bool(value) != 0
            default: break
            }
            return 1
        }
        vterm_screen_set_callbacks(screen, callbacks, Unmanaged.passUnretained(self).toOpaque())
        vterm_screen_reset(screen, 1)
    }

    deinit {
        vterm_free(terminal)
        callbacks.deallocate()
    }

    /// Returns what the terminal answers to questions among the bytes.
    func feed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.withUnsafeBytes { raw in
            _ = vterm_input_write(terminal, raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count)
        }
        var answer = [CChar](repeating: 0, count: 4096)
        let count = vterm_output_read(terminal, &answer, answer.count)
        return answer[..<count].map(UInt8.init(bitPattern:))
    }

    func resize(_ width: Int, _ height: Int) {
        (self.width, self.height) = (width, height)
        vterm_set_size(terminal, Int32(height), Int32(width))
    }

    var cursor: (x: Int, y: Int) {
        var position = VTermPos()
        vterm_state_get_cursorpos(vterm_obtain_state(terminal), &position)
        return (Int(position.col), Int(position.row))
    }

    var lines: [String] {
        (0..<height).map { y in
            var line = ""
            var blanks = 0
            for x in 0..<width {
                let text = cell(x, y).text
                if text.isEmpty || text == " " {
                    blanks += isContinuation(x, y) ? 0 : 1
                } else {
                    line += String(repeating: " ", count: blanks) + text
                    blanks = 0
                }
            }
            return line
        }
    }

    func cell(_ x: Int, _ y: Int) -> ScreenCell {
        var cell = raw(x, y)
        let text = String(
            String.UnicodeScalarView(
                (0..<6).map { vt_scalar(&cell, Int32($0)) }.prefix { $0 != 0 && $0 != .max }
                    .compactMap(Unicode.Scalar.init)))
        func known(_ number: Int32) -> Int? { number < 0 ? nil : Int(number) }
        return ScreenCell(
            text: text, width: Int(cell.width), isBold: vt_bold(&cell), isItalic: vt_italic(&cell),
            isUnderlined: vt_underline(&cell), isReversed: vt_reverse(&cell),
            foregroundIndex: known(vt_index(&cell.fg)), backgroundIndex: known(vt_index(&cell.bg)),
            foregroundRGB: known(vt_rgb(&cell.fg)), backgroundRGB: known(vt_rgb(&cell.bg)))
    }

    private func isContinuation(_ x: Int, _ y: Int) -> Bool { x > 0 && raw(x - 1, y).width == 2 }

    private func raw(_ x: Int, _ y: Int) -> VTermScreenCell {
        var cell = VTermScreenCell()
        vterm_screen_get_cell(screen, VTermPos(row: Int32(y), col: Int32(x)), &cell)
        return cell
    }
}
