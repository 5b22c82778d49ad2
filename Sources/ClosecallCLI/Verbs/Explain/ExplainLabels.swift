internal import Closecall
internal import Observer
internal import WebSocketWire

/// The words around the guide's texts: titles of columns and paragraphs.
struct ExplainLabels {
    let code: String
    let name: String
    let gist: String
    let classification: String
    let sentBy: String
    let onTheWire: String
    let browser: String
    let causes: String
    let next: String
    let yes: String
    let no: String
    let unnamed: String
    let hint: String

    static func of(_ language: Language) -> ExplainLabels {
        switch language {
        case .english: english
        case .french: french
        }
    }

    private static let english = ExplainLabels(
        code: "CODE", name: "NAME", gist: "IN SHORT",
        classification: "Class", sentBy: "Sent by", onTheWire: "On the wire", browser: "In a browser",
        causes: "Usual causes", next: "What to look at next",
        yes: "yes", no: "no, a Close frame that carries it breaks the protocol",
        unnamed: "(no registered name)",
        hint: "`closecall explain CODE` tells what causes it and what to look at next.")

    private static let french = ExplainLabels(
        code: "CODE", name: "NOM", gist: "EN BREF",
        classification: "Classe", sentBy: "Émis par", onTheWire: "Sur le fil", browser: "Navigateur",
        causes: "Causes habituelles", next: "Que regarder ensuite",
        yes: "oui", no: "non, une trame Close qui le porte viole le protocole",
        unnamed: "(aucun nom enregistré)",
        hint: "`closecall explain CODE` dit d’où il vient et que regarder ensuite.")
}

extension CloseCodeGuide.Sender {
    /// The label where there is room for it.
    func longLabel(_ language: Language) -> String {
        switch (language, self) {
        case (.english, .either): "either side"
        case (.english, .client): "the client"
        case (.english, .server): "the server"
        case (.french, .either): "l’un ou l’autre côté"
        case (.french, .client): "le client"
        case (.french, .server): "le serveur"
        case (_, .nobody): label(language)
        }
    }

    func label(_ language: Language) -> String {
        switch (language, self) {
        case (.english, .either): "either"
        case (.english, .client): "client"
        case (.english, .server): "server"
        case (.english, .nobody): "nobody"
        case (.french, .either): "les deux"
        case (.french, .client): "client"
        case (.french, .server): "serveur"
        case (.french, .nobody): "personne"
        }
    }
}

extension CloseCode.Class {
    func label(_ language: Language) -> String {
        switch language {
        case .english: english
        case .french: french
        }
    }

    private var english: String {
        switch self {
        case .unused: "unused, 0-999"
        case .defined: "defined for the protocol, 1000-2999"
        case .reserved: "reserved for the protocol, 1000-2999"
        case .neverOnTheWire: "for the local API only, never sent"
        case .extensions: "extensions, 2000-2999"
        case .libraries: "libraries and frameworks, 3000-3999"
        case .applications: "applications, 4000-4999"
        case .outOfRange: "out of range, 5000-65535"
        }
    }

    private var french: String {
        switch self {
        case .unused: "inutilisé, 0-999"
        case .defined: "défini pour le protocole, 1000-2999"
        case .reserved: "réservé au protocole, 1000-2999"
        case .neverOnTheWire: "pour l’API locale seulement, jamais envoyé"
        case .extensions: "extensions, 2000-2999"
        case .libraries: "bibliothèques et frameworks, 3000-3999"
        case .applications: "applications, 4000-4999"
        case .outOfRange: "hors de toute plage, 5000-65535"
        }
    }

    /// What programs read: these words stay, whatever the cases are called.
    var stableName: String {
        switch self {
        case .unused: "unused"
        case .defined: "defined"
        case .reserved: "reserved"
        case .neverOnTheWire: "neverOnTheWire"
        case .extensions: "extensions"
        case .libraries: "libraries"
        case .applications: "applications"
        case .outOfRange: "outOfRange"
        }
    }
}
