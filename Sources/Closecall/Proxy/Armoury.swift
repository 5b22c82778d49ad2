internal import Relay

/// All that is armed, in order. A change makes another one.
final class Armoury: Sendable {
    let armaments: [Armament]
    let groups: [RuleGroup]
    /// How often anything was armed so far.
    private let edition: Int

    /// Nothing.
    convenience init() { self.init([], [], edition: 0) }

    private init(_ armaments: [Armament], _ groups: [RuleGroup], edition: Int) {
        (self.armaments, self.groups, self.edition) = (armaments, groups, edition)
    }

    /// One more behind the others, or in the place of the one with its name.
    func arming(_ new: Armament) -> Armoury {
        let group = RuleGroup(new.name, new.rules, share: new.toxicity, edition: edition + 1)
        var (armaments, groups) = (armaments, groups)
        if let index = armaments.firstIndex(where: { $0.name == new.name }) {
            (armaments[index], groups[index]) = (new, group)
        } else {
            armaments.append(new)
            groups.append(group)
        }
        return Armoury(armaments, groups, edition: edition + 1)
    }

    /// All but the one of this name; nil if there is none.
    func disarming(_ name: String) -> Armoury? {
        guard let index = armaments.firstIndex(where: { $0.name == name }) else { return nil }
        var (armaments, groups) = (armaments, groups)
        armaments.remove(at: index)
        groups.remove(at: index)
        return Armoury(armaments, groups, edition: edition)
    }

    /// Nothing any more.
    func disarmingAll() -> Armoury { Armoury([], [], edition: edition) }
}
