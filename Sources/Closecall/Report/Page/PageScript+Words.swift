extension PageScript {
    /// Every text of the page in both languages, and how numbers are written.
    static let words = #"""
        const words = {
          en: {
            ended: (n) => n === 1 ? '1 session ended' : `${number(n)} sessions ended`,
            badly: (n) => n === 0 ? 'none of them badly' : `${number(n)} of them badly`,
            open: (n) => `${number(n)} still open when the journal ended`,
            scenario: 'Scenario', noScenario: 'no scenario', seed: 'seed', from: 'Journal', began: 'Began', over: 'over',
            selected: (filter, all) => `Selected by ${filter} from ${number(all)} sessions.`,
            missed: (n) => `The proxy could not write ${number(n)} entries in time: they are missing here.`,
            broken: (n) => `${number(n)} lines of the journal could not be read.`,
            byCause: 'Endings by cause', byCode: 'What each side was told', byLength: 'How long sessions took',
            byWhom: 'Whose doing it was', byRule: 'Rules that ended sessions', pick: 'click to filter',
            client: 'client', server: 'server', fault: 'fault', proxy: 'proxy', network: 'network', nobody: 'unknown',
            Client: 'Client', Server: 'Server', Proxy: 'Proxy',
            errorOnly: 'error only', pending: 'nothing', none: '–', shortError: 'error', shortPending: '…',
            more: (n) => `${number(n)} more`, less: 'fewer',
            search: 'Search path, reason, story, rule, #', onlyBad: 'ended badly', anyCause: 'any cause',
            anyCode: 'any code', anyBy: 'anybody’s doing', anyRule: 'any rule', clear: 'clear', of: 'of',
            noMatch: 'No session is like that.', noSession: 'The journal has no session.',
            headId: '#', headWhat: 'Path and cause', headLine: 'Client above, server below', headLong: 'Took',
            session: 'Session', previous: 'previous session', next: 'next session',
            doing: { client: 'The client’s doing', server: 'The server’s doing', fault: 'A fault’s doing',
              proxy: 'The proxy’s doing', network: 'The network’s doing' },
            ruled: (rule) => `Rule “${rule}”`, byNobody: 'Nobody knows whose doing it was',
            stillOpen: 'open', clean: 'clean', unclean: 'not clean', noReason: 'no reason', reports: 'as',
            opened: 'it had been told “open”', unopened: 'it was never told “open”', hadError: 'an error event came first',
            saysErrorOnly: 'an error event, and no close event', saysPending: 'no event at all',
            saysNothing: 'no WebSocket to report of',
            timeline: 'What happened', frame: 'frame',
            fin: 'FIN', rst: 'RST', truncated: 'FIN without close_notify', failed: 'failure', finished: 'FIN', reset: 'RST',
            left: (n) => `${number(n)} more frames`, leftFaults: (n) => `${number(n)} more faults`,
            leftOut: (n) => `${number(n)} frames in between are left out of this page.`,
            lastOnly: 'Only the last frames are known: record with --frames to see them all.',
            noEvents: 'The journal has no more of this session.', halfOpen: 'half open', noCode: 'no code',
            facts: 'Facts', cause: 'Cause', time: 'Began', took: 'Took', clientAt: 'Client', serverAt: 'Server',
            knownAs: 'Rules know it as', answer: 'Answer', subprotocol: 'Subprotocol', compression: 'Compression',
            deflate: 'permessage-deflate', messages: 'Messages', frames: 'Frames', bytes: 'Bytes', dropped: 'Not delivered',
            stood: 'Streams stood', toServer: 'to server', toClient: 'to client', meaning: 'What it means',
            again: 'The same in a terminal', ordinal: 'no.', runs: (n) => `${n} runs`, packed: 'deflated',
            places: { 'between-messages': 'between messages', 'between-fragments': 'between fragments',
              'in-header': 'in a header', 'in-payload': 'in a payload' },
          },
          fr: {
            ended: (n) => n === 1 ? '1 session terminée' : `${number(n)} sessions terminées`,
            badly: (n) => n === 0 ? 'aucune ne s’est mal terminée' : `dont ${number(n)} mal`,
            open: (n) => `${number(n)} encore ouverte${n === 1 ? '' : 's'} à la fin du journal`,
            scenario: 'Scénario', noScenario: 'sans scénario', seed: 'graine', from: 'Journal', began: 'Début', over: 'sur',
            selected: (filter, all) => `Sélection ${filter} parmi ${number(all)} sessions.`,
            missed: (n) => `Le proxy n’a pas pu écrire à temps ${number(n)} entrées : elles manquent ici.`,
            broken: (n) => `${number(n)} lignes du journal n’ont pas pu être lues.`,
            byCause: 'Fins par cause', byCode: 'Ce que chaque côté a appris', byLength: 'Durée des sessions',
            byWhom: 'À qui la faute', byRule: 'Règles qui ont mis fin à des sessions', pick: 'cliquer pour filtrer',
            client: 'client', server: 'serveur', fault: 'panne', proxy: 'proxy', network: 'réseau', nobody: 'inconnu',
            Client: 'Client', Server: 'Serveur', Proxy: 'Proxy',
            errorOnly: 'erreur seule', pending: 'rien', none: '–', shortError: 'erreur', shortPending: '…',
            more: (n) => `${number(n)} de plus`, less: 'moins',
            search: 'Chercher chemin, raison, récit, règle, n°', onlyBad: 'mal terminées', anyCause: 'toute cause',
            anyCode: 'tout code', anyBy: 'peu importe qui', anyRule: 'toute règle', clear: 'effacer', of: 'sur',
            noMatch: 'Aucune session ne correspond.', noSession: 'Le journal ne contient aucune session.',
            headId: 'N°', headWhat: 'Chemin et cause', headLine: 'Client en haut, serveur en bas', headLong: 'Durée',
            session: 'Session', previous: 'session précédente', next: 'session suivante',
            doing: { client: 'Le fait du client', server: 'Le fait du serveur', fault: 'Le fait d’une panne provoquée',
              proxy: 'Le fait du proxy', network: 'Le fait du réseau' },
            ruled: (rule) => `Règle « ${rule} »`, byNobody: 'Nul ne sait à qui la faute',
            stillOpen: 'ouverte', clean: 'propre', unclean: 'pas propre', noReason: 'sans raison', reports: 'selon',
            opened: '« open » lui avait été annoncé', unopened: '« open » ne lui a jamais été annoncé',
            hadError: 'précédé d’un événement error',
            saysErrorOnly: 'un événement error, et pas de close', saysPending: 'aucun événement',
            saysNothing: 'pas de WebSocket dont parler',
            timeline: 'Ce qui s’est passé', frame: 'trame',
            fin: 'FIN', rst: 'RST', truncated: 'FIN sans close_notify', failed: 'échec', finished: 'FIN', reset: 'RST',
            left: (n) => `${number(n)} autres trames`, leftFaults: (n) => `${number(n)} autres pannes`,
            leftOut: (n) => `${number(n)} trames intermédiaires ne figurent pas dans cette page.`,
            lastOnly: 'Seules les dernières trames sont connues : enregistrez avec --frames pour les voir toutes.',
            noEvents: 'Le journal n’en dit pas plus de cette session.', halfOpen: 'à demi ouverte', noCode: 'sans code',
            facts: 'Faits', cause: 'Cause', time: 'Début', took: 'Durée', clientAt: 'Client', serverAt: 'Serveur',
            knownAs: 'Pour les règles', answer: 'Réponse', subprotocol: 'Sous-protocole', compression: 'Compression',
            deflate: 'permessage-deflate', messages: 'Messages', frames: 'Trames', bytes: 'Octets', dropped: 'Non remis',
            stood: 'Où en étaient les flux', toServer: 'vers le serveur', toClient: 'vers le client',
            meaning: 'Ce que cela veut dire', again: 'La même chose dans un terminal', ordinal: 'n°',
            runs: (n) => `${n} exécutions`, packed: 'compressé',
            places: { 'between-messages': 'entre deux messages', 'between-fragments': 'entre deux fragments',
              'in-header': 'dans un en-tête', 'in-payload': 'dans une charge utile' },
          },
        };
        let lang = 'en', w = words.en;
        const locale = () => lang === 'fr' ? 'fr-FR' : 'en-GB';
        const number = (n) => n.toLocaleString(lang === 'fr' ? 'fr-FR' : 'en-US');
        const decimal = (n, places) => n.toLocaleString(lang === 'fr' ? 'fr-FR' : 'en-US',
          { maximumFractionDigits: places, minimumFractionDigits: 0 });
        function span(us) {
          if (us < 0) return '';
          const ms = us / 1000;
          if (ms < 9.95) return decimal(ms, 1) + ' ms';
          if (ms < 999.5) return decimal(ms, 0) + ' ms';
          if (ms < 59950) return decimal(ms / 1000, ms < 9995 ? 2 : 1) + ' s';
          const s = Math.round(ms / 1000);
          if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
          const m = Math.round(s / 60);
          return `${Math.floor(m / 60)} h ${m % 60} min`;
        }
        const size = (n) => n < 1024 ? `${number(n)} ${lang === 'fr' ? 'o' : 'B'}` :
          n < 1048576 ? `${decimal(n / 1024, 1)} ${lang === 'fr' ? 'Kio' : 'KiB'}` :
          `${decimal(n / 1048576, 1)} ${lang === 'fr' ? 'Mio' : 'MiB'}`;
        const quoted = (text) => lang === 'fr' ? `« ${text} »` : `“${text}”`;
        /* Control characters, and the marks that turn text around: spelled out, so that no peer draws in this page. */
        const plain = (text) => text.replace(
          /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
          (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);

        """#
}
