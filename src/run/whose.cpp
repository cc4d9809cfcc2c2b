#include "run/whose.h"

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

} // namespace

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
