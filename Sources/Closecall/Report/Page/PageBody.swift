/// What stands in the page before its script fills it.
enum PageBody {
    static let text = #"""
        <div class="wide" id="head"></div>
        <div class="wide"><section class="overview" id="overview"></section></div>
        <div class="tools"><div class="wide" id="tools" role="search"></div></div>
        <main class="wide split">
        <section><div class="heads row" id="heads" aria-hidden="true"></div>
        <div class="list" id="list" role="listbox" tabindex="0"></div></section>
        <aside class="detail" id="detail" tabindex="-1" aria-live="polite"></aside>
        </main>

        """#
}
