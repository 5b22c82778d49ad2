internal import WebSocketWire

/// The French texts for codes that have none of their own, by class.
extension CloseCodeGuide {
    static func french(_ class: CloseCode.Class) -> Text {
        switch `class` {
        case .unused: frenchUnused
        case .defined, .reserved, .neverOnTheWire: frenchReserved
        case .extensions: frenchExtensions
        case .libraries: frenchLibraries
        case .applications: frenchApplications
        case .outOfRange: frenchOutOfRange
        }
    }

    private static let frenchForbiddenInBrowsers = """
        Chromium et Firefox le laissent passer : le code et le motif tels quels, `wasClean` vaut true. node \
        (undici) le refuse, envoie 1002 et rapporte 1006 après un événement error. Dans un navigateur, \
        `close()` ne l'accepte pas et lève InvalidAccessError.
        """

    private static let frenchUnused = Text(
        gist: "pas un code de fermeture",
        meaning: "Les numéros inférieurs à 1000 ne servent pas. Les codes de fermeture commencent à 1000.",
        browser: frenchForbiddenInBrowsers + " À un 0 venu du serveur, Firefox répond par un Close vide.",
        causes: [
            "Un statut HTTP (401, 503) ou un code de sortie mis à la place d'un code de fermeture.",
            "Une variable jamais initialisée, qui vaut donc 0.",
            "Les deux octets du code dans le mauvais ordre : 4099 lu à l'envers donne 784.",
        ],
        next: [
            """
            Trouvez l'émetteur dans une capture : `websocket.opcode == 8` ; le code tient dans les deux \
            premiers octets, celui de poids fort d'abord.
            """,
            """
            Prenez l'équivalent : 1008 pour un refus, 1011 pour une panne, ou 4000 à 4999 pour un code à \
            vous.
            """,
        ])

    private static let frenchReserved = Text(
        gist: "gardé pour l'avenir",
        meaning: """
            Gardé pour de futures versions du protocole. Personne ne lui a donné de sens, donc personne n'a \
            le droit de l'envoyer.
            """,
        browser: frenchForbiddenInBrowsers,
        causes: [
            "Une liste de codes maison qui continue simplement après 1015.",
            "Une faute de frappe : 1100 pour 1000, 1101 pour 1001.",
            "Un outil de test ou de fuzzing.",
        ],
        next: [
            "Trouvez l'émetteur : `websocket.opcode == 8`, puis le sens de la trame.",
            "Donnez aux fins propres à l'application des codes de 4000 à 4999.",
        ])

    private static let frenchExtensions = Text(
        gist: "gardé pour les extensions",
        meaning: """
            Gardé pour des extensions du protocole, convenues dans la poignée de main. Aucune de celles en \
            usage n'en définit (permessage-deflate non plus), donc personne n'a le droit de l'envoyer.
            """,
        browser: frenchForbiddenInBrowsers,
        causes: [
            "Une application qui a pris une plage en apparence libre.",
            "Une extension maison, entre deux programmes qui la connaissent.",
            "Un outil de test ou de fuzzing.",
        ],
        next: [
            "Regardez `Sec-WebSocket-Extensions` dans le 101 : sans extension, ce code n'a pas de sens.",
            "Donnez aux fins propres à l'application des codes de 4000 à 4999.",
        ])

    private static let frenchLibraries = Text(
        gist: "propre à une bibliothèque",
        meaning: """
            Pour les bibliothèques, les frameworks et les protocoles bâtis sur WebSocket, qui peuvent \
            enregistrer un numéro auprès de l'IANA. Celui-ci n'a pas de sens enregistré connu ici : voyez la \
            documentation de qui l'envoie.
            """,
        browser: """
            Le code avec le motif du serveur, `wasClean` vaut true, pas d'événement error. Un script peut le \
            passer à `close()`.
            """,
        causes: [
            "Une bibliothèque de messagerie ou un service de notifications qui signale sa propre erreur.",
            "Une application qui s'est servie ici plutôt qu'entre 4000 et 4999.",
        ],
        next: [
            "Cherchez le numéro dans la documentation et le code source de la bibliothèque.",
            "Regardez le sous-protocole dans le 101 : il dit souvent à qui appartient le code.",
            "Lisez le motif ; dans une capture : `websocket.opcode == 8`.",
        ])

    private static let frenchApplications = Text(
        gist: "propre à l'application",
        meaning: """
            Pour ce qu'un client et un serveur d'une même application conviennent entre eux. Aucun registre \
            ne le connaît, et deux applications peuvent lui donner des sens différents.
            """,
        browser: """
            Le code avec le motif du serveur, `wasClean` vaut true, pas d'événement error. Un script peut le \
            passer à `close()` ; l'événement montre alors la réponse du serveur, et non ce code.
            """,
        causes: [
            """
            L'application a coupé exprès : identification refusée, deuxième session du même compte, \
            exclusion, message incorrect.
            """,
            """
            Beaucoup le forment sur le statut HTTP : 4401 pour 401, 4403 pour 403, 4408 pour 408, 4429 pour \
            429.
            """,
            "Le service appelé le documente : messageries et serveurs GraphQL ont leurs propres listes.",
        ],
        next: [
            "Cherchez le numéro dans le code source de l'application, ou dans la documentation du service.",
            "Lisez le motif, puis le journal du serveur à cette seconde.",
            "Voyez si la liste conseille de reconnecter : après un refus, cela ne sert à rien.",
        ])

    private static let frenchOutOfRange = Text(
        gist: "au-delà de toutes les plages",
        meaning: """
            Aucune plage de codes ne dépasse 4999. Deux octets pourraient le contenir, le protocole n'en \
            fait rien.
            """,
        browser: frenchForbiddenInBrowsers,
        causes: [
            "Les deux octets du code dans le mauvais ordre : 59395 est 1000, octet de poids faible d'abord.",
            "Un numéro propre à l'application, jamais comparé à la plage permise.",
            "Un motif écrit sans code devant : ses deux premières lettres sont prises pour le code.",
            "Un outil de test ou de fuzzing.",
        ],
        next: [
            """
            Regardez les octets : `websocket.opcode == 8`, les deux premiers du contenu, poids fort d'abord.
            """,
            "Deux lettres imprimables à cet endroit (0x20 à 0x7E) : le code a été oublié.",
            "Donnez aux fins propres à l'application des codes de 4000 à 4999.",
        ])
}
