internal import Closecall
internal import Observer
internal import Scenarios

/// Something that is wrong with one direction of a proxy.
struct Toxic: Sendable {
    let name: String
    let type: any ToxicType
    /// As it was written: `UPSTREAM` is a way to write it.
    let stream: String
    let direction: Direction
    var toxicity: Float
    var attributes: ToxicAttributes

    /// As clients see it; every attribute stands there, since Java's client wants them all.
    var json: JSONValue {
        .object([
            JSONValue.Member("attributes", .object(attributes.members)),
            JSONValue.Member("name", .text(name)), JSONValue.Member("type", .text(type.name)),
            JSONValue.Member("stream", .text(stream)),
            // The shortest text of 32 bits, which is 0.2 where 64 would have 0.20000000298.
            JSONValue.Member("toxicity", .decimal(Double("\(toxicity)") ?? Double(toxicity))),
        ])
    }

    /// `upstream` is the way to the server.
    static func direction(_ stream: String) -> Direction? {
        switch stream.lowercased() {
        case "upstream": .toServer
        case "downstream": .toClient
        default: nil
        }
    }
}

extension Toxic {
    /// What is done, as a scenario would say it.
    func rules() throws(ToxiproxyError) -> [Rule] { try type.rules(attributes, name: name, direction) }
}
