/// What there is around the notebook, asked for when it is needed: nothing is looked at before.
package struct Surroundings {
    /// The names that `load` understands.
    package var dataNames: () -> [String]
    package var dataSets: () -> [DataSet]
    /// What is in a data set, found out on another thread.
    package var lookIntoData: @Sendable (DataSet) -> Preview
    package var notebooks: () -> [NotebookFile]
    package var lookIntoNotebook: @Sendable (String) -> Preview
    /// The path of the notebook that a name means here; throws a sentence if it cannot be opened, or made if it is new.
    package var find: (_ name: String, _ isNew: Bool) throws(Unfound) -> String

    package struct Unfound: Error {
        let sentence: String
        package init(_ sentence: String) { self.sentence = sentence }
    }

    package init(
        dataNames: @escaping () -> [String] = { [] }, dataSets: @escaping () -> [DataSet] = { [] },
        lookIntoData: @escaping @Sendable (DataSet) -> Preview = { _ in Preview(.init()) },
        notebooks: @escaping () -> [NotebookFile] = { [] },
        lookIntoNotebook: @escaping @Sendable (String) -> Preview = { _ in Preview(.init()) },
        find: @escaping (String, Bool) throws(Unfound) -> String = { name, _ in name }
    ) {
        self.dataNames = dataNames
        self.dataSets = dataSets
        self.lookIntoData = lookIntoData
        self.notebooks = notebooks
        self.lookIntoNotebook = lookIntoNotebook
        self.find = find
    }
}
