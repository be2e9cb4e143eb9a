import Notebook

/// What the app remembers of the file and of the work that is kept for it.
struct Watch {
    /// The state of the session that was kept last.
    var kept: Session.Stamp?
    var standing = Standing.beside
    var disk = DiskState.same
    var ticks = 0
    /// The name that must not be saved to.
    var readOnlyPath: String?
    /// What is still to be asked.
    var findings: [Finding] = []
}

/// Nothing is lost: unsaved work is kept, the file is watched, and nobody's work is overwritten unasked.
extension App {
    func beginWatch() {
        watch.kept = session.stamp
        services.safe.note(session)
        watch.findings = services.safe.findings
        noteStanding()
        askNext()
    }

    /// About once a second, whatever happens or does not.
    package func tick() {
        services.safe.note(session)
        keepIfChanged(services.safe.keep)
        watch.ticks += 1
        if watch.ticks.isMultiple(of: 2) {
            noteDisk()
            if services.safe.restore(session) { say(Phrases.swapFileIsBack) }
        }
        noteStanding()
        if needsFrame { draw() }
    }

    /// The program is about to be stopped, for who knows how long.
    package func pause() { keepIfChanged(services.safe.keepNow) }

    private func keepIfChanged(_ keep: (Session) -> Void) {
        let stamp = session.stamp
        var mustRetry = false
        if case .nowhere = watch.standing { mustRetry = stamp.isModified }
        guard stamp != watch.kept || mustRetry else { return }
        watch.kept = stamp
        keep(session)
    }

    // MARK: what is noticed

    private func noteStanding() {
        let standing = services.safe.standing()
        guard standing != watch.standing else { return }
        watch.standing = standing
        switch standing {
        case .beside: break
        case .elsewhere(let folder, let fault): say(Phrases.keptElsewhere(folder, fault))
        case .nowhere(let fault): say(Phrases.notKept(fault))
        }
        mark()
    }

    private func noteDisk() {
        guard let path = session.path else { return }
        let state = services.safe.look()
        guard state != watch.disk else { return }
        watch.disk = state
        switch state {
        case .same: break
        case .changed: say(Phrases.noteChanged(path))
        case .missing: say(Phrases.noteMissing(path))
        }
        mark()
    }

    private func say(_ text: String) {
        controller.show(text)
        needsFrame = true
    }

    private func mark() {
        var marks: [String] = []
        if watch.readOnlyPath != nil { marks.append(Phrases.readOnlyMark) }
        switch watch.disk {
        case .same: break
        case .changed: marks.append(Phrases.changedMark)
        case .missing: marks.append(Phrases.missingMark)
        }
        if case .nowhere = watch.standing { marks.append(Phrases.notKeptMark) }
        controller.marks = marks
        needsFrame = true
    }

    // MARK: saving

    func save(_ saving: Saving) {
        if saving.path == watch.readOnlyPath {
            return refuse(saving, saying: Phrases.isReadOnly(saving.path))
        }
        do {
            try services.save(saving)
        } catch let conflict as SaveConflict {
            _ = session.apply(.notSaved)
            ask(conflict)
            return
        } catch {
            return refuse(saving, saying: Phrases.notSaved(saving.path, error))
        }
        perform(session.apply(.saved).map(Command.effect))
        watch.disk = .same
        watch.readOnlyPath = nil
        mark()
        controller.show(Phrases.saved(saving.path))
        if let leaving = leavesWhenSaved { leave(leaving) }
        leavesWhenSaved = nil
    }

    private func refuse(_ saving: Saving, saying text: String) {
        _ = session.apply(.notSaved)
        leavesWhenSaved = nil
        controller.show(text)
    }

    private func ask(_ conflict: SaveConflict) {
        let draft = session.draft
        let mine = FileFacts(lines: draft.count { $0 == 0x0A }, bytes: draft.count, ago: 0)
        open(.choice(.about(conflict, mine: mine, otherName: Phrases.mineName(conflict.path))))
    }

    /// `:e`: the question about the file without saving it.
    func lookAtDisk() {
        noteDisk()
        guard watch.disk != .same, let path = session.path else { return controller.show(Phrases.notChanged) }
        guard watch.disk == .changed else { return controller.show(Phrases.noteMissing(path)) }
        guard session.isModified else { return takeTheirs() }
        perform(session.apply(.save()).map(Command.effect))
    }

    // MARK: what was decided

    private func askNext() {
        guard !watch.findings.isEmpty, let path = session.path else { return }
        open(.choice(.about(watch.findings.removeFirst(), of: path)))
    }

    func decide(_ decision: Decision) {
        switch decision {
        case .recover(let work):
            perform(session.apply(.replace(Document(work.bytes), isSaved: false)).map(Command.effect))
            services.safe.recovered(work)
            services.safe.keep(session)
            controller.show(Phrases.recovered)
        case .discard(let work):
            services.safe.discard(work)
            controller.show(Phrases.discarded)
        case .readOnly:
            watch.readOnlyPath = session.path
            mark()
        case .openAnyway: break
        case .takeOver(let other):
            if let work = services.safe.takeOver(other) { watch.findings.insert(.unsaved(work), at: 0) }
        case .keepMine(let path): saveOverwriting(path)
        case .takeTheirs: takeTheirs()
        case .saveBoth(let path): perform(session.apply(.save(path: path)).map(Command.effect))
        case .cancel: leavesWhenSaved = nil
        case .quit: return leave(.quit)
        }
        controller.settleFocus(session)
        askNext()
    }

    private func saveOverwriting(_ path: String) {
        for effect in session.apply(.save(path: path)) {
            guard case .save(var saving) = effect else { continue }
            saving.overwrites = true
            save(saving)
        }
    }

    private func takeTheirs() {
        leavesWhenSaved = nil
        guard let path = session.path else { return }
        do {
            let document = Document(try services.safe.take())
            perform(session.apply(.replace(document, isSaved: true)).map(Command.effect))
            controller.show(Phrases.tookTheirs)
        } catch {
            controller.show(Phrases.cannotTake(path, error))
        }
        watch.disk = .same
        mark()
    }
}
