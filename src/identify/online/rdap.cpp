#include "identify/online/rdap.h"

#include "base/limits.h"
#include "base/text.h"

#include <simdjson.h>

#include <algorithm>

namespace petze {

namespace {

namespace dom = simdjson::dom;

constexpr std::size_t most_services = 20'000;
constexpr std::size_t most_refused = 20;
constexpr std::size_t date_length = 10; // of an RFC 3339 time
constexpr int entity_depth = 4;

std::string text_of(dom::object const& object, std::string_view key)
{
    std::string_view text;
    if (object[key].get(text) != simdjson::SUCCESS)
        return {};
    return to_utf8(text.substr(0, limits::data_text_bytes));
}

template<typename Visit>
void each(dom::object const& object, std::string_view key, Visit visit)
{
    dom::array array;
    if (object[key].get(array) == simdjson::SUCCESS)
        for (auto const element : array)
            visit(element);
}

bool has_text(dom::object const& object, std::string_view key, std::string_view wanted)
{
    bool found = false;
    each(object, key, [&](dom::element element) {
        std::string_view text;
        found = found || (element.get(text) == simdjson::SUCCESS && text == wanted);
    });
    return found;
}

/// The value of a jCard property (RFC 7095 section 3.3): ["fn", {}, "text", "Example"].
std::string card_value(dom::object const& entity, std::string_view wanted)
{
    dom::array card;
    dom::array properties;
    if (entity["vcardArray"].get(card) != simdjson::SUCCESS
        || card.at(1).get(properties) != simdjson::SUCCESS)
        return {};
    for (auto const element : properties) {
        dom::array property;
        std::string_view name;
        std::string_view value;
        if (element.get(property) == simdjson::SUCCESS
            && property.at(0).get(name) == simdjson::SUCCESS && name == wanted
            && property.at(3).get(value) == simdjson::SUCCESS && !trim(value).empty())
            return to_utf8(trim(value).substr(0, limits::data_text_bytes));
    }
    return {};
}

// Who holds the block is the registrant; those who answer mails are others.
std::string registrant(dom::object const& object, int depth)
{
    std::string out;
    each(object, "entities", [&](dom::element element) {
        dom::object entity;
        if (!out.empty() || element.get(entity) != simdjson::SUCCESS)
            return;
        if (has_text(entity, "roles", "registrant")) {
            out = card_value(entity, "org");
            if (out.empty())
                out = card_value(entity, "fn");
        }
        if (out.empty() && depth > 0)
            out = registrant(entity, depth - 1);
    });
    return out;
}

// APNIC and RIPE put what RPSL calls descr into remarks without a title, or of that title.
std::string description(dom::object const& object)
{
    std::string out;
    each(object, "remarks", [&](dom::element element) {
        dom::object remark;
        if (!out.empty() || element.get(remark) != simdjson::SUCCESS)
            return;
        auto const title = lower(text_of(remark, "title"));
        if (!title.empty() && title != "description")
            return;
        each(remark, "description", [&](dom::element line) {
            std::string_view text;
            if (out.empty() && line.get(text) == simdjson::SUCCESS)
                out = to_utf8(trim(text).substr(0, limits::data_text_bytes));
        });
    });
    return out;
}

std::string last_change(dom::object const& object)
{
    std::string out;
    each(object, "events", [&](dom::element element) {
        dom::object event;
        if (element.get(event) == simdjson::SUCCESS
            && text_of(event, "eventAction") == "last changed")
            out = text_of(event, "eventDate").substr(0, date_length);
    });
    return out;
}

// A national registry's own service is named by a link (RFC 9083 section 4.2).
std::string related(dom::object const& object)
{
    std::string out;
    each(object, "links", [&](dom::element element) {
        dom::object link;
        if (element.get(link) == simdjson::SUCCESS && text_of(link, "rel") == "related"
            && text_of(link, "type") == "application/rdap+json")
            out = text_of(link, "href");
    });
    return out;
}

void add_service(RdapBootstrap& out, dom::array const& service, BootstrapFrom from)
{
    dom::array blocks;
    dom::array urls;
    if (service.at(0).get(blocks) != simdjson::SUCCESS
        || service.at(1).get(urls) != simdjson::SUCCESS)
        return;
    std::string chosen;
    for (auto const element : urls) {
        std::string_view url;
        if (element.get(url) != simdjson::SUCCESS)
            continue;
        bool const allowed =
            may_be_asked(url, Reach::registries)
            || (from == BootstrapFrom::file && may_be_asked(url, Reach::this_machine));
        if (allowed && chosen.empty())
            chosen = url;
        auto shown = to_utf8(url.substr(0, limits::data_text_bytes));
        // RFC 9224 section 3 lets a service stand there with http besides https.
        bool const twin = may_be_asked(
            "https" + shown.substr(std::min<std::size_t>(4, shown.size())), Reach::registries);
        if (!allowed && !twin && out.refused.size() < most_refused
            && std::find(out.refused.begin(), out.refused.end(), shown) == out.refused.end())
            out.refused.push_back(std::move(shown));
    }
    if (chosen.empty())
        return;
    for (auto const element : blocks) {
        std::string_view text;
        if (element.get(text) != simdjson::SUCCESS || out.services.size() >= most_services)
            continue;
        if (auto const range = parse_range(text))
            out.services.push_back({*range, chosen});
    }
}

} // namespace

RdapBootstrap::Service const* RdapBootstrap::find(Address const& address) const
{
    Service const* best = nullptr;
    for (auto const& service : services)
        if (service.range.contains(address)
            && (!best
                || (best->range.contains(service.range.first)
                    && best->range.contains(service.range.last))))
            best = &service;
    return best;
}

std::optional<RdapBootstrap> parse_bootstrap(std::string_view json, BootstrapFrom from)
{
    dom::parser parser{limits::rdap_bytes};
    dom::object root;
    dom::array services;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS
        || root["services"].get(services) != simdjson::SUCCESS)
        return std::nullopt;
    RdapBootstrap out;
    out.published = text_of(root, "publication").substr(0, date_length);
    for (auto const element : services) {
        dom::array service;
        if (element.get(service) == simdjson::SUCCESS)
            add_service(out, service, from);
    }
    return out;
}

std::optional<RegisteredNetwork> parse_rdap(std::string_view json, Address const& address)
{
    dom::parser parser{limits::rdap_bytes};
    dom::object root;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS
        || text_of(root, "objectClassName") != "ip network")
        return std::nullopt;
    auto const range =
        parse_range(text_of(root, "startAddress") + " - " + text_of(root, "endAddress"));
    if (!range || !range->contains(address))
        return std::nullopt;
    RegisteredNetwork out;
    out.range = *range;
    out.handle = text_of(root, "handle");
    out.name = text_of(root, "name");
    out.organisation = registrant(root, entity_depth);
    if (out.organisation.empty())
        out.organisation = description(root);
    out.country = text_of(root, "country");
    out.changed = last_change(root);
    out.referral = related(root);
    return out;
}

} // namespace petze
