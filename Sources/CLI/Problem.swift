/// What ends a command with a sentence on standard error and exit status 3: usage, a file, no terminal.
struct Problem: Error, CustomStringConvertible {
    let sentence: String
    var description: String { sentence }
}
