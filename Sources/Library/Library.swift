import Language

/// Every built-in, in the order of the manual. `Library.all` is handed to a session by whoever starts one.
package let all: [Builtin] = [
    dataRecords, windowRecords, taskRecords, textRecords, layerRecords, recurrentRecords, convolutionRecords,
    normalisationRecords, mergeRecords, graphRecords, optimiserRecords, scheduleRecords, initialiserRecords,
    regulariserRecords, callbackRecords, trainingRecords, twinRecords, dashboardRecords, runLogRecords,
    generatingRecords, plotRecords, confusionRecords, lossRecords,
    inspectionRecords, notebookRecords, savingRecords, weightRecords, checkpointRecords, numberRecords, tensorRecords,
].flatMap { $0 }

package let builtins = Builtins(all, operators: operators, habits: habits)

/// The engine has parameters too: those are the numbers a layer learns, these are what a built-in is called with.
typealias Parameter = Language.Parameter
