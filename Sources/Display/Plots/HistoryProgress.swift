import Content

extension Chart {
    /// How far a history had come after so many of its epochs: `epoch 23/60  loss 0.0123  validation 0.0156`.
    package func progress(after count: Int) -> String {
        let all = epochs
        guard let last = all.last else { return "" }
        let epoch = all[max(0, min(count, all.count) - 1)]
        let figures = [(Role.training, "loss"), (.validation, "validation")].compactMap { role, name in
            series.first { $0.role == role }?.points.first { $0.x == epoch }.map {
                "  \(name) \(Numbers.significant($0.y, 4))"
            }
        }
        return "epoch \(Numbers.short(epoch))/\(Numbers.short(last))" + figures.joined()
    }
}
