/// One line of a text being edited: its characters, and the same as text, made once for each change of the line.
struct EditorLine: Sendable, Hashable {
    private var characters: [Character]
    private(set) var text: String

    /// Bytes of UTF-8.
    var byteCount: Int { text.utf8.count }

    func bytes(before column: Int) -> Int {
        // A character has a byte at least: with as many of both, each has one.
        byteCount == characters.count ? column : String(characters[..<column]).utf8.count
    }
}

extension EditorLine: RandomAccessCollection, RangeReplaceableCollection, ExpressibleByArrayLiteral {
    init() { (characters, text) = ([], "") }

    init(_ text: some StringProtocol) { (characters, self.text) = (Array(text), String(text)) }

    init(arrayLiteral characters: Character...) {
        self.characters = characters
        text = String(characters)
    }

    var startIndex: Int { 0 }
    var endIndex: Int { characters.count }
    subscript(column: Int) -> Character { characters[column] }

    // The library's own appends character by character, and each would make the text anew: a line of a megabyte never ends.

    mutating func append(_ character: Character) { append(contentsOf: CollectionOfOne(character)) }

    mutating func append(contentsOf new: some Sequence<Character>) {
        let start = characters.count
        characters.append(contentsOf: new)
        text += String(characters[start...])
    }

    mutating func replaceSubrange(_ range: Range<Int>, with new: some Collection<Character>) {
        characters.replaceSubrange(range, with: new)
        text = String(characters)
    }
}

extension ArraySlice<EditorLine> {
    /// The lines as one text. The library's `joined` takes ten times as long over 60,000 of them.
    var text: String {
        var text = ""
        text.reserveCapacity(reduce(0) { $0 + $1.byteCount + 1 })
        for index in indices {
            if index > startIndex { text += "\n" }
            text += self[index].text
        }
        return text
    }
}
