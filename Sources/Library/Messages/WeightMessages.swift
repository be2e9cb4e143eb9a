import Datasets
import Display
import Engine
import Language

// MARK: - Files of weights

extension Messages {
    static func noWeightName(_ call: Call) -> Diagnostic {
        call.fail("the file needs a name", at: "name", "such as \"gru.safetensors\"")
    }

    static func otherEnding(_ file: String, _ call: Call) -> Diagnostic {
        call.fail("weights are written as safetensors, not as \"\(file)\"", at: "name", "end the name in .safetensors")
    }

    static func sameLayerNames(_ name: String, _ call: Call) -> Diagnostic {
        call.fail("two tensors of the network are called \"\(name)\"", at: "run", "give each layer a name of its own")
    }

    static func noSuchWeights(_ file: String, known: [String], _ call: Call) -> Diagnostic {
        let best = Suggestion(for: file, among: known).best
        let label = best.map { "did you mean \"\($0)\"?" } ?? "there is no such file beside the notebook"
        let others = best == nil && !known.isEmpty ? ["there are: " + known.prefix(6).joined(separator: ", ")] : []
        return call.fail("cannot find the weights \"\(file)\"", at: "name", label, notes: others)
    }

    static func unreadableWeights(_ file: String, _ fault: Safetensors.Fault, _ call: Call) -> Diagnostic {
        func fail(_ head: String, _ label: String, _ notes: [String] = []) -> Diagnostic {
            call.fail(head, at: "name", label, notes: notes)
        }
        switch fault {
        case .empty: return fail("\"\(file)\" is empty", "needs weights, as save_weights writes them")
        case .other(.hdf5):
            return fail("\"\(file)\" is HDF5, but weights are read as safetensors", "as Keras saves", inPython)
        case .other(.zip):
            return fail(
                "\"\(file)\" is an archive, but weights are read as safetensors", "as Keras and PyTorch save", inPython)
        case .headerTooLong(let length):
            return fail(
                "\"\(file)\" is no safetensors file", "its header would be \(size(Double(length))) long", inPython)
        case .cutOff(let bytes, let needs):
            let label = needs == Int.max ? "it says that it has more than any file" : "\(needs) are needed"
            return fail("\"\(file)\" is cut off after \(counted(bytes, "byte"))", label)
        case .header(let place):
            return fail("the header of \"\(file)\" is not that of a safetensors file", "from byte \(place + 1) on")
        case .repeated(let name): return fail("\"\(file)\" holds \"\(named(name))\" twice", "once is needed")
        case .type(let name, let type):
            return fail(
                "\"\(named(name))\" is of type \(named(type)), but weights are F32", "F64, F16 and BF16 are read too")
        case .size(let name, let type, let shape, let bytes):
            return fail(
                "\"\(named(name))\" does not have the bytes that its shape needs",
                "\(type) \(Tensor.description(of: shape)) in \(counted(bytes, "byte"))")
        case .overlap(let name):
            return fail("\"\(named(name))\" begins before the tensor in front of it ends", "the file is damaged")
        case .unused(let bytes, let before):
            let place = before.map { "in front of \"\(named($0))\"" } ?? "at the end"
            return fail("\(counted(bytes, "byte")) of \"\(file)\" belong to no tensor", place)
        }
    }

    private static let inPython = [
        "in Python, with save_file of safetensors.numpy or safetensors.torch:",
        "  Keras    save_file({w.path: w.numpy() for w in model.weights}, name)",
        "  PyTorch  save_file(model.state_dict(), name)",
    ]

    /// A name from a file, which may hold anything.
    private static func named(_ name: String) -> String { name.clipped(32) }
}

// MARK: - Weights of another network

extension Messages {
    /// Four lines have room below the code: what is missing and what was not expected take one each.
    static func weightNames(_ difference: WeightDifference, _ call: Call) -> Diagnostic {
        let counts = [
            (difference.changed.count, "of another shape"), (difference.missing.count, "missing"),
            (difference.unexpected.count, "not expected"),
        ]
        let lists = [list("missing: ", difference.missing), list("not expected: ", difference.unexpected)].compactMap {
            $0
        }
        var lines = difference.changed.map(changed)
        let room = 4 - lists.count
        if lines.count > room {
            lines = lines.prefix(room - 1) + ["and \(lines.count - room + 1) more of another shape"]
        }
        return call.fail(
            "the weights in \"\(weightFile(call))\" are not those of this network", at: "name",
            counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", "), notes: lines + lists)
    }

    /// As many as fit on a line, at least one; nil if there are none.
    private static func list(_ word: String, _ entries: [WeightDifference.Entry]) -> String? {
        guard !entries.isEmpty else { return nil }
        var line = word
        for (index, entry) in entries.enumerated() {
            let text = "\(entry.name.clipped(48)) \(Tensor.description(of: entry.shape))"
            if index > 0, line.count + text.count > 80 { return line + " and \(entries.count - index) more" }
            line += (index > 0 ? ", " : "") + text
        }
        return line
    }

    /// What the file calls it is told if that is another name.
    private static func changed(_ change: WeightDifference.Change) -> String {
        let sources = change.sources.map { $0.clipped(40) }
        let who =
            sources == [change.name] ? "is" : sources.joined(separator: " and ") + (sources.count > 1 ? " are" : " is")
        return "\(change.name) needs \(Tensor.description(of: change.needs)), but \(who) "
            + Tensor.description(of: change.found)
    }

    static func weightOrder(_ layers: [String], _ found: [String], _ call: Call) -> Diagnostic {
        call.fail(
            "the names in \"\(weightFile(call))\" do not tell which layer is which", at: "name",
            "\(layers.prefix(3).joined(separator: ", ")) have the same shapes",
            notes: ["in the file: " + found.prefix(6).map { $0.clipped(40) }.joined(separator: ", ")])
    }

    static func weightReset(_ node: Int, needsAfter: Bool, _ network: NetworkObject, _ call: Call) -> Diagnostic {
        let kind = network.network.layers[node].kind
        let span = network.marks[node]?.call ?? call.span(of: "name")
        return Diagnostic(
            "`\(kind)` resets \(needsAfter ? "after" : "before") the product, "
                + "but these weights reset \(needsAfter ? "before" : "after") it",
            labels: [.init(span, "needs reset_after = \(!needsAfter)")])
    }

    static func weightNotFinite(_ name: String, _ value: Double, _ place: [Int], _ call: Call) -> Diagnostic {
        let what = value.isNaN ? "NaN" : value > 0 ? "infinity" : "minus infinity"
        let place = place.isEmpty ? "" : " at [\(place.map(String.init).joined(separator: ", "))]"
        return call.fail(
            "\"\(named(name))\" holds \(what)\(place)", at: call.isGiven("name") ? "name" : nil, "weights are numbers")
    }

    private static func weightFile(_ call: Call) -> String { WeightFile.name(call.text(ifGiven: "name") ?? "") }
}
