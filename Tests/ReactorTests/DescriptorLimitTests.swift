import Testing

@testable import Reactor

@Suite struct DescriptorLimitTests {
    @Test func `the limit is raised to what may be had`() {
        #expect(DescriptorLimit.raise() == descriptorLimits().hard)
        #expect(descriptorLimits().soft == descriptorLimits().hard)
        #expect(DescriptorLimit.raise() == descriptorLimits().hard)
    }
}
