internal import Closecall
internal import Observer

/// What the API reads in a body, with no proxy behind it: for who sends it junk, and wants to know what it makes of
/// that.
package struct ToxiproxyRehearsal {
    /// What one reading came to.
    package enum Reading: Hashable, Sendable {
        /// What the client would see of it.
        case taken(json: [UInt8])
        /// Why it would be refused.
        case refused(status: Int, message: String)
    }

    private let body: [UInt8]

    /// A body.
    package init(_ body: [UInt8]) { self.body = body }

    /// It as everything that a body can be: a proxy, several, a toxic, a change of one, a fault that is to be done.
    package var readings: [Reading] { [proxy, proxies, toxic, application] + changes }

    /// Whether what the API wrote is read again as the same.
    package static func isStable(_ json: [UInt8]) -> Bool {
        guard let value = try? GoJSON.firstValue(json) else { return false }
        return GoJSON.bytes(value) == json
    }

    private var proxy: Reading {
        reading { () throws(ToxiproxyError) in
            var draft = ProxyDraft()
            try draft.read(body)
            return ToxiproxyProxy(name: draft.name, listen: draft.listen, upstream: draft.upstream).json
        }
    }

    private var proxies: Reading {
        reading { () throws(ToxiproxyError) in
            .array(
                try ProxyDraft.list(body).map {
                    ToxiproxyProxy(name: $0.name, listen: $0.listen, upstream: $0.upstream).json
                })
        }
    }

    private var toxic: Reading {
        reading { () throws(ToxiproxyError) in
            let proxy = ToxiproxyProxy(name: "p", listen: "127.0.0.1:0", upstream: "127.0.0.1:1")
            let toxic = try ToxicDraft(body).toxic(of: proxy)
            _ = try toxic.type.rules(toxic.attributes, name: toxic.name, toxic.direction)
            return toxic.json
        }
    }

    private var application: Reading {
        do throws(NativeError) {
            let body = try NativeBody(body, knows: ["fault", "parameters", "direction"])
            let (fault, direction) = (try NativeAPI.fault(body), try body.direction("direction"))
            return .taken(json: GoJSON.bytes(.array([.text("\(fault)"), .maybe(direction.map { "\($0)" })])))
        } catch {
            return .refused(status: error.status, message: error.message)
        }
    }

    private var changes: [Reading] {
        ["latency", "slicer", "packet_loss", "truncate"].compactMap { name in
            guard let type = ToxicTypes.named(name) else { return nil }
            return reading { () throws(ToxiproxyError) in
                var toxic = Toxic(
                    name: name, type: type, stream: "upstream", direction: .toServer, toxicity: 1,
                    attributes: type.standard)
                try ToxicChange(body).apply(to: &toxic)
                _ = try toxic.type.rules(toxic.attributes, name: toxic.name, toxic.direction)
                return toxic.json
            }
        }
    }

    private func reading(_ read: () throws(ToxiproxyError) -> JSONValue) -> Reading {
        do throws(ToxiproxyError) {
            return .taken(json: GoJSON.bytes(try read()))
        } catch {
            return .refused(status: error.status, message: error.message)
        }
    }
}
