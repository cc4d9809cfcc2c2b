#include "report/destinations.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace petze {

namespace {

constexpr std::size_t operators_shown = 12;

void add(Destination& to, Destination const& one)
{
    to.sent += one.sent;
    to.closed += one.closed;
    to.receivers += one.receivers;
}

void fold_the_smallest(std::vector<Destination>& operators)
{
    if (operators.size() <= operators_shown)
        return;
    Destination others;
    for (auto i = operators_shown - 1; i < operators.size(); ++i)
        add(others, operators[i]);
    operators.resize(operators_shown - 1);
    operators.push_back(std::move(others));
}

} // namespace

Destinations destinations_of(Answer const& answer)
{
    using Key = std::tuple<std::string, std::string, Purpose>;
    std::map<Key, Destination> by_operator;
    std::map<std::string, DestinationCountry> by_country;
    for (std::size_t at = 0; at < answer.endpoints.size(); ++at) {
        auto const& endpoint = answer.endpoints[at];
        if (endpoint.local || endpoint.payload_to_server == 0)
            continue;
        auto const& known = endpoint.attribution->operator_;
        Destination one{known ? known->name : "",  known ? known->country : "",
                        Purpose::undecidable,      endpoint.payload_to_server,
                        endpoint.opaque_to_server, 1};
        if (at < answer.judgements.size())
            one.purpose = answer.judgements[at].verdict.purpose;
        auto& country = by_country[one.country];
        country.country = one.country;
        country.sent += one.sent;
        ++country.receivers;
        Key key{one.operator_name, one.country, *one.purpose};
        if (auto [place, fresh] = by_operator.try_emplace(std::move(key), one); !fresh)
            add(place->second, one);
    }
    Destinations out;
    for (auto& [key, one] : by_operator)
        out.operators.push_back(std::move(one));
    std::stable_sort(out.operators.begin(), out.operators.end(),
                     [](auto const& a, auto const& b) { return a.sent > b.sent; });
    fold_the_smallest(out.operators);
    for (auto& [name, country] : by_country)
        out.countries.push_back(std::move(country));
    std::stable_sort(out.countries.begin(), out.countries.end(), [](auto const& a, auto const& b) {
        return a.country.empty() != b.country.empty() ? b.country.empty() : a.sent > b.sent;
    });
    return out;
}

} // namespace petze
