/// What Toxiproxy refuses, in its own words: clients show them, and some look for them.
enum ToxiproxyError: Error, Hashable {
    /// The body, or something in it, is not what it should be.
    case badRequestBody(String)
    /// A field that must be there is not.
    case missingField(String)
    /// A stream that is none.
    case invalidStream
    /// A type that nobody knows.
    case invalidToxicType
    /// Attributes that a type cannot work with.
    case badAttributes(String)
    /// An upstream that is no place.
    case badUpstream(String)
    case proxyNotFound
    case toxicNotFound
    case proxyExists
    case toxicExists
    /// It cannot listen there.
    case listen(String)

    init(_ error: GoJSONError) {
        self = .badRequestBody(error.message)
    }

    var status: Int {
        switch self {
        case .badRequestBody, .missingField, .invalidStream, .invalidToxicType, .badAttributes, .badUpstream:
            400
        case .proxyNotFound, .toxicNotFound: 404
        case .proxyExists, .toxicExists: 409
        case .listen: 500
        }
    }

    var message: String {
        switch self {
        case .badRequestBody(let reason): "bad request body: \(reason)"
        case .missingField(let field): "missing required field: \(field)"
        case .invalidStream: "stream was invalid, can be either upstream or downstream"
        case .invalidToxicType: "invalid toxic type"
        case .badAttributes(let reason): "bad attributes: \(reason)"
        case .badUpstream(let reason): "bad upstream: \(reason)"
        case .proxyNotFound: "proxy not found"
        case .toxicNotFound: "toxic not found"
        case .proxyExists: "proxy already exists"
        case .toxicExists: "toxic already exists"
        case .listen(let reason): reason
        }
    }
}
