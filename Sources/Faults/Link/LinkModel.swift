public import Observer

/// One direction of a link: how much it carries, how long that takes, and what is lost.
public struct LinkModel: Hashable, Sendable {
    /// How much it carries.
    public var capacity: LinkCapacity
    /// How long it takes besides.
    public var delay: DelayModel
    /// What is lost.
    public var loss: LossModel
    /// What the losses are counted in.
    public var unit: LossUnit
    /// How many bytes may wait for their turn; what comes when it is full is lost (droptail). nil for any number.
    public var queue: ByteCount?
    /// The most bytes of a packet: TCP's maximum segment size.
    public var segment: Int
    /// What a sender waits at least, besides the round trip, until it takes a segment for lost.
    public var rto: Duration
    /// How many retransmissions of one segment may be lost until nothing goes through any more.
    public var retries: Int

    /// A link. As it stands, it changes nothing.
    public init(
        _ capacity: LinkCapacity = .unlimited, delay: DelayModel = DelayModel(), loss: LossModel = .none,
        unit: LossUnit = .segment, queue: ByteCount? = nil, segment: Int = 1460,
        rto: Duration = .milliseconds(200), retries: Int = 15
    ) {
        self.capacity = capacity
        self.delay = delay
        self.loss = loss
        self.unit = unit
        self.queue = queue
        self.segment = segment
        self.rto = rto
        self.retries = retries
    }

    /// Whether bytes pass it as if it were not there.
    public var isTransparent: Bool {
        capacity == .unlimited && delay.delay <= .zero && delay.jitter <= .zero
            && (loss == .none || unit != .segment)
    }
}

/// How much a link carries.
public enum LinkCapacity: Hashable, Sendable {
    /// Whatever comes.
    case unlimited
    /// So many bits of the stream a second; headers are not counted.
    case rate(BitRate)
    /// What a recorded link did; headers of 40 bytes a packet are counted.
    case trace(PacketDeliveryTrace)
    /// What a recorded link did, whose file nobody has read yet.
    case traceFile(String)
}

/// What a link's losses are counted in.
public enum LossUnit: String, Hashable, Sendable, CaseIterable {
    /// TCP segments. Nothing is missing at the other end, for TCP sends them again: it comes later.
    case segment
    /// Messages, which are taken out whole. That is for whoever knows messages; the link's bytes are left alone.
    case message
    /// Frames, which are taken out whole. Also for whoever knows them.
    case frame
}

/// A link in both directions.
public struct LinkPair: Hashable, Sendable {
    /// From the client to the server: the client's upload.
    public var toServer: LinkModel
    /// From the server to the client: the client's download.
    public var toClient: LinkModel
    /// The preset's name, where it is one unchanged.
    public var preset: String?

    /// A link of two directions.
    public init(toServer: LinkModel = LinkModel(), toClient: LinkModel = LinkModel(), preset: String? = nil) {
        self.toServer = toServer
        self.toClient = toClient
        self.preset = preset
    }

    /// One of the directions.
    public subscript(direction: Direction) -> LinkModel {
        get { direction == .toServer ? toServer : toClient }
        set { if direction == .toServer { toServer = newValue } else { toClient = newValue } }
    }

    /// The files of recorded links that somebody has to read.
    public var tracePaths: [String] {
        Direction.allCases.compactMap { direction in
            if case .traceFile(let path) = self[direction].capacity { path } else { nil }
        }
    }

    /// Hands in what stands in a file. Until then, a recorded link carries whatever comes.
    public mutating func give(_ trace: PacketDeliveryTrace, for path: String) {
        for direction in Direction.allCases where self[direction].capacity == .traceFile(path) {
            self[direction].capacity = .trace(trace)
        }
    }

    /// What it does to the bytes of one direction; nil if it leaves them alone.
    ///
    /// - Parameters:
    ///   - direction: which one.
    ///   - random: a stream of the link's own; each direction makes its own of it.
    ///   - now: when the link comes up.
    public func effect(on direction: Direction, _ random: RandomStream, at now: Moment) -> LinkEffect? {
        let model = self[direction]
        guard !model.isTransparent else { return nil }
        let back = self[direction == .toServer ? .toClient : .toServer].delay.delay
        let own = random.named(direction == .toServer ? "toServer" : "toClient")
        return LinkEffect(model, wayBack: back, own, at: now)
    }
}
