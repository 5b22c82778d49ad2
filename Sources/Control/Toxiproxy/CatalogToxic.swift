internal import Closecall
internal import Faults
internal import Observer
internal import Scenarios

/// A fault of the catalog as a kind of toxic: its attributes are the fault's parameters, written as in a scenario
/// (`"delay": "50ms"`), and `when` says when it fires, as in a scenario's rule.
struct CatalogToxic: ToxicType {
    let name: String
    let kind: FaultKind

    /// What the catalog says, so that a client is shown all there is to tell.
    var standard: ToxicAttributes {
        ToxicAttributes(
            members: kind.parameters.compactMap { parameter in
                parameter.standard.map { JSONValue.Member(parameter.name, Self.value($0, parameter.form)) }
            })
    }

    private static func value(_ text: String, _ form: ValueForm) -> JSONValue {
        switch form.shape {
        case .integer, .number:
            Int128(text).map(JSONValue.integer) ?? Double(text).map(JSONValue.decimal) ?? .text(text)
        case .flag: text == "true" ? .flag(true) : text == "false" ? .flag(false) : .text(text)
        case .text, .choice, .either, .list, .object, .reference, .any: .text(text)
        }
    }

    func merge(_ given: JSONValue, into attributes: inout ToxicAttributes) throws(ToxiproxyError) {
        guard let members = given.members else {
            throw .badRequestBody("expected an object as attributes, found \(given.goKind)")
        }
        for member in members where member.value != .null { attributes.set(member.name, member.value) }
        // In the catalog's order, whatever was given.
        let names = kind.parameters.map(\.name)
        let known = names.compactMap { name in attributes.members.first { $0.name == name } }
        attributes.members = known + attributes.members.filter { !names.contains($0.name) }
    }

    /// Read as what it would be in a scenario, so that it means the same, and what is wrong is told in the same words.
    func rules(
        _ attributes: ToxicAttributes, name: String, _ direction: Direction
    ) throws(ToxiproxyError) -> [Rule] {
        let rule = JSONValue.object([
            JSONValue.Member("name", .text(name)), JSONValue.Member("when", try when(attributes, direction)),
            JSONValue.Member("do", .array([fault(attributes)])),
        ])
        let scenario = JSONValue.object([
            JSONValue.Member("name", .text(name)), JSONValue.Member("rules", .array([rule])),
        ])
        do throws(ScenarioProblems) {
            // JSON is YAML, near enough.
            return try Scenario(reading: GoJSON.bytes(scenario)).rules
        } catch {
            throw .badAttributes(error.problems.map(\.message).joined(separator: "; "))
        }
    }

    private func when(
        _ attributes: ToxicAttributes, _ direction: Direction
    ) throws(ToxiproxyError) -> JSONValue {
        let given = attributes[Self.when] ?? .object([])
        guard let members = given.members else {
            throw .badAttributes("expected an object as \"when\", found \(given.goKind)")
        }
        let way = JSONValue.Member("direction", .text(direction == .toServer ? "toServer" : "toClient"))
        return .object([way] + members.filter { $0.name != way.name })
    }

    /// What is standard is left out: it may have no form in which it can be written.
    private func fault(_ attributes: ToxicAttributes) -> JSONValue {
        let standard = standard
        let told = attributes.members.filter { $0.name != Self.when && standard[$0.name] != $0.value }
        guard !told.isEmpty else { return .text(kind.name) }
        // A fault whose only parameter is a map, such as a link, takes it whole.
        if kind.parameters.count == 1, told.count == 1, told[0].name == kind.parameters[0].name {
            return .object([JSONValue.Member(kind.name, told[0].value)])
        }
        return .object([JSONValue.Member(kind.name, .object(told))])
    }

    private static let when = "when"
}
