#include "identify/data/data_index.h"

// Whatever an index says, looking things up in it ends, and reads nothing outside.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace petze;
    auto const index = DataIndex::of_bytes({data, size}, "fuzz");
    if (!index)
        return 0;
    for (auto const& set : index->sets()) {
        for (auto const* text : {"192.0.2.1", "10.0.0.0", "255.255.255.255", "2001:db8::1", "::"}) {
            auto const address = Address::parse(text).value();
            for (auto hit = set.find(address); hit; hit = set.around(*hit, address)) {
                (void)set.text(hit->fact.subject);
                (void)hit->range.text();
                (void)hit->range.block_around(address).text();
            }
        }
        (void)set.system(23724);
        (void)set.organisation("ORG-EXAMPLE");
    }
    return 0;
}
