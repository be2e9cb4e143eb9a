import Glibc

/// The words of the command line, as the kernel hands them over.
enum Arguments {
    /// The first that is not UTF-8, its bytes beyond ASCII as `\xE9`. Swift mends such words, and there is no file of a
    /// mended name: rather than say so, the program says what is wrong with the name.
    static var notText: String? {
        let words = (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }
        return words.first { String(validatingCString: $0) == nil }.map { word in
            let bytes = UnsafeBufferPointer(start: word, count: strlen(word)).map { UInt8(bitPattern: $0) }
            return bytes.map { $0 < 0x80 ? String(Unicode.Scalar($0)) : "\\x" + String($0, radix: 16, uppercase: true) }
                .joined()
        }
    }
}
