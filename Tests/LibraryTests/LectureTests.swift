import Base
import Testing

@testable import Library

/// The ice-cream network of the lectures with its given weights: 0 sunny, 1 order, 2 neither; is there any left to sell?
private let network = """
    x = [2, 0, 2, 2, 0, 0, 2, 1, 2, 2, 2, 2]
    y = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1]
    W = [[-.19089293, 1.2079829, .00908419, -.91102362], [-1.07885635, -.34288317, .72712117, 1.41788387],
      [-.20597383, -.19254826, .7025221, -.54543966], [1.03414631, .67596245, -.93610775, .37894768],
      [-.16711316, 1.02640092, -.89726377, -.42267284], [.20204762, -1.21461511, .02345279, .41776735],
      [-1.44821215, .28976035, -1.87600672, -1.1563133]]
    b = [.1347418, .28151226, .17300364, -.32107899]
    V = [[-.18110763, .14144787], [2.24330831, -3.24425101], [-.05769794, .35383844], [.0802527, -.5142712]]
    net = simple_rnn(4, return_sequences = true) |> dense(2, activation = "softmax")
    weights = [rows(W, 1, 3), rows(W, 4, 7), b, V, [-.35922614, .35923496]]
    run = set_weights(net, weights, input = [12, 3])
    t = trace(run, one_hot(x), target = y)
    """

@Test("the ice-cream network's states are the lecture's") func theIceCreamNetworkSStatesAreTheLectureS() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(network)
    #expect(bench.text("check(t.h[1], [-.0711118, .08873004, .70417075, -.69960102], 1e-6)").hasPrefix("same"))
    #expect(bench.text("check(t.h[5], [.82809942, .93229872, -.29620752, -.50640012], 1e-6)").hasPrefix("same"))
    #expect(bench.text("check(predict(run, one_hot(x))[1][2], .71388615, 1e-6)").hasPrefix("same"))
    #expect(bench.text("check(t.loss, 2.883127, 1e-5)").hasPrefix("same"))
    #expect(bench.text("run") == "run: not trained, network: 42 weights, [12 × 3] → simple_rnn 4 → dense 2")
}

@Test("stepping asks the host for the view and shows nothing else")
func steppingAsksTheHostForTheViewAndShowsNothingElse() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(network)
    #expect(bench.text("step(run, one_hot(x), target = y, t = 5)") == "")
    #expect(bench.host.presented.count == 1)
    #expect(bench.host.presented.first?.shown.contains("+0.83") == true)
}

@Test("the lecture's model has as many weights as the lecture says")
func theLectureSModelHasAsManyWeightsAsTheLectureSays() {
    var bench = Bench()
    defer { bench.close() }
    let text = bench.text(
        """

        summary(input(50, 1) |> embedding(5000, 64) |> dropout(0.5) |> lstm(64, return_sequences = true) |> lstm(64) |> dense(6))
        """)
    #expect(text.contains("total 386438 parameters"))
}

@Test("the gradient through time of the ice-cream network is the lecture's")
func theGradientThroughTimeOfTheIceCreamNetworkIsTheLectureS() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(network)
    let lengths =
        "[17.0556, 14.4337, 5.7322, 3.2169, .1133, .1722, .2844, .2102, .4434, .3856, .3105, .0605]"
    #expect(bench.text("check(sqrt(sum(t.gradients ^ 2, axis = 2)), \(lengths), 1e-4)").hasPrefix("same"))
    #expect(bench.text("trace(run, one_hot(x)).gradients").contains("error"))
}
