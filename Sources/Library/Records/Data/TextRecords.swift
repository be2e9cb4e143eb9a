import Base
import Datasets
import Engine
import Language

/// Text as numbers, and back.
let textRecords: [Builtin] = [characters, words, vocabulary, decode]

private let texts = Parameter(
    "text", .either([.text, .object(SeriesObject.kind), .list]),
    "a text, or a column or list of texts, each of which then ends in a new line")

private let sizes: [Parameter] = [
    Parameter(
        "vocabulary", .object(VocabularyObject.kind), "the numbers of another text, to use again", default: Value.none),
    Parameter(
        "max_size", .whole(from: 1), "keep only so many tokens, the most frequent ones; the others are unknown",
        default: Value.none, aliases: ["num_words", "max_features"]),
    Parameter("unknown", .bool, "keep number 1 for tokens that are not known", default: .bool(false)),
]

private let characters = Builtin(
    "characters",
    "The characters of a text as a series of token numbers: 0 is padding, then the most frequent first.", family: .text,
    [texts, Parameter("lower", .bool, "in small letters", default: .bool(false))] + sizes,
    examples: [
        .init("characters(\"banana\")", gives: "characters: 6 tokens of 3, \"banana\""),
        .init("characters(\"banana\") |> tensor()", gives: "[3, 1, 2, 1, 2, 1]"),
        .init(
            "characters(load(\"star_names\").name, lower = true) |> window(length = 20, targets = \"all\")"),
    ],
    aliases: ["chars"]
) { call in
    try Texts.tokens(Tokeniser(.characters, lower: call.flag("lower")), call)
}

private let words = Builtin(
    "words", "The words of a text as a series of token numbers: 0 is padding, then the most frequent first.",
    family: .text,
    [
        texts, Parameter("lower", .bool, "in small letters", default: .bool(true)),
        Parameter("punctuation", .bool, "marks such as . and ! are tokens too", default: .bool(false)),
    ] + sizes,
    examples: [
        .init("words(\"The cat saw the dog.\")", gives: "words: 5 tokens of 4, \"the cat saw the dog\""),
        .init("words(\"to be or not to be\", max_size = 2) |> decode()", gives: "to be <?> <?> to be"),
    ],
    aliases: ["text_to_word_sequence", "tokenizer"]
) { call in
    try Texts.tokens(
        Tokeniser(.words, lower: call.flag("lower"), punctuation: call.flag("punctuation")), call)
}

private let vocabulary = Builtin(
    "vocabulary", "The tokens behind token numbers; `size` is what embedding and the last dense need.", family: .text,
    [
        Parameter(
            "tokens", .either([.object(SeriesObject.kind), .object(WindowsObject.kind), .object(RunObject.kind)]),
            "what characters or words gave, windows cut from it, or a run trained on them")
    ],
    examples: [
        .init(
            "vocabulary(characters(\"banana\"))",
            gives: "vocabulary: size 4, 0 padding, from 1 on: \"a\" \"n\" \"b\""),
        .init("vocabulary(words(\"to be or not to be\")).size", gives: "5"),
        .init(
            "v = vocabulary(words(\"to be or not to be\"))\nwords(\"not to be\", vocabulary = v) |> tensor()",
            gives: "[4, 1, 2]"),
    ],
    aliases: ["word_index", "get_vocabulary"]
) { call in
    guard let found = Texts.vocabulary(of: call.value("tokens")) else { throw Messages.noTokens(call, at: "tokens") }
    return .object(VocabularyObject(found))
}

private let decode = Builtin(
    "decode", "The text that token numbers stand for.", family: .text,
    [
        Parameter("tokens", .any, "token numbers: a series, a list, or windows"),
        Parameter(
            "vocabulary", .object(VocabularyObject.kind), "where the numbers do not know it", default: Value.none),
    ],
    examples: [
        .init("decode([3, 1, 2], vocabulary(characters(\"banana\")))", gives: "ban"),
        .init("characters(\"banana\") |> window(length = 3) |> decode()", gives: "[\"ban\", \"ana\", \"nan\"]"),
    ],
    aliases: ["sequences_to_texts", "detokenize"]
) { call in
    let given = call.object(ifGiven: "vocabulary", as: VocabularyObject.self)?.vocabulary
    guard let vocabulary = given ?? Texts.vocabulary(of: call.value("tokens")) else {
        throw Messages.noTokens(call, at: "tokens")
    }
    if let windows = call.object(ifGiven: "tokens", as: WindowsObject.self)?.windows {
        guard windows.width == 1 else { throw Messages.noTokens(call, at: "tokens") }
        let length = windows.plan.length
        let each = MemoryLayout<Value>.stride + 32 + length * vocabulary.longest
        try call.reserve(Sizes.product(windows.count, each), at: "tokens")
        return .list(
            windows.starts.map { start in
                let tokens = windows.inputRows[start * windows.width..<(start + length) * windows.width]
                return .text(vocabulary.text(of: tokens.map { Int(clamping: $0) }))
            })
    }
    let numbers = try call.operand("tokens").tensor.values
    try call.reserve(Sizes.product(numbers.count, (8 + 16) * Call.growth + 3 * vocabulary.longest), at: "tokens")
    return .text(vocabulary.text(of: numbers.map { $0.isFinite && abs($0) < 1e9 ? Int(clamping: $0) : 0 }))
}

enum Texts {
    /// The call's text as a series of token numbers.
    static func tokens(_ tokeniser: Tokeniser, _ call: Call) throws -> Value {
        let given = call.object(ifGiven: "vocabulary", as: VocabularyObject.self)?.vocabulary
        var tokeniser = given?.tokeniser ?? tokeniser
        if given == nil { tokeniser.isByLine = call.text(ifGiven: "text") == nil }
        guard tokeniser.unit.rawValue == call.builtin.name else { throw Messages.otherUnit(tokeniser.unit, call) }
        let text = try text(call)
        // Each character as a text, in a list that grows, once more as a number, and that as a column.
        try call.reserve(Sizes.product(text.utf8.count, 16 * Call.growth + 2 * 8), at: "text")
        let tokens = tokeniser.tokens(in: text)
        guard !tokens.isEmpty else { throw Messages.emptyText(call) }
        let vocabulary =
            given
            ?? Vocabulary(
                tokens, tokeniser, maxSize: call.whole(ifGiven: "max_size"), unknown: call.flag("unknown"))
        do throws(Vocabulary.Stranger) {
            let numbers = try vocabulary.numbers(of: tokens).map(Double.init)
            return .object(
                SeriesObject(Column(tokeniser.unit.rawValue, .numbers(numbers), vocabulary: vocabulary)))
        } catch {
            throw Messages.stranger(error, vocabulary, call, at: "text")
        }
    }

    /// One text, or many with a new line after each.
    private static func text(_ call: Call) throws -> String {
        if let text = call.text(ifGiven: "text") { return text }
        var texts: [String]?
        if let column = call.object(ifGiven: "text", as: SeriesObject.self)?.column {
            if case .texts(let values) = column.values { texts = values }
        } else {
            texts = try call.texts(ifGiven: "text")
        }
        guard let texts else { throw Messages.noTexts(call) }
        try call.reserve(texts.reduce(0) { $0 + Call.growth * ($1.utf8.count + 32) }, at: "text")
        return texts.map { $0 + "\n" }.joined()
    }

    /// Of a series, windows or a run; nil if their numbers are no tokens.
    static func vocabulary(of value: Value) -> Vocabulary? {
        switch value {
        case .object(let series as SeriesObject): series.column.vocabulary
        case .object(let windows as WindowsObject):
            (windows.windows.inputs + windows.windows.targets).lazy.compactMap(\.vocabulary).first
        case .object(let run as RunObject): run.vocabulary
        case .object(let vocabulary as VocabularyObject): vocabulary.vocabulary
        default: nil
        }
    }
}

extension Call {
    /// Of the tokens that an argument holds; nil if it holds none.
    func vocabularySize(of name: String) -> Int? { Texts.vocabulary(of: value(name))?.size }
}

extension Vocabulary {
    /// Bytes of the longest token, with the space behind it.
    fileprivate var longest: Int { (tokens.lazy.map(\.utf8.count).max() ?? 0) + 1 }
}

extension RunObject {
    /// Of the tokens that it was trained on.
    var vocabulary: Vocabulary? { (inputs + targets).lazy.compactMap(\.vocabulary).first }
}

extension Windows {
    /// What counting models reach on these tokens: the loss as `fit` tells it, bits a token, and perplexity.
    var nGramTable: Table {
        let found = nGramLosses(orders: 5)
        return Table([
            Column("method", .texts(found.map(\.name))),
            Column("loss", .numbers(found.map(\.loss))),
            Column("bits", .numbers(found.map { $0.loss / Scores.log(2) })),
            Column("perplexity", .numbers(found.map { Scores.exp($0.loss) })),
        ])
    }
}

extension Messages {
    static func noTokens(_ call: Call, at name: String) -> Diagnostic {
        call.fail(
            "these numbers stand for no tokens", at: name, "needs what characters(…) or words(…) gave, or a vocabulary")
    }

    static func noTexts(_ call: Call) -> Diagnostic {
        call.fail("there is no text to cut", at: "text", "needs a text, a column of texts, or a list of texts")
    }

    static func emptyText(_ call: Call) -> Diagnostic {
        call.fail("the text is empty", at: "text", "there are no \(call.builtin.name) in it")
    }

    static func otherUnit(_ unit: Tokeniser.Unit, _ call: Call) -> Diagnostic {
        call.fail(
            "this vocabulary is one of \(unit.rawValue)", at: "vocabulary", "write \(unit.rawValue)(…), or make another"
        )
    }

    static func stranger(_ stranger: Vocabulary.Stranger, _ vocabulary: Vocabulary, _ call: Call, at name: String)
        -> Diagnostic
    {
        let unit = vocabulary.tokeniser.unit
        let best = unit == .words ? Suggestion(for: stranger.token, among: vocabulary.tokens).best : nil
        let one = unit == .characters ? "character" : "word"
        return call.fail(
            "\(clipped(stranger.token).quotedOnOneLine) is not in the vocabulary", at: name,
            best.map { "did you mean \"\($0)\"?" } ?? "\(one) \(stranger.place)",
            notes: [
                "known: " + vocabulary.tokens.dropFirst().prefix(12).map(\.onOneLine).joined(separator: " ")
                    + (vocabulary.size > 13 ? " …" : ""),
                "to keep a number for what is not known:  \(unit.rawValue)(…, unknown = true)",
            ])
    }
}
