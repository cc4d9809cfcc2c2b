#include "run/whose.h"

#include "base/limits.h"
#include "base/text.h"
#include "find/profile/files.h"
#include "identify/operator/lists/domain_list.h"
#include "report/resources.h"
#include "run/data_folder.h"
#include "run/inputs.h"

#include <algorithm>
#include <cassert>
#include <filesystem>

namespace petze {

namespace {

namespace fs = std::filesystem;

void tell_list(DomainList const& list, std::string const& path, Options const& options)
{
    auto text = path + ": " + std::string{name_of(list.format)} + ", "
                + std::to_string(list.domains.size()) + " domains";
    if (list.left_out > 0)
        text += "; " + std::to_string(list.left_out) + " entries name no domain alone";
    if (!list.lines.empty())
        text += ", the first in line " + std::to_string(list.lines.front());
    if (list.cut_off)
        text += "; it is longer than what is kept of one list";
    print_note(options, text);
}

std::string last_day(std::vector<Endpoint> const& endpoints)
{
    constexpr std::size_t date_length = 10; // of an RFC 3339 time
    std::int64_t last_ns = 0;
    for (auto const& endpoint : endpoints)
        last_ns = std::max(last_ns, endpoint.last_ns);
    return last_ns > 0 ? rfc3339(last_ns).substr(0, date_length) : std::string{};
}

std::set<std::string> to_be_asked(std::vector<Endpoint> const& endpoints, Options const& options)
{
    std::vector<Endpoint const*> order;
    for (auto const& endpoint : endpoints)
        if (!endpoint.local && !endpoint.addresses.empty())
            order.push_back(&endpoint);
    std::stable_sort(order.begin(), order.end(), [](Endpoint const* a, Endpoint const* b) {
        return a->payload_to_server > b->payload_to_server;
    });
    if (order.size() > limits::online_addresses) {
        print_note(options, std::to_string(order.size() - limits::online_addresses)
                                + " of the receivers were not asked about on line");
        order.resize(limits::online_addresses);
    }
    std::set<std::string> out;
    for (auto const* endpoint : order)
        out.insert(endpoint->id);
    return out;
}

} // namespace

std::vector<fs::path> list_files(Options const& options)
{
    std::vector<fs::path> out;
    auto const index = index_path(options);
    if (!index)
        return out;
    std::error_code trouble;
    for (auto const& entry :
         fs::directory_iterator{fs::path{*index}.parent_path() / "lists", trouble})
        if (entry.is_regular_file(trouble))
            out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    return out;
}

DomainKnowledge domain_knowledge(Options const& options)
{
    constexpr auto table = "data/operators.toml";
    auto own = parse_operators(resource(table), table);
    assert(own); // a test reads the same file
    DomainKnowledge out;
    if (own)
        out.push_back(std::move(*own));
    for (auto const& path : list_files(options)) {
        auto const text = read_whole_file(path);
        auto list =
            text ? parse_domain_list(*text, path.filename().string(), written_on(path.string()))
                 : std::nullopt;
        if (!list) {
            print_note(options, path.string()
                                    + ": is no list of domains that Petze reads (Tracker "
                                      "Radar, Disconnect, Exodus, Adblock, hosts); "
                                      "passed over");
            continue;
        }
        tell_list(*list, path.string(), options);
        out.push_back(std::move(list->domains));
    }
    return out;
}

Whose::Whose(Attributor addresses, DomainKnowledge domains)
    : m_addresses(std::move(addresses))
    , m_domains(std::move(domains))
{
}

Result<Whose> Whose::open(AddressData data, std::vector<Endpoint> const& endpoints,
                          Options const& options)
{
    auto asked = options.as_of;
    if (asked.empty())
        asked = last_day(endpoints);
    Whose out{{std::move(data.index), std::move(data.installed), std::move(asked)},
              domain_knowledge(options)};
    if (options.online) {
        PETZE_TRY(out.m_online, Online::open(options));
        out.m_asked_online = to_be_asked(endpoints, options);
    }
    return out;
}

void Whose::attribute(Endpoint& endpoint) const
{
    if (endpoint.local)
        return;
    endpoint.attribution = m_addresses.attribute(endpoint.addresses);
    attribute_operator(endpoint);
    if (!m_asked_online.contains(endpoint.id))
        return;
    auto& attribution = endpoint.attribution.write();
    auto const& asked = endpoint.addresses.front();
    m_online->ask(asked, attribution);
    if (auto const others = endpoint.addresses.size() - 1; others > 0)
        attribution.remarks.push_back(
            {"online.others", {{"address", asked.text()}, {"count", std::to_string(others)}}});
}

void Whose::attribute_operator(Endpoint& endpoint) const
{
    if (endpoint.local)
        return;
    auto& attribution = endpoint.attribution.write();
    attribution.asked = m_addresses.asked();
    petze::attribute_operator(endpoint, m_domains, attribution);
}

} // namespace petze
