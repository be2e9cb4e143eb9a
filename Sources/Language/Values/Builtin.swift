/// One built-in function: its words and its body. Evaluator, completion, help, manual and tests all read this record.
package struct Builtin: Sendable {
    package let name: String
    /// One sentence ending in a full stop.
    package let sentence: String
    package let parameters: [Parameter]
    /// Each runs by itself in a fresh notebook session; the tests run them all.
    package let examples: [Example]
    /// The heading of the manual under which it stands.
    package let family: Family
    /// Spellings that slides use: `layer_dense`, `Dense`.
    package let aliases: [String]
    /// What the body reads or changes besides its arguments; `seed` is the one such thing. Staleness follows it.
    package let reads: Set<String>
    package let changes: Set<String>
    package let body: @Sendable (Call) throws -> Value

    package init(
        _ name: String, _ sentence: String, family: Family, _ parameters: [Parameter], examples: [Example],
        aliases: [String] = [], reads: Set<String> = [], changes: Set<String> = [],
        body: @escaping @Sendable (Call) throws -> Value
    ) {
        self.name = name
        self.sentence = sentence
        self.family = family
        self.parameters = parameters
        self.examples = examples
        self.aliases = aliases
        self.reads = reads
        self.changes = changes
        self.body = body
    }

    package enum Family: String, CaseIterable, Sendable {
        case data, text, layers, training, looking, notebook, arithmetic
    }

    package struct Example: Sendable {
        package let source: String
        /// What the last line shows, as text; nil if the example is checked for running only.
        package let result: String?
        /// It writes a file, which cells may only where somebody has allowed it.
        package let writes: Bool
        package init(_ source: String, gives result: String? = nil, writes: Bool = false) {
            self.source = source
            self.result = result
            self.writes = writes
        }
    }
}

package struct Parameter: Sendable {
    package let name: String
    package let type: ParameterType
    /// nil: must be given.
    package let fallback: Value?
    /// One sentence, without a full stop.
    package let sentence: String
    package let aliases: [String]
    /// Takes all remaining arguments that have no name, as a list.
    package let isVariadic: Bool
    /// The text names a file or data set that the cell then depends on.
    package let namesFile: Bool
    /// Filled by what stands before a pipe; in `f(a, b)` the first argument fills it only if its type fits, so that
    /// `dense(1)`, `gru(10) |> dense(1)` and `dense(gru(10), 1)` all read as meant. Must be the first and have a
    /// default.
    package let isSubject: Bool
    /// A built-in's name may stand here without quotes: `help(window)`.
    package let namesFunction: Bool
    /// The text names a column of the table that the call is about, or several of them in a list.
    package let namesColumn: Bool

    package init(
        _ name: String, _ type: ParameterType, _ sentence: String, default fallback: Value? = nil,
        aliases: [String] = [], isVariadic: Bool = false, namesFile: Bool = false,
        isSubject: Bool = false, namesFunction: Bool = false, namesColumn: Bool = false
    ) {
        self.name = name
        self.type = type
        self.sentence = sentence
        self.fallback = fallback
        self.aliases = aliases
        self.isVariadic = isVariadic
        self.namesFile = namesFile
        self.isSubject = isSubject
        self.namesFunction = namesFunction
        self.namesColumn = namesColumn
    }
}

/// What an argument may be. The evaluator checks it before the body runs and names it in messages.
package indirect enum ParameterType: Sendable {
    case any
    case number
    /// A number within bounds: `between 0 and 1`.
    case numberIn(ClosedRange<Double>)
    /// A whole number of `from` or more.
    case whole(from: Int)
    case bool
    case text
    /// One of these words, as text.
    case choice([String])
    case list
    case object(Kind)
    case either([ParameterType])
}
