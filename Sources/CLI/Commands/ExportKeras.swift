import ArgumentParser
import Language
import Library
import Notebook

/// The network and windows of a fit as a Keras script, with a file of tensors beside it.
struct ExportKeras {
    let file: String
    /// Which run; nil for the last one.
    let name: String?
    let output: String?
    let force: Bool
    let rights: Rights

    func run() throws {
        rights.apply()
        let document: Document
        do throws(FileFault) { document = Document(try Files.read(file)) } catch {
            throw Problem(sentence: Messages.cannotRead(file, error))
        }
        let cells = document.numbered.map { number, block in
            Source(name: "cell \(number)", text: block.source)
        }
        let runs = try described(cells, seed: document.seed)
        guard let chosen = name == nil ? runs.last : runs.last(where: { $0.name == name }) else {
            let names = runs.map(\.name).joined(separator: ", ")
            let there = runs.isEmpty ? "a cell such as: run = fit(net, train)" : "it has: \(names)"
            throw Problem(sentence: "\(file) has no run\(name.map { " called \($0)" } ?? ""); \(there)")
        }
        try write(chosen.name, chosen.run)
    }

    /// The runs of the cells, as they are before their first epoch.
    private func described(_ cells: [Source], seed: UInt64) throws -> [(name: String, run: RunObject)] {
        let access = rights.access("unroll export", file)
        let outcome: Result<[(name: String, run: RunObject)], Diagnostic>
        do throws(CellThread.Refusal) {
            outcome = try CellThread.run(in: Rights.sandbox()(access)) {
                Result { () throws(Diagnostic) in try Recipes.all(of: cells, access: access, seed: seed) }
            }
        } catch { throw Problem(sentence: error.sentence) }
        switch outcome {
        case .success(let runs): return runs
        case .failure(let error):
            for line in error.render() { writeLine(line, to: stderrDescriptor) }
            throw ExitCode(ExitStatus.cellFailed.rawValue)
        }
    }

    private func write(_ name: String, _ run: RunObject) throws {
        let script = output ?? stem + "_keras.py"
        let numbers = (script.hasSuffix(".py") ? String(script.dropLast(3)) : script) + ".safetensors"
        let keras: KerasScript
        do throws(KerasGap) {
            keras = try KerasScript(
                name, run, file: Files.name(of: numbers), notebook: Files.name(of: file))
        } catch { throw Problem(sentence: "`\(name)` cannot be written for Keras: it has \(error.what)") }
        let files = [
            OutputFile(numbers, keras.tensorBytes, .kerasTensors), OutputFile(script, Array(keras.text.utf8), .keras),
        ]
        do throws(OutputFault) { try Files.write(files, force: force) } catch {
            throw Problem(sentence: error.sentence)
        }
        writeLine("wrote \(script) and \(numbers)")
    }

    /// The notebook's name without its endings, in the folder where the command was called.
    private var stem: String {
        let name = Files.name(of: file)
        let stem = name.utf8.split(separator: UInt8(ascii: ".")).first.map { String(decoding: $0, as: UTF8.self) }
        return stem ?? name
    }
}
