/// The page's script: plain, without a library, so that a page of ten thousand sessions opens at once. Each part says
/// what it is for; texts go into the page as text only, never as markup.
enum PageScript {
    static let text =
        "'use strict';\n" + words + reading + overview + filter + list + timeline + ladder + detail + start
}
