internal import Closecall

/// What a route takes and gives: all that its handler does not say by itself.
public struct RouteTerms: Sendable {
    /// Something that may stand behind the question mark.
    struct Query: Sendable {
        let name: String
        let schema: Schema
        let summary: String
    }

    /// A body.
    struct Content: Sendable {
        let types: [String]
        let schema: Schema
        var isRequired = true
    }

    /// An answer.
    struct Answer: Sendable {
        let status: Int
        let summary: String
        let content: Content?
    }

    var queries: [Query] = []
    /// The `Last-Event-ID` of those who read events again.
    var readsLastEvent = false
    var body: Content?
    var answers: [Answer] = []

    /// Nothing to tell.
    public init() {}
}

extension RouteTerms.Content {
    static func json(_ schema: Schema, isRequired: Bool = true) -> RouteTerms.Content {
        RouteTerms.Content(types: ["application/json"], schema: schema, isRequired: isRequired)
    }

    static func text(_ types: String...) -> RouteTerms.Content {
        RouteTerms.Content(types: types, schema: .text)
    }
}

extension RouteTerms {
    /// Its answer when all is well: JSON.
    static func gives(
        _ schema: Schema, status: Int = 200, _ summary: String = "It is done."
    ) -> RouteTerms {
        gives(content: .json(schema), status: status, summary)
    }

    /// Its answer when all is well.
    static func gives(
        content: Content?, status: Int = 200, _ summary: String = "It is done."
    ) -> RouteTerms {
        var terms = RouteTerms()
        terms.answers = [Answer(status: status, summary: summary, content: content)]
        return terms
    }

    /// Its answer when all is well, and there is nothing to say.
    static var givesNothing: RouteTerms { gives(content: nil, status: 204) }

    func takes(_ content: Content) -> RouteTerms {
        var terms = self
        terms.body = content
        return terms
    }

    func asking(_ name: String, _ schema: Schema, _ summary: String) -> RouteTerms {
        var terms = self
        terms.queries.append(Query(name: name, schema: schema, summary: summary))
        return terms
    }

    func or(_ status: Int, _ summary: String, _ content: Content? = .json(.form("Error"))) -> RouteTerms {
        var terms = self
        terms.answers.append(Answer(status: status, summary: summary, content: content))
        return terms
    }
}
