/// The French texts, written with plain spaces and apostrophes; `withFrenchSpacing` sets the typographic
/// ones.
extension CloseCodeGuide {
    static let french1000to1007: [UInt16: Text] = [
        1000: Text(
            gist: "le travail est fini",
            meaning: """
                Les deux côtés ont terminé et se le sont dit. Du point de vue de WebSocket, rien n'a échoué.
                """,
            browser: """
                \(frenchAsSent(1000)) Deux exceptions : `wasClean` vaut false dans Firefox quand le FIN du \
                serveur arrive en même temps que son Close, et dans Chromium quand un RST suit l'échange des \
                Close. Après un `close(4001)` de votre part, l'événement porte la réponse du serveur : y \
                lire 1000 signifie seulement que le serveur a répondu 1000.
                """,
            causes: [
                "L'application a appelé `close(1000)`, ou `close` avec un motif pour seul argument.",
                "Le serveur a terminé un flux qui a une fin : déconnexion, partie finie, envoi achevé.",
                """
                Le comportement par défaut d'une bibliothèque : beaucoup envoient 1000 quelle que soit la \
                raison de l'arrêt. Un 1000 qui laisse du travail en plan est un bogue du code qui l'a \
                choisi.
                """,
                """
                La réponse d'un client qui répond toujours 1000 : c'est le cas d'aiohttp et de \
                websocket-client, quel que soit le code du serveur.
                """,
            ],
            next: [
                """
                Cherchez qui a fermé le premier : dans Wireshark, `websocket.opcode == 8`, la première des \
                deux trames.
                """,
                """
                Retrouvez dans les deux programmes l'appel qui ferme, et donnez à chacun un motif bien à \
                lui.
                """,
                """
                Si le client aurait dû revenir : une règle de reconnexion du genre « sauf 1000 » l'en \
                empêche.
                """,
            ]),
        1001: Text(
            gist: "un côté s'en va",
            meaning: """
                Un des deux côtés part pour des raisons qui lui sont propres : le serveur s'arrête ou \
                l'utilisateur quitte la page. Cela ne dit rien de l'échange lui-même.
                """,
            browser: """
                \(frenchAsSent(1001)) Quand on quitte la page, c'est le serveur qui voit le 1001 ; il ne \
                faut plus compter sur les gestionnaires de la page.
                """,
            causes: [
                "Un déploiement ou un redémarrage : le serveur ferme ses connexions avant de s'arrêter.",
                "L'onglet a été fermé, rechargé ou envoyé vers une autre page.",
                """
                Une passerelle ou un répartiteur de charge a atteint sa limite d'inactivité ou d'âge de \
                connexion et ferme proprement.
                """,
                "La mise à l'échelle automatique a retiré l'instance qui tenait la connexion.",
            ],
            next: [
                "Comparez l'heure avec le journal des déploiements et des changements d'échelle.",
                """
                Notez la durée de vie de la connexion : le même chiffre rond à chaque fois trahit une limite \
                configurée.
                """,
                "Reconnectez après un délai aléatoire, sinon tous les clients reviennent au même instant.",
            ]),
        1002: Text(
            gist: "protocole violé par un pair",
            meaning: """
                L'émetteur de ce code a reçu des octets que la RFC 6455 interdit et a abandonné la \
                connexion. La faute est dans ce que l'autre côté a envoyé, ou dans un équipement \
                intermédiaire qui a touché aux octets.
                """,
            browser: """
                Si c'est le serveur qui l'envoie : `code` 1002, et `wasClean` vaut true. Si c'est le \
                navigateur qui constate la faute, le script voit 1006 et `wasClean` à false, après un \
                événement error : Chromium envoie 1002 avec un motif explicatif, Firefox n'envoie aucun \
                Close.
                """,
            causes: [
                """
                Les trames de deux fils d'exécution mêlées sur un même socket, faute d'écritures \
                sérialisées.
                """,
                "Un client qui ne masque pas, ou un serveur qui masque (Firefox l'accepte, Chromium non).",
                "Un opcode réservé, ou un bit réservé sans l'extension qui lui donne un sens.",
                "Un ping ou un Close de plus de 125 octets, ou fragmenté.",
                "Un nouveau message commencé avant le dernier fragment du précédent.",
                "Un Close portant un code interdit (1005, 1006, 1015) ou un seul octet de contenu.",
                "Un proxy qui a écrit une page d'erreur HTTP dans le flux déjà basculé.",
                "Du texte qui n'est pas de l'UTF-8 : Chromium le signale par 1002 et non par 1007.",
            ],
            next: [
                """
                Lisez le motif : la plupart des bibliothèques y nomment la faute. La console de Chromium \
                aussi.
                """,
                "Capturez, et regardez la dernière trame de l'autre sens avant `websocket.opcode == 8`.",
                "Essayez sans le proxy : si tout va bien, comparez les octets de part et d'autre.",
                """
                Placez votre client devant `closecall serve`, ou lancez `closecall connect URL` sur votre \
                serveur.
                """,
            ]),
        1003: Text(
            gist: "type de données refusé",
            meaning: """
                Le message était bien formé, mais d'une sorte que le destinataire n'accepte pas : \
                d'ordinaire du binaire là où il attend du texte, ou l'inverse.
                """,
            browser: frenchAsSent(1003),
            causes: [
                """
                Une bibliothèque qui envoie un tampon d'octets en binaire à un service qui ne lit que du \
                texte.
                """,
                "Un service protobuf, CBOR ou MQTT qui a reçu du texte.",
                "Certains frameworks l'emploient pour un texte qui n'est pas du JSON valable.",
                "Le mauvais service : l'URL mène à un programme qui parle un autre format.",
            ],
            next: [
                """
                Regardez l'opcode du dernier message : `websocket.opcode == 1` pour du texte, `== 2` pour du \
                binaire.
                """,
                """
                Vérifiez ce que reçoit `send()` : une chaîne donne du texte, un Blob ou un ArrayBuffer du \
                binaire.
                """,
                "Comparez le chemin de l'URL et le sous-protocole du 101 avec ce que le client attend.",
            ]),
        1004: Text(
            gist: "mis de côté, sans sens",
            meaning: """
                La RFC 6455 a mis ce numéro de côté et personne ne lui a donné de sens depuis. Un programme \
                qui l'envoie l'a inventé.
                """,
            browser: """
                Chromium et Firefox le laissent passer : `code` 1004, `wasClean` vaut true. node (undici) le \
                refuse, envoie 1002 et rapporte 1006 après un événement error.
                """,
            causes: [
                "Une liste de codes maison qui compte à partir de 1000 sans regarder le registre.",
                """
                Une bibliothèque du temps des brouillons, où 1004 désignait une trame trop grande (1009 \
                aujourd'hui).
                """,
                "Un outil de test ou de fuzzing.",
            ],
            next: [
                "Trouvez l'émetteur : `websocket.opcode == 8`, puis le sens de la trame.",
                "Remplacez-le par 1008 ou 1009, ou par un code à vous, de 4000 à 4999.",
            ]),
        1005: Text(
            gist: "un Close sans code",
            meaning: """
                La connexion s'est fermée dans les règles, mais la trame Close ne contenait pas de code. Ce \
                numéro tient lieu de ce qui manquait : l'API du côté qui reçoit l'invente.
                """,
            browser: """
                `code` 1005, motif vide, `wasClean` vaut true, pas d'événement error. Firefox montre aussi \
                un 1005 propre quand le Close contient un seul octet, ou porte vraiment 1005 ; Chromium en \
                fait, dans les deux cas, un 1006 avec un événement error.
                """,
            causes: [
                "L'autre côté a appelé `close()` sans code.",
                "Ou bien votre côté : le Close part vide, et les serveurs y répondent par un Close vide.",
                "Une bibliothèque ou une passerelle qui ferme ainsi d'elle-même.",
            ],
            next: [
                "Considérez que c'est une fin en bon ordre : rien n'est cassé.",
                "Donnez un code et un motif à chaque `close`, pour que le prochain journal en dise plus.",
                "Pour savoir qui fut le premier : `websocket.opcode == 8 && websocket.payload_length == 0`.",
            ]),
        1006: Text(
            gist: "coupée, sans trame Close",
            meaning: """
                La connexion a pris fin sans qu'une trame Close complète soit arrivée. Personne n'a envoyé \
                ce numéro : l'API locale l'invente, et il ne dit pas à qui la faute. Il recouvre tout, de la \
                poignée de main refusée au câble arraché.
                """,
            browser: """
                `code` 1006, motif vide, `wasClean` vaut false. Un événement error précède si la poignée de \
                main a échoué ou si le navigateur a lui-même constaté une faute de protocole ; après un \
                simple FIN il n'y en a pas ; après un RST, Firefox en émet un, Chromium non. Les scripts \
                n'en apprennent volontairement pas davantage ; la console, si. Une curiosité : un serveur \
                qui met 1006 dans un Close obtient de Firefox un 1006 propre.
                """,
            causes: [
                """
                Un délai d'inactivité en chemin, sur un répartiteur de charge, un proxy ou un NAT. 60 \
                secondes est une valeur courante (`proxy_read_timeout` de nginx, bien des répartiteurs des \
                clouds).
                """,
                """
                La poignée de main n'a jamais abouti : un proxy qui ne transmet pas `Upgrade` et \
                `Connection`, un 401, 403, 404 ou 502 au lieu du 101, une page de connexion.
                """,
                """
                Le processus du serveur est mort ou a été tué : plantage, OOM killer, conteneur arrêté avant \
                d'avoir pu fermer.
                """,
                "TLS a échoué : certificat expiré, autosigné, à un autre nom, ou sans sa chaîne.",
                """
                `ws://` depuis une page chargée en https : le navigateur la bloque, ou lève aussitôt \
                SecurityError.
                """,
                "Le réseau a changé : mise en veille, passage du Wi-Fi au mobile, VPN qui vient ou s'en va.",
                """
                Le navigateur a reçu une trame qu'il refuse : masquée, pas en UTF-8, code interdit (voir \
                1002).
                """,
                "Le serveur a lâché le socket sans Close, comme le font `terminate()` et `destroy()`.",
                """
                Votre propre `close()` est resté sans réponse : Chromium renonce après 60 s, Firefox après \
                20 s.
                """,
            ],
            next: [
                """
                `onopen` a-t-il été appelé ? Sinon, c'est la poignée de main : lisez le statut dans l'onglet \
                réseau, ou lancez `closecall connect URL`.
                """,
                """
                Notez depuis combien de secondes rien ne passait. Si c'est chaque fois le même nombre, c'est \
                un délai : envoyez des pings deux fois plus souvent.
                """,
                "Lisez la console du navigateur : elle nomme la cause que le script ignore.",
                """
                Capturez aux deux bouts avec `tcp.flags.fin == 1 || tcp.flags.reset == 1 || websocket.opcode \
                == 8`. Un RST reçu d'un côté et jamais envoyé de l'autre vient d'un équipement \
                intermédiaire.
                """,
                """
                À cette seconde : le journal du serveur, un code de sortie 137, `dmesg` pour l'OOM killer, \
                le proxy.
                """,
            ]),
        1007: Text(
            gist: "texte qui n'est pas UTF-8",
            meaning: """
                Les octets d'un message ne correspondent pas à son type. En pratique : un message texte qui \
                n'est pas de l'UTF-8 valide, ou un message compressé qui ne se décompresse pas.
                """,
            browser: """
                \(frenchAsSent(1007)) Pour un mauvais texte que le navigateur reçoit, aucun ne donne 1007 : \
                le script voit 1006 après un événement error, Chromium envoie 1002, Firefox n'envoie aucun \
                Close. websockets et aiohttp, eux, envoient 1007.
                """,
            causes: [
                "Du texte en Latin-1 ou en Windows-1252 envoyé tel quel.",
                "Un texte coupé par octets, au milieu d'un caractère, et envoyé en deux messages.",
                "Des données binaires envoyées avec l'opcode du texte.",
                "Une moitié de paire de substitution qu'un langage en UTF-16 a convertie sans contrôle.",
                "Un état de compression désynchronisé : la décompression ne donne plus que du bruit.",
            ],
            next: [
                "Enregistrez le contenu du dernier message texte et passez-le à `iconv -f UTF-8 -t UTF-8`.",
                """
                Envoyez les octets en binaire ; coupez le texte par caractères, jamais dans un tampon \
                d'octets.
                """,
                "Essayez sans permessage-deflate : si tout va bien, c'est la compression.",
            ]),
    ]

    static func frenchAsSent(_ code: UInt16) -> String {
        "`code` \(code) avec le motif du serveur, `wasClean` vaut true, pas d'événement error."
    }
}
