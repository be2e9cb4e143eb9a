/// Text as it may be in a Python program.
///
/// Source: The Python Language Reference (3.13), section 2.4.1, "String and Bytes literals".
package enum PythonText {
    /// A string literal in double quotes, on one line.
    package static func quoted(_ text: some StringProtocol) -> String { "\"" + escaped(text) + "\"" }

    /// The inside of a literal in double quotes, single or triple, and of a comment. Quotes, backslashes, control codes,
    /// line separators and marks without a shape are written as escapes: no text ends the literal, the comment or the
    /// line, and none makes the program read as another one.
    package static func escaped(_ text: some StringProtocol) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where !isHidden(scalar): result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x100: result += "\\x" + scalar.hex(2)
            case _ where scalar.value < 0x10000: result += "\\u" + scalar.hex(4)
            default: result += "\\U" + scalar.hex(8)
            }
        }
        return result
    }

    /// Control codes, separators, marks of direction and width, and what Unicode assigns to nothing.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}

/// Gives things names that are variables of a Python program: identifiers, none of them a keyword, none twice.
package struct PythonNames {
    private var taken: Set<String>

    /// `reserved`: names that the program uses itself.
    package init(reserved: some Sequence<String>) { taken = PythonNames.keywords.union(reserved) }

    /// `wanted` if it is an identifier of ASCII letters that is free, or else a name that resembles it.
    package mutating func take(_ wanted: String) -> String {
        let letters = wanted.utf8.map { byte in PythonNames.isLetter(byte) ? Character(Unicode.Scalar(byte)) : "_" }
        var stem = String(letters.prefix(64))
        if stem.isEmpty || stem.utf8.first.map({ (48...57).contains($0) }) == true { stem = "_" + stem }
        var name = stem
        var copy = 1
        while !taken.insert(name).inserted {
            copy += 1
            name = "\(stem)_\(copy)"
        }
        return name
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 95, 97...122: true
        default: false
        }
    }

    /// Keywords, soft ones too, and the built-in functions that a script may call.
    private static let keywords: Set<String> = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "match", "case", "type", "_",
        "int", "isinstance", "list", "print", "tuple",
    ]
}
