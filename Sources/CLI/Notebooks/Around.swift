import Base
import Datasets
import Display
import Glibc
import Language
import Library
import Notebook
import Sandbox
import TUI

/// What there is around an open notebook: data, other notebooks, and a look into both on another thread.
extension Surroundings {
    init(_ access: FileAccess, notebook: String) {
        let folder = access.folder
        self.init(
            dataNames: { Library.dataNames(access) },
            dataSets: { Library.dataSets(access).map { DataSet(name: $0.name, sentence: $0.sentence) } },
            lookIntoData: { set in Self.preview { Self.data(set, access) } },
            notebooks: { Files.notebooks(around: folder).filter { $0 != notebook }.map(Surroundings.file) },
            lookIntoNotebook: { path in Self.preview { Self.pages(path) } },
            find: { name, isNew throws(Unfound) in try Self.find(name, isNew: isNew, folder: folder) })
    }

    /// What `find` tells once it is known; a thread that cannot be started leaves it to this one.
    private static func preview(_ find: @escaping @Sendable () -> Preview.Contents) -> Preview {
        let preview = Preview()
        if !startThread(named: "preview", { preview.fill(find()) }) { preview.fill(find()) }
        return preview
    }

    /// The table as `load` gives it, and its first column of numbers drawn.
    private static func data(_ set: DataSet, _ access: FileAccess) -> Preview.Contents {
        let loading = "load(\(Value.text(set.name).literal))"
        let outputs = evaluateAside(
            loading, builtins: Library.builtins, access: access, sandbox: Rights.sandbox())
        var (lines, pictures): ([StyledLine], [any Drawable]) = ([], [])
        if !set.sentence.isEmpty { lines = [StyledLine(set.sentence)] }
        for output in outputs {
            if let drawable = output.drawable {
                pictures.append(drawable)
            } else {
                lines += output.lines(width: 100, glyphs: .ascii, limit: 60).map { StyledLine($0) }
            }
        }
        guard case .value(.object(let table as TableObject))? = outputs.last, let column = telling(table.table)
        else { return .init(lines, pictures: pictures) }
        pictures += evaluateAside(
            "plot(data[\(Value.text(column).literal)])", reading: ["data": .object(table)],
            builtins: Library.builtins, access: access, sandbox: Rights.sandbox()
        ).compactMap(\.drawable)
        return .init(lines, pictures: pictures)
    }

    /// The name of the first column of numbers that does more than count on.
    private static func telling(_ table: Table) -> String? {
        let columns = table.numberColumns
        let isCounting = { (column: Column) in
            let numbers = (column.numbers ?? []).prefix(1000)
            return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
        }
        return (columns.first { !isCounting($0) } ?? columns.first)?.name
    }

    /// The beginning of a notebook, and how many cells there are.
    private static func pages(_ path: String) -> Preview.Contents {
        do {
            let document = Document(try Files.read(path))
            let cells = document.numbered.count
            let size = StyledLine("\(path): \(cells) \(cells == 1 ? "cell" : "cells")", Style(dim: true))
            let lines = document.blocks.prefix(40).flatMap { block in
                PlainText.lines(block.source).map { StyledLine((block.kind == .code ? "  " : "") + $0) } + [
                    StyledLine()
                ]
            }
            return .init([size, StyledLine()] + lines.prefix(200))
        } catch {
            return .init([StyledLine(Messages.cannotRead(path, error))])
        }
    }

    private static func file(_ path: String) -> NotebookFile {
        NotebookFile(path: path, name: path.hasSuffix(".unroll.md") ? String(path.dropLast(10)) : path)
    }

    /// Beside the notebook, or from where the program was started.
    private static func find(_ name: String, isNew: Bool, folder: String) throws(Unfound) -> String {
        let beside = name.hasPrefix("/") || folder == "." ? name : folder + "/" + name
        let path = isNew ? beside : Files.exists(beside) || !Files.exists(name) ? beside : name
        do {
            let contents = try Files.read(path)
            if isNew { throw Unfound("There is a \(name) already: open \(name) opens it.") }
            if Script.isOne(contents, path: path) { throw Unfound(Messages.scriptKeepsNothing(name) + ".") }
        } catch let unfound as Unfound {
            throw unfound
        } catch FileFault.missing where isNew || Keeper.hasLeftWork(path) {
            return path
        } catch FileFault.missing {
            throw Unfound("There is no notebook \(name) here; new \(name) begins one.")
        } catch let fault as FileFault {
            throw Unfound(Messages.cannotRead(name, fault) + ".")
        } catch {
            throw Unfound("\(error)")
        }
        return path
    }
}
