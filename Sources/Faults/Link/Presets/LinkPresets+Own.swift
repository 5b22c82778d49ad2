extension LinkPresets {
    /// Journeys. They are made up from what people live through, and measured nowhere.
    static let own: [LinkPreset] = [
        preset(
            "subway", "A telephone below ground: good 4G in stations, and tunnels of 8 s about every 45 s.",
            down: (20_000, loss: tunnels), up: (5000, loss: tunnels),
            DelayModel(
                .milliseconds(40), jitter: .milliseconds(15), distribution: .paretonormal, correlation: 0.5)),
        preset(
            "elevator", "The doors close: 20 s of nothing about every minute, and a weak signal otherwise.",
            down: (2000, loss: lifts), up: (500, loss: lifts),
            DelayModel(.milliseconds(80), jitter: .milliseconds(40), distribution: .normal, correlation: 0.3)),
        preset(
            "train",
            "A fast train: 3 s of nothing at handovers about every 30 s, and late packets in between.",
            down: (8000, loss: handovers), up: (2000, loss: handovers),
            DelayModel(
                .milliseconds(60), jitter: .milliseconds(30), distribution: .paretonormal, correlation: 0.6)),
        preset(
            "satellite",
            "A satellite in high orbit: 300 ms each way whatever one does, and losses in bursts when "
                + "it rains.",
            down: (25_000, loss: rain), up: (3000, loss: rain),
            DelayModel(.milliseconds(300), jitter: .milliseconds(5), distribution: .normal)),
    ]

    private static let tunnels = LossModel.episodes(
        LossEpisodes(every: .seconds(45), lasts: .seconds(8), outside: 0.002))
    private static let lifts = LossModel.episodes(
        LossEpisodes(every: .seconds(60), lasts: .seconds(20), outside: 0.02))
    private static let handovers = LossModel.episodes(
        LossEpisodes(every: .seconds(30), lasts: .seconds(3), outside: 0.005))
    private static let rain = LossModel.gilbertElliott(
        GilbertElliottLoss(toBad: 0.002, toGood: 0.2, lossInBad: 0.5))

    private static func preset(
        _ name: String, _ about: String, down: (rate: Double, loss: LossModel),
        up: (rate: Double, loss: LossModel), _ delay: DelayModel
    ) -> LinkPreset {
        let about = "\(about) Closecall's own: made up, and measured nowhere."
        let link = LinkPair(
            toServer: LinkModel(.rate(BitRate(up.rate * 1000)), delay: delay, loss: up.loss),
            toClient: LinkModel(.rate(BitRate(down.rate * 1000)), delay: delay, loss: down.loss), preset: name
        )
        return LinkPreset(name: name, about: about, link: link)
    }
}
