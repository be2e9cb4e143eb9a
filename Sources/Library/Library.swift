import Language

/// Every built-in, in the order of the manual. `Library.all` is handed to a session by whoever starts one.
package let all: [Builtin] = [
    dataRecords, windowRecords, plotRecords, notebookRecords,
].flatMap { $0 }

package let operators = Operators.none

package let builtins = Builtins(all, operators: operators)
