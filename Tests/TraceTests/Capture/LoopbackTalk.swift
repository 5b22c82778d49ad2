import Glibc
import Testing

/// A TCP connection of this machine with itself, for packets to capture.
final class LoopbackTalk {
    struct Trouble: Error { let call: String }

    let port: UInt16
    private let listener: Int32
    private let client: Int32
    private let server: Int32

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safe: the address is ours and outlives each call, which takes as much of it as it is told.
        func call(_ name: String, _ body: (UnsafeMutablePointer<sockaddr>) -> Int32) throws {
            let result = unsafe withUnsafeMutablePointer(to: &place) { place in
                unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0) }
            }
            if result < 0 { throw Trouble(call: name) }
        }
        let (listener, size) = (listener, length)
        unsafe try call("bind") { unsafe bind(listener, $0, size) }
        try #require(listen(listener, 1) == 0)
        unsafe try call("getsockname") { unsafe getsockname(listener, $0, &length) }
        port = UInt16(bigEndian: place.sin_port)
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Safe: as above; here it is whom to connect to.
        unsafe try call("connect") { unsafe connect(client, $0, size) }
        self.client = client
        server = accept(listener, nil, nil)
        // Else a small segment waits for the acknowledgement of the one before, which is put off.
        var yes: Int32 = 1
        for socket in [client, server] {
            // Safe: the number outlives the call.
            unsafe setsockopt(
                socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    deinit { for socket in [client, server, listener] { close(socket) } }

    /// Sends these to the server, which takes them, and answers with as many of its own.
    func exchange(_ question: [UInt8], _ answer: [UInt8]) throws {
        try pass(question, from: client, to: server)
        try pass(answer, from: server, to: client)
    }

    /// In steps that sockets have room for.
    private func pass(_ bytes: [UInt8], from sender: Int32, to receiver: Int32) throws {
        var room = [UInt8](repeating: 0, count: 16_384)
        for start in stride(from: 0, to: bytes.count, by: room.count) {
            let part = Array(bytes[start..<min(start + room.count, bytes.count)])
            // Safe: the arrays outlive the calls, which take no more than their lengths.
            let count = unsafe send(sender, part, part.count, 0)
            try #require(count == part.count)
            var taken = 0
            while taken < part.count {
                let count = unsafe recv(receiver, &room, room.count, 0)
                if count <= 0 { throw Trouble(call: "recv") }
                taken += count
            }
        }
    }
}

/// A packet of a capture on `lo`, taken apart: Ethernet, IPv4, TCP.
struct CapturedSegment {
    let sourcePort: UInt16
    let destinationPort: UInt16
    let sequence: UInt32
    let payload: [UInt8]

    init?(_ packet: Span<UInt8>) {
        let bytes = (0..<packet.count).map { packet[$0] }
        guard bytes.count >= 54, bytes[12...13] == [0x08, 0x00], bytes[14] >> 4 == 4, bytes[23] == 6 else {
            return nil
        }
        let tcp = 14 + Int(bytes[14] & 15) * 4
        let end = 14 + Int(bytes[16]) << 8 + Int(bytes[17])
        sourcePort = UInt16(bytes[tcp]) << 8 | UInt16(bytes[tcp + 1])
        destinationPort = UInt16(bytes[tcp + 2]) << 8 | UInt16(bytes[tcp + 3])
        sequence = bytes[(tcp + 4)..<(tcp + 8)].reduce(0) { $0 << 8 | UInt32($1) }
        payload = Array(bytes[(tcp + Int(bytes[tcp + 12] >> 4) * 4)..<min(end, bytes.count)])
    }
}
