/// Signs that come with text pasted from slides or from R and Python, and what to write instead.
enum Foreign {
    static let operators: [String: String] = [
        "%*%": "write @ for the matrix product", "%%": "there is no remainder here", "%in%": "there is no `in` here",
        "->": "write the name first: name = value",
        "&&": "one comparison at a time", "||": "one comparison at a time",
        "&": "one comparison at a time", "|": "write |> for a pipe", "~": "there are no formulas here",
        "//": "write / to divide, # for a comment",
        "+=": "write x = x + 1", "-=": "write x = x - 1", "*=": "write x = x * 2", "/=": "write x = x / 2",
        ":=": "write =", ":": "there are no ranges here: one position, such as [1]",
        "{": "there are no blocks here: one call per line", "}": "there are no blocks here: one call per line",
        "!": "write == or != between two values", "`": "leave the backticks out",
        "?": "write help(name)", "\\": "a line goes on inside brackets, without \\",
    ]

    static let quotes: Set<Unicode.Scalar> = ["“", "”", "„", "‟", "‘", "’", "‚", "‛", "«", "»", "‹", "›"]

    static let lookalikes: [Unicode.Scalar: String] = [
        "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-",
        "×": "*", "·": "*", "∗": "*", "⋅": "*", "÷": "/", "∕": "/",
        "≤": "<=", "≥": ">=", "≠": "!=", "←": "<-", "⟵": "<-", "⊳": "|>", "▷": "|>",
        "（": "(", "）": ")", "，": ",", "；": ";", "＝": "=", "［": "[", "］": "]", "⊙": "*", "²": "^2", "³": "^3",
    ]

    /// Names in front of a dot that Python uses for its libraries: `keras.layers.Dense(…)` is read as `Dense(…)`.
    static let modules: Set<String> = [
        "keras", "tf", "tensorflow", "layers", "models", "optimizers", "losses", "regularizers", "initializers",
        "activations", "preprocessing", "utils", "torch", "nn", "np", "numpy", "pd", "pandas", "plt",
    ]

    /// Words that start a statement in R or Python and are none here.
    static let statements: [String: String] = [
        "for": "write the calls one by one", "while": "write the calls one by one",
        "if": "every line runs", "else": "every line runs", "elif": "every line runs",
        "def": "calls and names are all there is", "class": "calls and names are all there is",
        "function": "calls and names are all there is", "lambda": "calls and names are all there is",
        "return": "write the value alone on the line", "pass": "leave this line out", "del": "leave this line out",
        "import": "leave this line out", "from": "leave this line out", "library": "leave this line out",
        "require": "leave this line out", "with": "leave this line out",
        "not": "write == false after the value",
    ]

    /// Words between values in R and Python that are none here.
    static let words: Set<String> = ["and", "or", "not", "in", "is", "if", "else", "for"]
}
