import ArgumentParser

@main
struct Unroll: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "unroll", abstract: "A terminal notebook for sequence modelling.")
}
