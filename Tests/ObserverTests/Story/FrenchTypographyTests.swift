internal import Observer
internal import Testing

struct FrenchTypographyTests {
    @Test
    func `high punctuation and quotes are kept from the ends of lines`() {
        #expect(
            FrenchTypography.set("Vraiment ? Oui : « sauf 1000 » ; voilà !")
                == "Vraiment\u{A0}? Oui\u{A0}: «\u{A0}sauf 1000\u{A0}»\u{A0}; voilà\u{A0}!")
    }

    @Test
    func `apostrophes become typographic`() {
        #expect(FrenchTypography.set("l'émetteur s'en va") == "l’émetteur s’en va")
    }

    @Test
    func `code is left as it is`() {
        #expect(FrenchTypography.set("l'`it's a ? b : c` : fin") == "l’`it's a ? b : c`\u{A0}: fin")
    }
}
