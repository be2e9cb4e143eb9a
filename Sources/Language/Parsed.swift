/// What a source says: its tree as far as it could be read, and what it takes from elsewhere and gives to others.
package struct Parsed: Sendable {
    package let program: Program
    /// At most three; if there are any, the program is not to be run.
    package let diagnostics: [Diagnostic]
    /// Names it defines, and hidden ones such as "$seed" that its built-ins change.
    package var defines: Set<String>
    /// Names it reads before it defines them, and hidden ones such as "$seed".
    package var reads: Set<String>
    /// Texts written out as arguments that name a file or data set, in order, each once.
    package var files: [String]
}

package func parse(_ source: Source, builtins: Builtins) -> Parsed {
    Parsed(
        program: Program(source: source, statements: []), diagnostics: [], defines: [], reads: [], files: [])
}
