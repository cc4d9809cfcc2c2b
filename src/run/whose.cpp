#include "run/whose.h"

#include "base/text.h"
#include "report/resources.h"

#include <algorithm>
#include <cassert>

namespace petze {

DomainKnowledge own_domain_knowledge()
{
    constexpr auto path = "data/operators.toml";
    auto own = parse_operators(resource(path), path);
    assert(own); // a test reads the same file
    DomainKnowledge out;
    if (own)
        out.push_back(std::move(*own));
    return out;
}

void attribute_operators(std::vector<Endpoint>& endpoints, DomainKnowledge const& known)
{
    constexpr std::size_t date_length = 10; // of an RFC 3339 time
    for (auto& endpoint : endpoints) {
        if (endpoint.local)
            continue;
        if (endpoint.attribution.asked.empty())
            endpoint.attribution.asked = rfc3339(endpoint.last_ns).substr(0, date_length);
        attribute_operator(endpoint, known, endpoint.attribution);
    }
}

void attribute_addresses(std::vector<Endpoint>& endpoints, AddressData data, Options const& options)
{
    constexpr std::size_t date_length = 10; // of an RFC 3339 time
    std::int64_t last_ns = 0;
    for (auto const& endpoint : endpoints)
        last_ns = std::max(last_ns, endpoint.last_ns);
    auto asked = options.as_of;
    if (asked.empty() && last_ns > 0)
        asked = rfc3339(last_ns).substr(0, date_length);
    Attributor const attributor{std::move(data.index), std::move(data.installed), asked};
    for (auto& endpoint : endpoints)
        if (!endpoint.local)
            endpoint.attribution = attributor.attribute(endpoint.addresses);
}

} // namespace petze
