import Testing

@testable import Display

@Suite struct KeyDecoderTests {
    private func keys(_ text: String) -> [Key] {
        var decoder = KeyDecoder()
        return (decoder.feed(text.utf8) + decoder.timeout()).compactMap {
            if case .key(let key) = $0 { key } else { nil }
        }
    }

    private static let table: [(String, Key)] = [
        ("a", Key(.character("a"))), ("é", Key(.character("é"))), ("日", Key(.character("日"))),
        ("😀", Key(.character("😀"))),
        ("\r", Key(.enter)), ("\t", Key(.tab)), ("\u{7F}", Key(.backspace)), ("\u{8}", Key(.backspace)),
        ("\u{1}", Key(.character("a"), .control)), ("\u{13}", Key(.character("s"), .control)),
        ("\0", Key(.character(" "), .control)), ("\u{1F}", Key(.character("_"), .control)),
        ("\u{1B}", Key(.escape)), ("\u{1B}r", Key(.character("r"), .alt)), ("\u{1B}R", Key(.character("R"), .alt)),
        ("\u{1B}é", Key(.character("é"), .alt)), ("\u{1B}\r", Key(.enter, .alt)),
        ("\u{1B}:", Key(.character(":"), .alt)),
        ("\u{1B}\u{7F}", Key(.backspace, .alt)), ("\u{1B}[", Key(.character("["), .alt)),
        ("\u{1B}O", Key(.character("O"), .alt)),
        ("\u{1B}[A", Key(.up)), ("\u{1B}OA", Key(.up)), ("\u{1B}[1;2C", Key(.right, .shift)),
        ("\u{1B}[1;5D", Key(.left, .control)), ("\u{1B}[1;3B", Key(.down, .alt)), ("\u{1B}[H", Key(.home)),
        ("\u{1B}OF", Key(.end)), ("\u{1B}[1~", Key(.home)), ("\u{1B}[8~", Key(.end)), ("\u{1B}[3~", Key(.delete)),
        ("\u{1B}[2~", Key(.insert)), ("\u{1B}[5~", Key(.pageUp)), ("\u{1B}[6;5~", Key(.pageDown, .control)),
        ("\u{1B}OP", Key(.function(1))), ("\u{1B}[15~", Key(.function(5))), ("\u{1B}[15;2~", Key(.function(5), .shift)),
        ("\u{1B}[24~", Key(.function(12))), ("\u{1B}[[A", Key(.function(1))),
        ("\u{1B}[1;2P", Key(.function(1), .shift)),
        ("\u{1B}[Z", Key(.tab, .shift)), ("\u{1B}[27;2;13~", Key(.enter, .shift)),
        ("\u{1B}[27;5;13~", Key(.enter, .control)),
        ("\u{1B}[13;2u", Key(.enter, .shift)), ("\u{1B}[13;5u", Key(.enter, .control)), ("\u{1B}[27u", Key(.escape)),
        ("\u{1B}[99;5u", Key(.character("c"), .control)), ("\u{1B}[97;3u", Key(.character("a"), .alt)),
        ("\u{1B}[97;2u", Key(.character("A"))), ("\u{1B}[97:65;6:1u", Key(.character("a"), [.control, .shift])),
        ("\u{1B}OM", Key(.enter)),
    ]

    @Test("each key is known by its bytes") func eachKeyIsKnownByItsBytes() {
        for (bytes, key) in Self.table { #expect(keys(bytes) == [key], "\(bytes.debugDescription)") }
    }

    @Test("splitting the bytes anywhere changes nothing") func splittingTheBytesAnywhereChangesNothing() {
        // A lone ESC is ended by what follows it only with the timer; everything else goes side by side.
        let all = Self.table.filter { !["\u{1B}", "\u{1B}[", "\u{1B}O"].contains($0.0) }
        let bytes = Array(all.map(\.0).joined().utf8)
        for split in 0...bytes.count {
            var decoder = KeyDecoder()
            let events = decoder.feed(bytes[..<split]) + decoder.feed(bytes[split...])
            #expect(events.compactMap { if case .key(let key) = $0 { key } else { nil } } == all.map(\.1))
        }
    }

    @Test("escape waits for the timer, then is a key") func escapeWaitsForTheTimerThenIsAKey() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x1B]).isEmpty)
        #expect(decoder.isWaiting)
        guard case .key(let key)? = decoder.timeout().first else {
            Issue.record("no key")
            return
        }
        #expect(key == Key(.escape))
        #expect(!decoder.isWaiting)
        #expect(decoder.timeout().isEmpty)
    }

    @Test("two escapes are two keys") func twoEscapesAreTwoKeys() {
        #expect(keys("\u{1B}\u{1B}") == [Key(.escape), Key(.escape)])
        #expect(keys("\u{1B}\u{1B}[A") == [Key(.escape), Key(.up)])
    }

    @Test("a paste is one event, wherever it is split") func aPasteIsOneEventWhereverItIsSplit() {
        let bytes = Array("x\u{1B}[200~a\r\nb\tc\u{1B}[31m é\u{1B}[201~y".utf8)
        for split in 0...bytes.count {
            var decoder = KeyDecoder()
            let events = decoder.feed(bytes[..<split]) + decoder.feed(bytes[split...])
            let text = events.map { event in
                switch event {
                case .key(let key): "\(key.code)"
                case .paste(let text): "paste \(text)"
                default: "?"
                }
            }
            #expect(text == [#"character("x")"#, "paste a\nb\tc[31m é", #"character("y")"#])
        }
    }

    @Test("what is not understood is dropped whole") func whatIsNotUnderstoodIsDroppedWhole() {
        #expect(keys("\u{1B}[?1;2cA") == [Key(.character("A"))])
        #expect(keys("\u{1B}[<0;10;20MA") == [Key(.character("A"))])
        #expect(keys("\u{1B}[I\u{1B}[OA") == [Key(.character("A"))])
        #expect(keys("\u{1B}[97;1:3uA") == [Key(.character("A"))])
        #expect(keys("\u{1B}[12\u{1B}[A") == [Key(.up)])
        #expect(keys("\u{FF}".isEmpty ? "" : "A") == [Key(.character("A"))])
    }

    @Test("broken UTF-8 is one replacement character and loses nothing after it")
    func brokenUTF8IsOneReplacementCharacterAndLosesNothingAfterIt() {
        var decoder = KeyDecoder()
        let events = decoder.feed([0xE2, 0x82, 0x41, 0xFF, 0x42])
        let codes = events.compactMap { if case .key(let key) = $0 { key.code } else { nil } }
        #expect(codes == [.character("\u{FFFD}"), .character("A"), .character("\u{FFFD}"), .character("B")])
    }

    @Test("noise never traps and letters come through after it") func noiseNeverTrapsAndLettersComeThroughAfterIt() {
        var state: UInt64 = 7
        for _ in 0..<3000 {
            var decoder = KeyDecoder()
            var bytes: [UInt8] = []
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let pick = UInt8(truncatingIfNeeded: state >> 33)
                bytes.append(
                    pick < 60
                        ? 0x1B
                        : pick < 100 ? 0x5B : pick < 140 ? 0x30 + pick % 12 : UInt8(truncatingIfNeeded: state >> 41))
            }
            _ = decoder.feed(bytes)
            _ = decoder.timeout()
            #expect(!decoder.isWaiting)
        }
    }
}
