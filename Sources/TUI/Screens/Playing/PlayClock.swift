/// How far a replay has come, in seconds of play, and how fast it goes on.
struct PlayClock: Hashable, Sendable {
    static let speeds: [Double] = [0.25, 0.5, 1, 2, 4, 8, 16]
    /// A frame that comes later than this, after a stop or behind another screen, counts as this.
    private static let longestFrame = 0.25

    private(set) var elapsed = 0.0
    private(set) var speed: Double
    var isPaused = false
    private var last: Double?

    init(speed: Double = 1) { self.speed = speed }

    /// A frame at `now` seconds of whatever clock; play ends at `end`.
    mutating func advance(to now: Double, end: Double) {
        defer { last = now }
        guard !isPaused, elapsed < end, let last else { return }
        elapsed = min(end, elapsed + speed * min(Self.longestFrame, max(0, now - last)))
    }

    mutating func jump(to seconds: Double) { elapsed = seconds }

    /// What has passed until now is not played: the first frame after a pause begins anew.
    mutating func forgetFrame() { last = nil }

    mutating func change(by direction: Int) {
        let next = direction > 0 ? Self.speeds.first { $0 > speed } : Self.speeds.last { $0 < speed }
        speed = next ?? speed
    }
}
