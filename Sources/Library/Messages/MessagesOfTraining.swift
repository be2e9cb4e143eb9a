import Display
import Engine
import Language

/// What can be wrong with the options of a fit, in sentences.
extension Messages {
    static func schedule(_ problem: ScheduleProblem, _ call: Call) -> Diagnostic {
        switch problem {
        case .boundaries(let earlier, let later):
            call.fail(
                "the boundaries must rise, but \(later) comes after \(earlier)", at: "boundaries",
                "steps in rising order")
        case .values(let boundaries, let values):
            call.fail(
                "\(boundaries) boundaries part \(boundaries + 1) values, but there \(values == 1 ? "is" : "are") \(values)",
                at: "values", "one more than boundaries")
        }
    }

    static func notARate(_ value: Value, _ call: Call, at name: String) -> Diagnostic {
        let found = if case .number(let number) = value { short(number) } else { "something else" }
        return call.fail(
            "`\(name)` must be \(name == "boundaries" ? "whole numbers" : "numbers") of 0 or more, but one is \(found)",
            at: name, "such as \(name == "boundaries" ? "[100, 200]" : "[0.1, 0.01, 0.001]")")
    }

    static func sampleWeights(_ problem: SampleWeightProblem, _ call: Call) -> Diagnostic {
        switch problem {
        case .count(let needs, let steps, let found):
            call.fail(
                "there are \(counted(needs, "example")), but \(counted(found, "weight"))", at: "sample_weight",
                steps > 1 ? "one for each, or one for each of its \(steps) steps" : "one for each is needed")
        case .value(let value, let example):
            call.fail(
                "weight \(example + 1) is \(short(value)), and must be 0 or more", at: "sample_weight",
                "what the example counts in the loss")
        case .allZero:
            call.fail("every example has the weight 0", at: "sample_weight", "nothing would be learnt")
        }
    }

    static func classWeights(_ problem: ClassWeightProblem, _ call: Call) -> Diagnostic {
        switch problem {
        case .count(let needs, let found):
            call.fail(
                "there are \(needs) classes, but \(counted(found, "weight"))", at: "class_weight",
                "one for each class from 0 to \(needs - 1)")
        case .noClasses:
            call.fail(
                "class weights need one answer that is a class", at: "class_weight",
                "for other answers use sample_weight")
        case .allZero:
            call.fail("every class has the weight 0", at: "class_weight", "nothing would be learnt")
        }
    }
}
