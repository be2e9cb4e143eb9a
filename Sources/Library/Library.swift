import Language

/// Every built-in, in the order of the manual. `Library.all` is handed to a session by whoever starts one.
package let all: [Builtin] = [
    dataRecords, windowRecords, plotRecords, notebookRecords, numberRecords, tensorRecords,
].flatMap { $0 }

package let builtins = Builtins(all, operators: operators)
