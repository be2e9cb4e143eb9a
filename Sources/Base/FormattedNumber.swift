import Glibc

/// A number as C prints it: `pattern` is one conversion with its precision as `*`, such as `%.*f`, `%.*e` or `%.*g`.
///
/// At most 399 characters; a longer text is cut.
package func formatted(_ number: Double, _ pattern: String, digits: Int) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    let arguments: [any CVarArg] = [Int32(clamping: digits), number]
    let length = withVaList(arguments) { vsnprintf(&buffer, buffer.count, pattern, $0) }
    let text = buffer.prefix(max(0, min(Int(length), buffer.count - 1)))
    return String(decoding: text.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
