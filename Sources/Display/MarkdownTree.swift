import Base
import CMarkdown
import Content

/// The parser's tree, alive while `with` runs.
enum MarkdownTree {
    static func with<Result>(_ source: String, _ body: (MarkdownNode) -> Result) -> Result
    where Result: RangeReplaceableCollection {
        _ = extensionsAreRegistered
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return Result() }
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "tasklist"] {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        var text = protectingMaths(shortened(source))
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let root = oneAtATime.with({ _ in cmark_parser_finish(parser) }) else { return Result() }
        defer { cmark_node_free(root) }
        return body(MarkdownNode(root))
    }

    /// Bytes of one text that are given to the parser, which needs a multiple of them and ends the program without it.
    static let longest = 4 << 20

    /// The beginning of a longer text, and a line that says so.
    static func shortened(_ source: String) -> String {
        guard source.utf8.count > longest else { return source }
        let beginning = source.utf8.prefix(longest)
        let end = beginning.lastIndex(of: UInt8(ascii: "\n")) ?? beginning.endIndex
        let left = Double(source.utf8.count) / 1e6
        return String(decoding: beginning[..<end], as: UTF8.self)
            + "\n\n… the text has \(Numbers.fixed(left, 1)) MB; only its beginning is shown\n"
    }

    /// The library keeps the characters that extensions look at in a table of its own while it parses inlines.
    private static let oneAtATime = Lock(())
    private static let extensionsAreRegistered: Void = cmark_gfm_core_extensions_ensure_registered()

    /// Hides what Markdown would read as marks inside `$…$` (on one line, not in a code span) from the parser.
    static func protectingMaths(_ source: String) -> String {
        guard source.utf8.contains(UInt8(ascii: "$")) else { return source }
        var result = String.UnicodeScalarView()
        for line in source.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            let scalars = Array(line)
            var index = 0
            while index < scalars.count {
                let end =
                    switch scalars[index] {
                    case "`": endOfCode(scalars, index)
                    case "$": endOfMaths(scalars, index) ?? index + 1
                    case "\\": min(index + 2, scalars.count)
                    default: index + 1
                    }
                let isMaths = scalars[index] == "$" && end > index + 1
                for scalar in scalars[index..<end] { result.append(isMaths ? hidden(scalar) : scalar) }
                index = end
            }
            result.append("\n")
        }
        if !result.isEmpty { result.removeLast() }
        return String(result)
    }

    /// After the run of backticks that closes the one at `start`; after the run itself if nothing does.
    private static func endOfCode(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
        func run(_ at: Int) -> Int { scalars[at...].prefix { $0 == "`" }.count }
        let length = run(start)
        var index = start + length
        while index < scalars.count {
            guard scalars[index] == "`" else {
                index += 1
                continue
            }
            let other = run(index)
            index += other
            if other == length { return index }
        }
        return start + length
    }

    /// After the `$` that closes the one at `start`, by pandoc's rule: no blank inside either mark, no digit behind.
    private static func endOfMaths(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
        let marks = scalars[start...].prefix(3).prefix { $0 == "$" }.count
        guard marks <= 2, start + marks < scalars.count, marks == 2 || scalars[start + marks] != " " else { return nil }
        var index = start + marks
        while index < scalars.count {
            if scalars[index] == "\\" {
                index += 2
                continue
            }
            if scalars[index] == "$", scalars[index...].prefix(marks).count == marks,
                scalars[index..<(index + marks)].allSatisfy({ $0 == "$" })
            {
                let end = index + marks
                let next = end < scalars.count ? scalars[end] : " "
                if marks == 1, scalars[index - 1] == " " || ("0"..."9").contains(next) { return nil }
                return end
            }
            index += 1
        }
        return nil
    }

    /// Punctuation moves into a private plane and back.
    private static let plane: UInt32 = 0xF0000

    private static func hidden(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let isMark =
            scalar.isASCII && scalar.value > 0x20 && !scalar.properties.isAlphabetic && !("0"..."9").contains(scalar)
        return isMark ? Unicode.Scalar(plane + scalar.value) ?? scalar : scalar
    }

    static func restored(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value >> 16 == 0xF }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isHidden = scalar.value > plane && scalar.value < plane + 0x80
            result.append(isHidden ? Unicode.Scalar(scalar.value - plane) ?? scalar : scalar)
        }
        return String(result)
    }

    /// As `restored`, where text is escaped and addresses are written in percents.
    static func restoredInHTML(_ html: String) -> String {
        var result = ""
        for scalar in html.unicodeScalars {
            let isHidden = scalar.value > plane && scalar.value < plane + 0x80
            if isHidden, let mark = Unicode.Scalar(scalar.value - plane) {
                result += Markup.escaped(String(mark))
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        guard result.contains(inAddress) else { return result }
        let parts = result.split(separator: inAddress, omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts[0])) { $0 + percents($1) }
    }

    /// How the bytes of the plane begin in an address.
    private static let inAddress = "%F3%B0%8"

    /// `1%AF…`, what follows them, as the one byte that was meant.
    private static func percents(_ rest: Substring) -> String {
        let digits = rest.prefix(4)
        let numbers = digits.split(separator: "%").map { Int($0, radix: 16) ?? 0 }
        guard digits.count == 4, numbers.count == 2, numbers[0] < 2 else { return inAddress + rest }
        let byte = numbers[0] * 64 + (numbers[1] & 0x3F)
        return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) + rest.dropFirst(4)
    }

    /// The text of an HTML block: comments and tags left out.
    static func withoutTags(_ html: String) -> String {
        var result = String.UnicodeScalarView()
        var rest = html.unicodeScalars[...]
        while let first = rest.first {
            if first == "<" {
                let isComment = rest.starts(with: "<!--".unicodeScalars)
                var end = rest.startIndex
                while end < rest.endIndex,
                    isComment ? !rest[end...].starts(with: "-->".unicodeScalars) : rest[end] != ">"
                {
                    end = rest.index(after: end)
                }
                rest = end < rest.endIndex ? rest[end...].dropFirst(isComment ? 3 : 1) : rest[end...]
                continue
            }
            result.append(first == "\n" ? " " : first)
            rest = rest.dropFirst()
        }
        return String(result).split(separator: " ").joined(separator: " ")
    }

    /// Tabs to the next multiple of four.
    static func expandingTabs(_ line: Substring) -> String {
        guard line.utf8.contains(9) else { return String(line) }
        var result = ""
        var column = 0
        for scalar in line.unicodeScalars {
            let text = scalar == "\t" ? Text.blanks(4 - column % 4) : String(scalar)
            result += text
            column += Text.width(of: text)
        }
        return result
    }
}

/// One node; valid while its tree is.
struct MarkdownNode {
    private let node: OpaquePointer

    init(_ node: OpaquePointer) { self.node = node }

    var pointer: OpaquePointer { node }

    var kind: String { cmark_node_get_type_string(node).map { String(cString: $0) } ?? "" }
    var literal: String { text(cmark_node_get_literal(node)) }
    var address: String { text(cmark_node_get_url(node)) }
    var headingLevel: Int { max(1, min(6, Int(cmark_node_get_heading_level(node)))) }
    var isOrdered: Bool { cmark_node_get_list_type(node) == CMARK_ORDERED_LIST }
    var isTight: Bool { cmark_node_get_list_tight(node) != 0 }
    var listStart: Int { Int(cmark_node_get_list_start(node)) }
    var isTaskDone: Bool? { kind == "tasklist" ? cmark_gfm_extensions_get_tasklist_item_checked(node) : nil }

    var children: [MarkdownNode] {
        var result: [MarkdownNode] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            result.append(MarkdownNode(child))
            next = cmark_node_next(child)
        }
        return result
    }

    var tableAlignments: [Alignment] {
        let count = Int(cmark_gfm_extensions_get_table_columns(node))
        guard let letters = cmark_gfm_extensions_get_table_alignments(node) else { return [] }
        return (0..<count).map { index in
            switch letters[index] {
            case UInt8(ascii: "r"): .right
            case UInt8(ascii: "c"): .centre
            default: .left
            }
        }
    }

    private func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { MarkdownTree.restored(String(cString: $0)) } ?? ""
    }
}
