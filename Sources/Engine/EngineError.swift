/// A layer was given something that it cannot read.
package struct ShapeMismatch: Error, Hashable, Sendable {
    package enum Need: Hashable, Sendable {
        /// [steps × features] with any numbers.
        case sequence
        /// Token numbers, one at a step: [steps × 1].
        case tokens
        /// After the sequence, states to begin with: so many, of so many units.
        case states(count: Int, units: Int)
        /// Inputs of the same shape.
        case sameShapes
        /// Inputs with the same number of steps, or vectors all of them.
        case sameSteps
        /// One vector.
        case vector
        /// A sequence of so many steps or more.
        case steps(atLeast: Int)
        /// A layer inside that works on each step by itself; its kind.
        case eachStep(inside: String)
    }
    /// Place of the layer in the network, from 0.
    package var node: Int
    /// As users call it: "lstm".
    package var layer: String
    package var needs: Need
    package var found: [Shape]
    /// Output shapes of the nodes before, in order.
    package var before: [Shape]
}

/// What the engine refuses, as facts; whoever talks to the user makes sentences of them.
package enum EngineError: Error, Hashable, Sendable {
    case shape(ShapeMismatch)
    /// Two tensors that do not fit together.
    case tensorShapes([Int], [Int])
    /// Bytes.
    case tooMuchMemory(needed: Int, free: Int)
    /// A setting of a layer or a fit that lies outside its range, for example units 0 or rate 1.5.
    case setting(owner: String, name: String, value: Double, range: SettingRange)
    /// A recurrent layer cannot use softmax, which needs a whole row.
    case activation(owner: String, ActivationFunction)
    /// An initialiser that is for matrices, and a parameter that is none.
    case initialiser(owner: String, name: String, shape: [Int])
    /// Boundaries and values of a learning rate that do not fit together.
    case schedule(ScheduleProblem)
    case sampleWeights(SampleWeightProblem)
    case classWeights(ClassWeightProblem)
    case noLayers
    /// Where states are carried from batch to batch, all batches are of one size.
    case statefulBatches(examples: Int, batch: Int)
    /// Where states are carried, the examples keep their order.
    case statefulShuffle
    /// A layer that needs more than the present step and its own states.
    case notStepwise(node: Int, layer: String)
    /// What comes out cannot be what goes in next.
    case notFedBack(output: Shape, input: Shape)
    /// More of something than there are classes.
    case moreThanClasses(Int, classes: Int)
    /// A value that cannot be set by hand: there is none of that name or place, or the number is out of its range.
    case unsettable(Change)
    /// Nothing to begin with.
    case noPrompt
    /// Of the network and of the examples.
    case inputCount(needs: Int, found: Int)
    /// Of the first input and of another one.
    case exampleCount(needs: Int, found: Int)
    /// Answers of the network, and targets or losses for them.
    case outputCount(needs: Int, found: Int)
    /// Whoever asked for it does not want it any more.
    case stopped
    case noExamples
    case noSteps
    case noFeatures
    case noTargets
    /// Every target is missing or masked.
    case noRealTargets
    /// What the network was built for and what it is given.
    case inputShape(needs: Shape, found: Shape)
    /// What comes out of the network and what the targets are.
    case targetShape(output: Shape, targets: Shape)
    /// Categorical cross-entropy needs two classes or more.
    case tooFewClasses(output: Shape)
    case labelOutOfRange(label: Double, classes: Int, example: Int, step: Int)
    /// Binary cross-entropy needs targets from 0 to 1.
    case targetOutOfRange(value: Double, example: Int, step: Int)
    case tokenOutOfRange(token: Double, vocabulary: Int, example: Int, step: Int)
    case inputNotFinite(value: Double, example: Int, step: Int, feature: Int)
    case weightCount(needs: Int, found: Int)
    case weightShape(name: String, needs: [Int], found: [Int])
    /// Weights by name that are not those of the network.
    case weightNames(WeightDifference)
    /// Layers of the same shapes, and names that do not tell which is which.
    case weightOrder(layers: [String], found: [String])
    /// Weights of a GRU that resets after the product for one that resets before it, or the other way round.
    case weightReset(node: Int, needsAfter: Bool)
    /// Place from 1 along each axis.
    case weightNotFinite(name: String, value: Double, place: [Int])

    package enum SettingRange: Hashable, Sendable {
        case oneOrMore
        case zeroOrMore
        case moreThanZero
        case finite
        /// 0 ≤ value < 1.
        case fraction
    }
}
