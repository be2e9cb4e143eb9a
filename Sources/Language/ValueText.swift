extension Value {
    /// The value as it is shown when a cell ends in it: one line.
    package var text: String { "" }
}
