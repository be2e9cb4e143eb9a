import Testing

@testable import Datasets

@Test("characters are what a reader takes for one") func charactersAreWhatAReaderTakesForOne() {
    #expect(Tokeniser(.characters).tokens(in: "né\r\nÄ") == ["n", "é", "\n", "Ä"])
    #expect(Tokeniser(.characters, lower: true).tokens(in: "Ab") == ["a", "b"])
    #expect(Tokeniser(.characters).text(of: ["a", "\n", "b"]) == "a\nb")
}

@Test("words keep their apostrophes and hyphens, and marks if they are wanted")
func wordsKeepTheirApostrophesAndHyphensAndMarksIfTheyAreWanted() {
    let text = "Don't stop - it's well-known, \"they\" say: 'yes'."
    #expect(
        Tokeniser(.words, lower: true).tokens(in: text) == [
            "don't", "stop", "it's", "well-known", "they", "say", "yes",
        ])
    let marks = Tokeniser(.words, punctuation: true)
    #expect(marks.tokens(in: "Yes, 3 of 4!") == ["Yes", ",", "3", "of", "4", "!"])
    #expect(marks.text(of: ["Yes", ",", "3", "of", "4", "!"]) == "Yes, 3 of 4!")
}

@Test("a vocabulary numbers the most frequent first, from 1")
func aVocabularyNumbersTheMostFrequentFirstFromOne() throws {
    let vocabulary = Vocabulary(["b", "a", "n", "a", "n", "a"], Tokeniser(.characters))
    #expect(vocabulary.tokens == ["", "a", "n", "b"])
    #expect(vocabulary.counts == [0, 3, 2, 1])
    #expect(try vocabulary.numbers(in: "nab") == [2, 1, 3])
    #expect(vocabulary.text(of: [2, 0, 1, 3, 9, -1]) == "nab")
    #expect(throws: Vocabulary.Stranger(token: "c", place: 2)) { try vocabulary.numbers(in: "bca") }
}

@Test("what is beyond the size has one number of its own") func whatIsBeyondTheSizeHasOneNumberOfItsOwn() throws {
    let words = ["to", "be", "or", "not", "to", "be"]
    let small = Vocabulary(words, Tokeniser(.words), maxSize: 2)
    #expect(small.tokens == ["", "<?>", "to", "be"])
    // "or" and "not".
    #expect(small.counts == [0, 2, 2, 2])
    #expect(try small.numbers(of: ["not", "to", "be", "seen"]) == [1, 2, 3, 1])
    #expect(!Vocabulary(words, Tokeniser(.words), maxSize: 4).hasUnknown)
    #expect(Vocabulary(words, Tokeniser(.words), unknown: true).size == 6)
}

@Test("an n-gram counts as Witten and Bell do") func anNGramCountsAsWittenAndBellDo() {
    // The text a b a a over 4 classes. After nothing: a three times, b once, 2 kinds in 4 tokens.
    // After a: b once, a once. After b: a once.
    var model = NGram(order: 2, classes: 4)
    model.learn([1, 2, 1, 1], in: 0..<4)
    // P1(a) = (3 + 2·¼) / (4 + 2) = 7/12, P1(b) = (1 + ½) / 6 = 1/4, P1(c) = ½ / 6 = 1/12.
    // P2(b | a) = (1 + 2·¼) / (2 + 2) = 3/8; P2(a | b) = (1 + 7/12) / (1 + 1) = 19/24.
    #expect(close(model.probabilities(of: 2, after: [1]), [1.0 / 4, 3.0 / 8]))
    #expect(close(model.probabilities(of: 1, after: [1, 2]), [7.0 / 12, 19.0 / 24]))
    #expect(close(model.probabilities(of: 3, after: []), [1.0 / 12, 1.0 / 12]))
    // All classes together are certain.
    let sum = (0..<4).reduce(0.0) { $0 + model.probabilities(of: $1, after: [1])[1] }
    #expect(abs(sum - 1) < 1e-12)
}

@Test("where each line is a text of its own, nothing from before it counts")
func whereEachLineIsATextOfItsOwnNothingFromBeforeItCounts() {
    // Token 1 ends lines: a b / b a / a b, where a is 2 and b is 3.
    let text = [2, 3, 1, 3, 2, 1, 2, 3, 1]
    var model = NGram(order: 3, classes: 4, lineEnd: 1)
    model.learn(text, in: 0..<9)
    let p = model.probabilities(of: 2, after: [3, 1])
    // After / : b and a once each. P1(a) = (3 + 3/4) / (9 + 3); P2 = (1 + 2·P1) / (2 + 2), and no more is known.
    #expect(close(p, [0.3125, (1 + 0.625) / 4, (1 + 0.625) / 4]))
    // Within a line it is: / a was followed by b alone.
    let within = model.probabilities(of: 3, after: [1, 2])
    #expect(within[2] > within[1])
}

private func close(_ found: [Double], _ expected: [Double]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
}

@Test("n-grams learn from the examples before and know nothing from before the window")
func nGramsLearnFromTheExamplesBeforeAndKnowNothingFromBeforeTheWindow() throws {
    let text = Array(repeating: ["a", "b", "c"], count: 20).flatMap { $0 }
    let vocabulary = Vocabulary(text, Tokeniser(.characters))
    let column = Column(
        "characters", .numbers(try vocabulary.numbers(of: text).map(Double.init)), vocabulary: vocabulary)
    let windows = Windows(inputs: [column], targets: [column], plan: .init(length: 5, targets: .all))
    #expect(windows.nGramLosses(orders: 2).map(\.name) == ["guessing"])
    let test = Split(windows, train: 0.8).parts[1]
    let losses = test.nGramLosses(orders: 3)
    #expect(losses.map(\.name) == ["guessing", "1-gram", "2-gram", "3-gram"])
    // ln 4: padding is a class too. A third each: about ln 3. Then the text is all but certain.
    #expect(abs(losses[0].loss - 1.3863) < 1e-4)
    #expect(abs(losses[1].loss - 1.0986) < 0.05)
    #expect(losses[2].loss < 0.05 && losses[3].loss < losses[2].loss + 0.01)
}
