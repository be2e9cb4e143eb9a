/// A notebook for others to show: nothing is written into it.
extension Runner {
    /// Its cells with the recorded outputs, or with fresh ones of a run that went well; nil after saying why not.
    package func gather(_ path: String, runs: Bool) -> (status: Status, session: Session?) {
        guard var session = open(path, hasHeading: runs) else { return (.file, nil) }
        if runs {
            let labels = Labels(session)
            let ending = runAll(&session, labels) { session, cell in
                for line in cell.outputs.filter(\.isError).flatMap({ $0.lines(width: width, glyphs: glyphs) }) {
                    write(line)
                }
            }
            switch ending {
            case .stopped: write(Messages.runStopped(saves: true))
            case .failed: write(Messages.runFailed(cell: failed(session), saves: true))
            default: break
            }
            if ending != .same { return (ending, nil) }
        }
        for fault in session.readRecordFiles() { write("note: " + fault) }
        return (.same, session)
    }
}
