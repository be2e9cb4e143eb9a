import Testing

@testable import Base

@Suite struct HiddenScalarTests {
    @Test(
        "what is not seen is shown as a dot",
        arguments: [
            ("a\u{200B}b", "a·b"), ("a\u{202E}b\u{2066}", "a·b·"), ("user\u{200D}name", "user·name"),
            ("user\u{200C}name", "user·name"), ("x\u{FE0F}", "x·"), ("soft\u{AD}hyphen", "soft·hyphen"),
            ("\u{FEFF}load", "·load"), ("a\u{2060}\u{2064}b", "a··b"), ("\u{61C}\u{200E}\u{200F}", "···"),
            ("hi\u{E0068}\u{E0069}\u{E007F}", "hi···"), ("a\u{3164}", "a·"), ("a\u{E0100}", "a·"), ("1\u{FE0F}", "1·"),
            ("می\u{200C}", "می·"), ("می\u{200C}\u{200C}خواهم", "می··خواهم"), ("\u{200D}", "·"),
            ("plain é 日本", "plain é 日本"),
        ])
    func isShown(text: String, shown: String) {
        #expect(Array(text.withHiddenShown.unicodeScalars) == Array(shown.unicodeScalars))
        #expect(text.hiddenScalars.count == shown.count { $0 == "·" })
    }

    @Test(
        "what a script or an emoji needs stays",
        arguments: [
            "می\u{200C}خواهم", "क्\u{200D}ष", "क्\u{200C}ष", "👩\u{200D}🚀", "👩🏽\u{200D}🚀", "❤\u{FE0F}\u{200D}🔥",
            "🏳\u{FE0F}\u{200D}🌈",
            "1\u{FE0F}\u{20E3}", "葛\u{E0100}", "∩\u{FE00}", "ශ්\u{200D}රී", "ᠠ\u{180B}",
        ])
    func staysAsItIs(text: String) {
        #expect(text.hiddenScalars == [])
        #expect(Array(text.withHiddenShown.unicodeScalars) == Array(text.unicodeScalars))
    }
}
