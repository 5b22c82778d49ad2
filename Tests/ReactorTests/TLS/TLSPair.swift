@testable import Reactor

/// A client's and a server's session that talk through memory.
struct TLSPair: ~Copyable {
    /// One end, and what it heard.
    struct End: ~Copyable {
        var channel: TLSChannel
        let desk: TLSDesk
        var plain: [UInt8] = []
        var outgoing: [UInt8] = []
        /// How its last read ended.
        var pause = TLSChannel.Pause.wantsInput
        private let incoming = ReadBuffer(capacity: 64 * 1024)

        init(_ context: TLSContext, serverName: String? = nil, ownName: String = "localhost") throws {
            desk = TLSDesk(inputCapacity: 64 * 1024)
            channel = try TLSChannel.make(context, serverName: serverName, ownName: ownName, desk: desk)
        }

        mutating func take(_ records: [UInt8]) {
            incoming.withFirst(records.count) { span in
                for index in records.indices { span[index] = records[index] }
            }
            var range = 0..<records.count
            pause = .wantsRoom
            while case .wantsRoom = pause {
                let read = channel.read(incoming, &range)
                pause = read.pause
                desk.plain.withFirst(read.count) { plain += $0.span.copied }
                collect()
            }
        }

        mutating func write(_ bytes: [UInt8]) throws {
            try channel.write(bytes.span)
            collect()
        }

        mutating func collect() {
            desk.takeOutput { outgoing += $0.copied }
        }

        var failure: TLSError? {
            if case .failed(let error) = pause { error } else { nil }
        }

        fileprivate mutating func takeOutgoing() -> [UInt8] {
            defer { outgoing = [] }
            return outgoing
        }
    }

    var client: End
    var server: End

    init(client: consuming End, server: consuming End) {
        self.client = client
        self.server = server
    }

    /// Carries records until both have nothing more to say.
    mutating func talk() {
        client.take([])
        server.collect()
        client.collect()
        while !client.outgoing.isEmpty || !server.outgoing.isEmpty {
            server.take(client.takeOutgoing())
            client.take(server.takeOutgoing())
        }
    }
}
