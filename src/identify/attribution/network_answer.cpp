#include "identify/attribution/network_answer.h"

#include "identify/attribution/hosting.h"
#include "identify/sources/dates.h"
#include "identify/sources/reading.h"

#include <algorithm>

namespace petze {

namespace {

std::vector<std::uint32_t> systems_of(RangeFact const& fact, std::string_view all)
{
    constexpr std::size_t most = 16;
    std::vector<std::uint32_t> out;
    if ((fact.flags & RangeFact::routed) != 0)
        out.push_back(fact.subject);
    while (!all.empty() && out.size() < most) {
        auto const end = all.find_first_of("_,");
        auto const number = parse_system(all.substr(0, end));
        if (number && std::find(out.begin(), out.end(), *number) == out.end())
            out.push_back(*number);
        all.remove_prefix(end == std::string_view::npos ? all.size() : end + 1);
    }
    return out;
}

NetworkSaying saying_of(Chain const& chain, Address const& address)
{
    auto const& top = chain.top();
    auto const label = chain.set->text(top.fact.label);
    auto const& info = chain.set->info;
    return {info.format,
            info.source,
            info.as_of,
            systems_of(top.fact, part_of(label, 1)),
            std::string{part_of(label, 0)},
            unpack_country(top.fact.country),
            top.range.block_around(address).text()};
}

// The organisation of an AS, of those sets that know names alone.
std::string system_name(AddressFacts const& facts, std::uint32_t number)
{
    for (auto const* set : facts.systems)
        if (auto const system = set->system(number)) {
            for (auto const* names : facts.organisations)
                if (names->info.source == set->info.source && !system->organisation.empty())
                    if (auto const organisation = names->organisation(system->organisation))
                        return std::string{organisation->name};
            if (!system->name.empty())
                return std::string{system->name};
        }
    return {};
}

// What is nearer to the date speaks first; then what was made to say this one thing.
bool goes_before(NetworkSaying const& a, NetworkSaying const& b, std::string_view asked)
{
    if (a.systems.empty() != b.systems.empty())
        return b.systems.empty();
    auto const one = days_apart(a.as_of, asked);
    auto const other = days_apart(b.as_of, asked);
    if (one && other && *one != *other)
        return *one < *other;
    if (a.as_of != b.as_of)
        return a.as_of > b.as_of;
    auto const rank = [](DataFormat format) { return format == DataFormat::pfx2as ? 0 : 1; };
    return rank(a.format) < rank(b.format);
}

std::string text_of(std::vector<std::uint32_t> const& systems)
{
    std::string out;
    for (auto const system : systems)
        out.append(out.empty() ? "AS" : ", AS").append(std::to_string(system));
    return out;
}

// Only where there are two answers at least, and not all the same.
void tell(std::string_view about, std::vector<Disagreement::Saying> sayings, Attribution& out)
{
    for (auto const& saying : sayings)
        if (saying.value != sayings.front().value) {
            out.disagreements.push_back({about, std::move(sayings)});
            return;
        }
}

void tell_differences(std::vector<NetworkSaying> const& sayings, Attribution& out)
{
    std::vector<Disagreement::Saying> systems;
    std::vector<Disagreement::Saying> countries;
    for (auto const* answer : {&out.registry, &out.holder})
        if (*answer && !(*answer)->country.empty())
            countries.push_back({(*answer)->source, (*answer)->as_of, (*answer)->country});
    for (auto const& saying : sayings) {
        if (!saying.systems.empty())
            systems.push_back({saying.source, saying.as_of, text_of(saying.systems)});
        if (!saying.country.empty())
            countries.push_back({saying.source, saying.as_of, saying.country});
    }
    tell("asn", std::move(systems), out);
    tell("country", std::move(countries), out);
}

} // namespace

std::vector<NetworkSaying> network_sayings(AddressFacts const& facts)
{
    std::vector<NetworkSaying> out;
    out.reserve(facts.networks.size());
    for (auto const& chain : facts.networks)
        out.push_back(saying_of(chain, facts.address));
    return out;
}

void find_network(AddressFacts const& facts, std::vector<NetworkSaying> sayings, Attribution& out)
{
    std::stable_sort(sayings.begin(), sayings.end(),
                     [&](NetworkSaying const& a, NetworkSaying const& b) {
                         return goes_before(a, b, facts.asked);
                     });
    tell_differences(sayings, out);
    if (sayings.empty() || sayings.front().systems.empty())
        return;
    auto const& first = sayings.front();
    auto const number = first.systems.front();
    Network network{.asn = number,
                    .name = first.name,
                    .prefix = first.prefix,
                    .country = first.country,
                    .source = first.source,
                    .as_of = first.as_of,
                    .because_hosting = hosting_reason(number),
                    .distant = is_more_than_a_year(first.as_of, facts.asked)};
    network.hosting = network.because_hosting.has_value();
    if (network.name.empty())
        network.name = system_name(facts, number);
    for (auto const& saying : sayings)
        if (network.name.empty() && !saying.systems.empty() && saying.systems.front() == number)
            network.name = saying.name;
    if (first.systems.size() > 1)
        out.remarks.push_back({"network.several", {{"systems", text_of(first.systems)}}});
    out.network = std::move(network);
}

} // namespace petze
