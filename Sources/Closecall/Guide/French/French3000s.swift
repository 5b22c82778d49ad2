/// The French texts for what libraries have registered with IANA.
extension CloseCodeGuide {
    static let french3000s: [UInt16: Text] = [
        3000: Text(
            gist: "identifiez-vous d'abord",
            meaning: """
                Le client n'est pas autorisé à ce qu'il demande à l'application : l'équivalent du 401 de \
                HTTP, enregistré auprès de l'IANA.
                """,
            browser: frenchAsSent(3000),
            causes: [
                "Pas d'identifiants dans le premier message, le cookie ou l'URL.",
                "Un jeton expiré pendant que la connexion était ouverte.",
                "Un cookie qui n'est pas parti : autre site, `SameSite`, ou `ws://` avec un cookie Secure.",
            ],
            next: [
                "Regardez les cookies et les en-têtes de la poignée de main dans l'onglet réseau.",
                "Demandez un nouveau jeton avant de reconnecter : l'ancien sera de nouveau refusé.",
                "Comparez les horloges de l'émetteur du jeton et du serveur.",
            ]),
        3003: Text(
            gist: "connu, mais pas autorisé",
            meaning: """
                Le client est connu mais n'a pas droit à ce qu'il demande : l'équivalent du 403 de HTTP, \
                enregistré auprès de l'IANA.
                """,
            browser: frenchAsSent(3003),
            causes: [
                "L'utilisateur n'a pas le rôle ou l'abonnement requis pour ce canal.",
                "Des droits retirés pendant que la connexion était ouverte.",
                "Une adresse ou une origine que l'application exclut.",
            ],
            next: [
                "Cherchez la demande qui précède le Close, et le droit qu'elle exige.",
                "Ne reconnectez pas automatiquement : seul un changement de droits y fera quelque chose.",
                "Retrouvez la décision dans le journal d'audit du serveur.",
            ]),
        3008: Text(
            gist: "réponse trop tardive",
            meaning: """
                Un côté a attendu une réponse de l'application et a renoncé : l'équivalent du 408 de HTTP, \
                enregistré auprès de l'IANA. La connexion elle-même pouvait être en bonne santé.
                """,
            browser: frenchAsSent(3008),
            causes: [
                "Le client n'a pas envoyé son identification ou son abonnement dans le temps imparti.",
                "Une demande à l'application qui dure plus longtemps que la limite de l'autre côté.",
                """
                Un onglet en arrière-plan dont le navigateur a ralenti les minuteries : le signe de vie \
                arrive tard.
                """,
            ],
            next: [
                "Mesurez le temps entre la dernière demande et le Close : c'est la limite.",
                "Regardez quel côté s'est tu : `websocket.opcode == 1 || websocket.opcode == 2`.",
                "Répondez plus tôt, envoyez des signes de vie ou relevez la limite, dans cet ordre.",
            ]),
    ]
}
