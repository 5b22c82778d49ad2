/// French.
enum FrenchNarrator: Narrator {}
