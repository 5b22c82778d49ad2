/// The French texts for 1008 to 1015.
extension CloseCodeGuide {
    static let french1008to1015: [UInt16: Text] = [
        1008: Text(
            gist: "refusé par une règle",
            meaning: """
                Une règle du destinataire interdit ce message ou ce client. C'est le refus général, quand \
                aucun autre code ne convient ou que la raison doit rester cachée.
                """,
            browser: frenchAsSent(1008),
            causes: [
                """
                Pas de jeton, un jeton expiré, ou une session terminée pendant que la connexion était \
                ouverte.
                """,
                "Une `Origin` absente de la liste du serveur, vérifiée après la bascule.",
                "Trop de messages par seconde, ou trop de connexions pour un même utilisateur.",
                """
                Un message qui ne passe pas la validation ; des frameworks web en font leur refus à tout \
                faire.
                """,
            ],
            next: [
                """
                Lisez le motif, puis le journal du serveur à cette seconde : la règle y est nommée, ou nulle \
                part.
                """,
                "Comparez l'âge de la connexion avec la durée de vie du jeton.",
                "Ne reconnectez pas aussitôt avec les mêmes identifiants : la réponse sera la même.",
            ]),
        1009: Text(
            gist: "message trop grand",
            meaning: """
                Un message dépassait ce que le destinataire veut bien accepter. La plupart des serveurs \
                comptent après décompression.
                """,
            browser: """
                \(frenchAsSent(1009)) Les navigateurs ne l'envoient pas : une trame qui annonce 2 Gio ou \
                plus fait raccrocher Chromium et Firefox aussitôt, avec 1006 et sans Close.
                """,
            causes: [
                """
                Une limite par défaut que personne n'a choisie : 8 Kio dans Tomcat, 1 Mio dans websockets \
                pour Python, 100 Mio dans ws pour node.
                """,
                "Un fichier ou une image en base64 dans un seul message JSON.",
                "Un état ou un historique envoyé en entier, qui a grandi avec ses utilisateurs.",
                "Un petit message compressé qui en donne un grand.",
                "Une passerelle dont la limite est plus basse que celle du serveur.",
            ],
            next: [
                "Trouvez la taille du dernier message envoyé, décompressé : l'onglet réseau la donne.",
                "Cherchez la limite à chaque étape : bibliothèque du serveur, framework, passerelle.",
                """
                Découpez, ou envoyez un lien. Avant de relever la limite, calculez la mémoire pour tous les \
                clients.
                """,
            ]),
        1010: Text(
            gist: "extension exigée absente",
            meaning: """
                Le client exige une extension que le serveur n'a pas accordée dans la poignée de main. Un \
                serveur à qui il en manque une refuse plutôt la poignée de main.
                """,
            browser: """
                Aucun navigateur n'exige d'extension, donc aucun ne l'envoie. Un serveur qui l'envoie se \
                trompe, et pourtant : \(frenchAsSent(1010))
                """,
            causes: [
                "Un client configuré pour exiger permessage-deflate, face à un serveur qui ne l'a pas.",
                "Un proxy qui retire `Sec-WebSocket-Extensions` au passage.",
                "Un serveur qui a répondu avec des paramètres que le client ne peut pas suivre.",
            ],
            next: [
                "Comparez `Sec-WebSocket-Extensions` dans la requête et dans le 101.",
                "Refaites la même poignée de main sans le proxy.",
                "Laissez le client continuer sans l'extension, s'il le peut.",
            ]),
        1011: Text(
            gist: "panne interne du serveur",
            meaning: """
                Quelque chose d'imprévu a échoué dans le serveur pendant qu'il servait cette connexion : \
                c'est le 500 de WebSocket.
                """,
            browser: frenchAsSent(1011),
            causes: [
                "Une exception que personne n'a rattrapée ; la plupart des frameworks en font un 1011.",
                "Une base de données ou un autre service en arrière-plan qui n'a pas répondu.",
                """
                Un ping de maintien resté sans pong : websockets (Python) ferme avec 1011, même côté \
                client, et le dit dans le motif.
                """,
                "Une boucle d'événements bloquée trop longtemps, d'un côté ou de l'autre.",
            ],
            next: [
                "Trouvez la trace d'exécution dans le journal du serveur à cette seconde.",
                "Lisez le motif : « keepalive ping timeout » désigne le réseau ou une boucle bloquée.",
                "Répétez avec `closecall connect URL` le dernier message envoyé avant.",
            ]),
        1012: Text(
            gist: "le service redémarre",
            meaning: """
                Le serveur s'arrête pour redémarrer. L'IANA a enregistré ce code exactement pour cela : le \
                client sait qu'il sera bientôt de nouveau le bienvenu.
                """,
            browser: frenchAsSent(1012),
            causes: [
                """
                Un déploiement, un rechargement de configuration ; uvicorn, par exemple, l'envoie à chaque \
                arrêt.
                """,
                "Un opérateur qui vide une instance.",
                "Un superviseur qui relance un processus malade.",
            ],
            next: [
                "Reconnectez après quelques secondes tirées au hasard, et davantage après chaque échec.",
                """
                Si personne n'a déployé : cherchez ce qui relance le processus (contrôles de santé, \
                mémoire).
                """,
                "Vérifiez que le client reprend son état : un redémarrage ne doit coûter qu'une pause.",
            ]),
        1013: Text(
            gist: "surchargé, revenez plus tard",
            meaning: """
                Le serveur ne peut pas servir ce client maintenant, et pense le pouvoir plus tard : c'est le \
                503 de WebSocket.
                """,
            browser: frenchAsSent(1013),
            causes: [
                "Trop de connexions, ou plus de mémoire ni de processus disponibles.",
                "Un client qui lit trop lentement : le serveur jette sa file, et la connexion avec.",
                "Un service en arrière-plan qui n'a pas fini de démarrer.",
            ],
            next: [
                """
                Attendez plus longtemps après chaque essai, avec une part de hasard ; un rythme fixe \
                entretient la panne.
                """,
                "Regardez la charge du serveur et sa limite de connexions à cette seconde.",
                "Si c'est le client qui est lent : combien de temps prend son gestionnaire de messages ?",
            ]),
        1014: Text(
            gist: "passerelle : serveur en panne",
            meaning: """
                Une passerelle a accepté la connexion pour un serveur qui a ensuite échoué ou lui a donné \
                une réponse inutilisable : c'est le 502 de WebSocket. La passerelle n'est que la messagère.
                """,
            browser: frenchAsSent(1014),
            causes: [
                "Le serveur derrière la passerelle a planté ou redémarré.",
                "La passerelle ne peut ni résoudre ni joindre ce serveur, ou TLS échoue entre eux.",
                "Ce serveur a répondu à la demande de bascule par autre chose qu'un 101.",
            ],
            next: [
                "Lisez le journal de la passerelle : elle sait ce que le serveur a répondu.",
                "Connectez-vous directement au serveur : `closecall connect URL`.",
                "Vérifiez protocole et port dans la passerelle : `ws` ou `wss`, HTTP/1.1 pour la bascule.",
            ]),
        1015: Text(
            gist: "échec de TLS, vu localement",
            meaning: """
                TLS n'a pas pu s'établir, il n'y a donc jamais eu de WebSocket. Ce numéro est réservé aux \
                API locales : sans connexion, il n'y a personne à qui l'envoyer.
                """,
            browser: """
                Pour un échec de TLS, les scripts reçoivent 1006, comme le veut la norme du web, de peur \
                qu'une page ne sonde d'autres machines. Si un serveur met 1015 dans un Close, Firefox montre \
                un 1015 propre, Chromium et node un 1006 après un événement error.
                """,
            causes: [
                "Un certificat expiré, autosigné ou établi à un autre nom.",
                """
                Un certificat intermédiaire manquant : un navigateur y remédie parfois, les autres clients \
                non.
                """,
                "`wss://` vers un port qui parle `ws://` en clair, ou l'inverse.",
                """
                Aucune version de TLS ni suite de chiffrement commune ; une horloge fausse de plusieurs \
                années.
                """,
                "Un proxy d'entreprise qui ouvre TLS avec une autorité que le client ne connaît pas.",
            ],
            next: [
                """
                Lancez `openssl s_client -connect HOST:443 -servername HOST` et lisez le résultat de la \
                vérification.
                """,
                "Ouvrez `https://HOST` dans le même navigateur : il explique ce que `wss://` cache.",
                "Dans Wireshark, `tls.alert_message` montre qui a renoncé, et pourquoi.",
            ]),
    ]
}
