internal import Closecall

/// A toxic as a client writes it.
struct ToxicDraft: Sendable {
    private var name = ""
    private var type = ""
    private var stream = "downstream"
    private var toxicity = 1.0
    private var attributes = JSONValue.object([])

    /// A body of one.
    init(_ body: [UInt8]) throws(ToxiproxyError) {
        do throws(GoJSONError) {
            var reader = try GoStruct(
                try GoJSON.firstValue(body), "ToxicWrapper", type: "value of type toxics.ToxicWrapper")
            var draft = self
            try reader.forEach { reader, name, value in
                switch name {
                case "name": reader.text(name, value, into: &draft.name)
                case "type": reader.text(name, value, into: &draft.type)
                case "stream": reader.text(name, value, into: &draft.stream)
                case "toxicity": reader.number(name, value, into: &draft.toxicity, type: "float32")
                case "attributes" where value.members == nil:
                    reader.refuse(value, name, "toxics.NoopToxic")
                case "attributes": draft.attributes = value
                default: break
                }
            }
            self = draft
        } catch {
            throw ToxiproxyError(error)
        }
    }

    /// The toxic, if the proxy can have it. Checked in Toxiproxy's order.
    func toxic(of proxy: ToxiproxyProxy) throws(ToxiproxyError) -> Toxic {
        guard let direction = Toxic.direction(stream) else { throw .invalidStream }
        guard let type = ToxicTypes.named(type) else { throw .invalidToxicType }
        let name = name.isEmpty ? "\(type.name)_\(stream)" : name
        guard !proxy.toxics.contains(where: { $0.name == name }) else { throw .toxicExists }
        var toxic = Toxic(
            name: name, type: type, stream: stream, direction: direction, toxicity: Float(toxicity),
            attributes: type.standard)
        try type.merge(attributes, into: &toxic.attributes)
        return toxic
    }
}

/// A change of a toxic.
struct ToxicChange: Sendable {
    private var toxicity: Double?
    private var attributes: JSONValue?

    init(_ body: [UInt8]) throws(ToxiproxyError) {
        do throws(GoJSONError) {
            var reader = try GoStruct(
                try GoJSON.firstValue(body), "",
                type:
                    #"value of type struct { Attributes interface {} "json:\"attributes\""; Toxicity float32 "#
                    + #""json:\"toxicity\"" }"#)
            var change = self
            try reader.forEach { reader, name, value in
                switch name {
                case "toxicity":
                    var number = 0.0
                    reader.number(name, value, into: &number, type: "float32")
                    change.toxicity = number
                case "attributes": change.attributes = value
                default: break
                }
            }
            self = change
        } catch {
            throw ToxiproxyError(error)
        }
    }

    /// Only these two can change, and of the attributes only those that are given.
    func apply(to toxic: inout Toxic) throws(ToxiproxyError) {
        if let attributes { try toxic.type.merge(attributes, into: &toxic.attributes) }
        if let toxicity { toxic.toxicity = Float(toxicity) }
    }
}
