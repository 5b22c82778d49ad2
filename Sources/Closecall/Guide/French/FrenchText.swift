internal import Observer

extension CloseCodeGuide.Text {
    /// The same words with French typography. What stands in backquotes is code and stays.
    var withFrenchSpacing: CloseCodeGuide.Text {
        CloseCodeGuide.Text(
            gist: FrenchTypography.set(gist), meaning: FrenchTypography.set(meaning),
            browser: FrenchTypography.set(browser), causes: causes.map(FrenchTypography.set),
            next: next.map(FrenchTypography.set))
    }
}
