/// The built-in's call with its parameters and defaults on one line.
package func signature(_ builtin: Builtin) -> String { builtin.name + "()" }

/// What `help("gru")` prints.
package func help(for builtin: Builtin) -> [String] { [signature(builtin), builtin.sentence] }
