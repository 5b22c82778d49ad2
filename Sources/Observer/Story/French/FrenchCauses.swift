extension FrenchNarrator {
    static func text(of kind: CauseKind) -> CauseText {
        let text =
            switch kind {
            case .closing(let closing): text(of: closing)
            case .dropped(let drop, let place): text(of: drop, place)
            case .refused(let refused): text(of: refused)
            case .opening(let opening): text(of: opening)
            case .ours(let ours): text(of: ours)
            }
        return CauseText(
            label: FrenchTypography.set(text.label), meaning: FrenchTypography.set(text.meaning),
            usually: FrenchTypography.set(text.usually), next: FrenchTypography.set(text.next))
    }

    private static func text(of closing: CauseKind.Closing) -> CauseText {
        switch closing {
        case .byClient:
            CauseText(
                label: "fermée par le client",
                meaning: "Le client a envoyé le premier Close et le serveur y a répondu, dans les règles.",
                usually: "D'ordinaire, l'application a appelé close(), ou la page a été quittée (1001).",
                next:
                    "Regardez le code : le client en a envoyé un, et rapporte celui de la réponse du serveur."
            )
        case .byServer:
            CauseText(
                label: "fermée par le serveur",
                meaning: "Le serveur a envoyé le premier Close et le client y a répondu, dans les règles.",
                usually:
                    """
                    D'ordinaire, le serveur a terminé, s'arrête (1001) ou refuse ce qu'il a reçu \
                    (1002 à 1011).
                    """,
                next: "Regardez le code et le motif, puis le journal du serveur à cette heure-là.")
        case .byBoth:
            CauseText(
                label: "fermée des deux côtés",
                meaning: "Client et serveur ont chacun envoyé un Close avant de recevoir celui de l'autre.",
                usually: "D'ordinaire, les deux ont réagi au même message ou à la même minuterie.",
                next: "Regardez les deux codes : chacun rapporte celui de l'autre.")
        case .noStatus:
            CauseText(
                label: "Close sans code",
                meaning: "Un Close sans code a reçu sa réponse ; les API en font un 1005.",
                usually: "D'ordinaire, quelqu'un a appelé close() sans argument.",
                next:
                    "Donnez un code et un motif à chaque close(), pour que le prochain journal en dise plus.")
        case .unanswered:
            CauseText(
                label: "Close sans réponse",
                meaning:
                    "Un côté a envoyé un Close et l'autre n'en a jamais renvoyé : cela se rapporte en 1006.",
                usually:
                    """
                    D'ordinaire, l'autre avait déjà raccroché, était occupé, ou ferme TCP au lieu de \
                    répondre.
                    """,
                next: "Regardez ce que le côté muet a fait après le Close : un FIN, un RST, ou rien du tout.")
        case .leftOpen:
            CauseText(
                label: "laissée ouverte",
                meaning: "Les deux Close ont été échangés, puis personne n'a mis fin à la connexion TCP.",
                usually:
                    """
                    D'ordinaire, c'est le serveur, à qui cela revient (RFC 6455 §7.1.1), qui garde \
                    le socket.
                    """,
                next: "Vérifiez que le serveur ferme son socket une fois les deux Close envoyés.")
        case .malformed:
            CauseText(
                label: "Close mal formé",
                meaning: "Une trame Close avait un contenu qu'aucune ne peut avoir.",
                usually:
                    "D'ordinaire, un code qu'on ne doit pas envoyer (1005, 1006, 1015), ou un motif coupé.",
                next: "Regardez le contenu : deux octets de code, puis au plus 123 octets d'UTF-8.")
        }
    }

    private static func text(of drop: Cause.Drop, _ place: Cause.Place) -> CauseText {
        let how: (label: String, meaning: String, usually: String) =
            switch drop {
            case .fin:
                (
                    "FIN", "Un côté a mis fin à TCP par un FIN",
                    """
                    D'ordinaire, un processus a pris fin, un socket a été fermé sans Close, ou un \
                    délai a expiré en chemin.
                    """
                )
            case .truncated:
                (
                    "FIN nu", "Un côté a mis fin à TCP par un FIN sans le close_notify de TLS",
                    """
                    D'ordinaire, une bibliothèque omet close_notify ; mais n'importe qui en chemin a \
                    pu couper là.
                    """
                )
            case .rst:
                (
                    "RST", "Un côté a réinitialisé la connexion TCP",
                    """
                    D'ordinaire, un processus tué, des octets jetés sans être lus, ou un \
                    intermédiaire qui a oublié la connexion.
                    """
                )
            case .lost:
                (
                    "perdue", "Le réseau a perdu la connexion",
                    "D'ordinaire, une route, un lien ou une machine a disparu, et plus rien ne répondait."
                )
            }
        return CauseText(
            label: "\(how.label) \(label(place))", meaning: "\(how.meaning) \(meaning(place)).",
            usually: how.usually, next: next(place))
    }

    private static func label(_ place: Cause.Place) -> String {
        switch place {
        case .betweenFrames: "entre deux trames"
        case .betweenFragments: "entre deux fragments"
        case .inHeader: "dans un en-tête"
        case .inPayload: "dans un contenu"
        case .inHandshake: "avant le 101"
        }
    }

    private static func meaning(_ place: Cause.Place) -> String {
        switch place {
        case .betweenFrames: "entre deux trames, sans Close, ce qui se rapporte en 1006"
        case .betweenFragments: "entre deux fragments d'un message, qui est perdu"
        case .inHeader: "au milieu de l'en-tête d'une trame"
        case .inPayload: "au milieu du contenu d'une trame, dont le message est perdu"
        case .inHandshake: "avant la fin de la poignée de main, si bien qu'il n'y a jamais eu de WebSocket"
        }
    }

    private static func next(_ place: Cause.Place) -> String {
        switch place {
        case .betweenFrames:
            "Regardez depuis combien de temps rien ne passait : toujours le même nombre trahit un délai."
        case .betweenFragments: "Regardez qui produit le message, et s'il s'arrête sur une exception."
        case .inHeader, .inPayload:
            "Cherchez un plantage ou un arrêt forcé à cette seconde : qui finit bien finit entre deux trames."
        case .inHandshake:
            "Regardez la requête dans le journal du serveur, et les proxys qui ne connaissent pas Upgrade."
        }
    }

    private static func text(of refused: CauseKind.Refused) -> CauseText {
        switch refused {
        case .protocolViolation:
            CauseText(
                label: "protocole violé",
                meaning: "Une trame viole la RFC 6455, et celui qui l'a reçue a abandonné la connexion.",
                usually:
                    """
                    D'ordinaire, deux fils écrivent sur un même socket, un masque manque, ou une \
                    passerelle a touché aux octets.
                    """,
                next: "Regardez la trame et l'octet nommés, et qui les a écrits.")
        case .messageTooBig:
            CauseText(
                label: "message trop grand",
                meaning: "Un message dépassait ce que l'autre côté accepte (1009).",
                usually:
                    "D'ordinaire, une limite de la bibliothèque, souvent 1 Mio, que personne n'a choisie.",
                next: "Relevez la limite, ou envoyez en morceaux.")
        case .invalidUTF8:
            CauseText(
                label: "UTF-8 invalide",
                meaning: "Un message texte n'était pas de l'UTF-8 (1007 ; les navigateurs rapportent 1006).",
                usually:
                    """
                    D'ordinaire, du binaire envoyé comme texte, du Latin-1, ou un texte coupé au \
                    milieu d'un caractère.
                    """,
                next: "Regardez l'octet nommé, et envoyez les octets en binaire.")
        case .deflateDamage:
            CauseText(
                label: "compression abîmée",
                meaning: "Un message compressé n'a pas pu être décompressé.",
                usually:
                    """
                    D'ordinaire, les deux côtés ne s'entendent pas sur le contexte, ou une \
                    passerelle a touché aux octets.
                    """,
                next:
                    """
                    Essayez sans permessage-deflate, et comparez les paramètres de la requête et de \
                    la réponse.
                    """
            )
        case .other:
            CauseText(
                label: "trames refusées",
                meaning:
                    "Un côté a abandonné la connexion pour quelque chose dans les trames qui n'a pas été vu.",
                usually:
                    "D'ordinaire, une limite ou une règle de l'application, comme un format ou une taille.",
                next: "Regardez le code et le motif de son Close, puis son journal.")
        }
    }

    private static func text(of opening: CauseKind.Opening) -> CauseText {
        switch opening {
        case .refused:
            CauseText(
                label: "poignée de main refusée",
                meaning: "La réponse à la poignée de main avait un autre statut que 101.",
                usually:
                    """
                    D'ordinaire, une authentification (401, 403), un mauvais chemin (404), ou un \
                    proxy sans serveur (502).
                    """,
                next: "Regardez le statut et qui a répondu : l'application ou une passerelle devant elle.")
        case .invalid:
            CauseText(
                label: "poignée de main invalide",
                meaning: "La réponse à la poignée de main est de celles que le client ne doit pas accepter.",
                usually: "D'ordinaire, une passerelle a retiré ou réécrit un champ d'en-tête.",
                next: "Comparez l'en-tête de la réponse à celui de la requête, champ par champ.")
        case .unreachable:
            CauseText(
                label: "serveur injoignable",
                meaning: "Le proxy n'a pas pu se connecter au serveur.",
                usually: "D'ordinaire, rien n'écoute là, ou un nom ou un port est faux.",
                next: "Essayez l'adresse de --upstream depuis la machine où tourne le proxy.")
        case .tls:
            CauseText(
                label: "échec de TLS",
                meaning:
                    """
                    TLS a échoué, il n'y a donc jamais eu de WebSocket ; les navigateurs rapportent \
                    1006, pas 1015.
                    """,
                usually: "D'ordinaire, un certificat expiré, à un autre nom, ou d'une autorité inconnue.",
                next: "Regardez les noms, les dates et l'émetteur du certificat.")
        case .notWebSocket:
            CauseText(
                label: "pas de WebSocket",
                meaning: "Personne n'a demandé de WebSocket sur cette connexion.",
                usually:
                    """
                    D'ordinaire, de simples requêtes d'une page, un contrôle de santé, ou une \
                    connexion d'avance du navigateur.
                    """,
                next: "Rien à voir : ce n'est pas la fin d'un WebSocket.")
        }
    }

    private static func text(of ours: CauseKind.Ours) -> CauseText {
        switch ours {
        case .idle:
            CauseText(
                label: "inactive trop longtemps",
                meaning: "Rien n'a bougé pendant si longtemps que le proxy a mis fin à la session.",
                usually:
                    "D'ordinaire, personne n'envoie de pings, ou un côté a disparu sans laisser de trace.",
                next: "Envoyez des pings, ou relevez --idle-timeout.")
        case .handshake:
            CauseText(
                label: "poignée de main trop lente",
                meaning: "La requête ou sa réponse a tant tardé que le proxy a mis fin à la session.",
                usually: "D'ordinaire, le serveur accepte la connexion puis reste bloqué.",
                next: "Regardez ce que le serveur fait de la requête.")
        case .killed:
            CauseText(
                label: "coupée par une règle",
                meaning: "Une règle du scénario a mis fin à la connexion.",
                usually: "C'est à cela que sert le scénario.",
                next: "Regardez comment chaque côté s'en est sorti.")
        case .shutDown:
            CauseText(
                label: "proxy arrêté",
                meaning: "La session était encore ouverte quand le proxy s'est arrêté.",
                usually: "Quelqu'un l'a arrêté, ou son travail était terminé.",
                next: "Rien à voir : cela ne dit rien du client ni du serveur.")
        case .unknown:
            CauseText(
                label: "inconnue",
                meaning: "Rien de ce qui a été vu n'explique la fin de la session, ou elle n'a pas pris fin.",
                usually: "D'ordinaire, une capture qui commence tard ou s'arrête tôt.",
                next: "Regardez les indices : les dernières trames, les FIN et les RST des deux côtés.")
        }
    }
}
