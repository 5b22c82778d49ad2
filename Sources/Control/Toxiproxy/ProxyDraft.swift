internal import Closecall

/// A proxy as a client writes it.
struct ProxyDraft: Sendable, Hashable {
    var name = ""
    var listen = ""
    var upstream = ""
    var isEnabled = true

    init() {}

    /// What a proxy is, to be changed.
    init(_ proxy: ToxiproxyProxy) {
        (name, listen, upstream) = (proxy.name, proxy.listen, proxy.upstream)
        isEnabled = proxy.isEnabled
    }

    /// Takes over what is written.
    mutating func read(_ value: JSONValue, struct name: String, type: String) throws(GoJSONError) {
        var reader = try GoStruct(value, name, type: type)
        var draft = self
        try reader.forEach { reader, name, value in
            switch name {
            case "name": reader.text(name, value, into: &draft.name)
            case "listen": reader.text(name, value, into: &draft.listen)
            case "upstream": reader.text(name, value, into: &draft.upstream)
            case "enabled": reader.flag(name, value, into: &draft.isEnabled)
            default: break
            }
        }
        self = draft
    }

    /// A body of one proxy.
    mutating func read(_ body: [UInt8]) throws(ToxiproxyError) {
        do throws(GoJSONError) {
            try read(try GoJSON.firstValue(body), struct: "Proxy", type: "value of type toxiproxy.Proxy")
        } catch {
            throw ToxiproxyError(error)
        }
    }

    /// A body of several, or a configuration file.
    static func list(_ body: [UInt8]) throws(ToxiproxyError) -> [ProxyDraft] {
        do throws(GoJSONError) {
            let value = try GoJSON.firstValue(body)
            if value == .null { return [] }
            guard let elements = value.elements else {
                throw GoJSONError(
                    "json: cannot unmarshal \(value.goKind) into Go value of type []\(element)")
            }
            var drafts: [ProxyDraft] = []
            for value in elements {
                var draft = ProxyDraft()
                try draft.read(value, struct: "", type: "value of type \(element)")
                drafts.append(draft)
            }
            return drafts
        } catch {
            throw ToxiproxyError(error)
        }
    }

    /// What Toxiproxy reads an element into.
    private static let element = #"struct { toxiproxy.Proxy; Enabled *bool "json:\"enabled\"" }"#
}
