#include "base/limits.h"
#include "base/text.h"
#include "identify/operator/lists/domain_list.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

namespace petze {

namespace {

namespace dom = simdjson::dom;

std::string_view text_of(dom::object const& object, std::string_view key)
{
    std::string_view text;
    return object[key].get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

bool has_object(dom::object const& object, std::string_view key)
{
    dom::object inner;
    return object[key].get(inner) == simdjson::SUCCESS;
}

/// The members of an object inside that are objects themselves.
template<typename Visit>
void each_member(dom::object const& object, Visit visit)
{
    for (auto const [key, value] : object) {
        dom::object inner;
        if (value.get(inner) == simdjson::SUCCESS)
            visit(key, inner);
    }
}

template<typename Visit>
void each_text(dom::element const& list, Visit visit)
{
    dom::array array;
    if (list.get(array) != simdjson::SUCCESS)
        return;
    for (auto const element : array) {
        std::string_view text;
        if (element.get(text) == simdjson::SUCCESS)
            visit(text);
    }
}

// What lists call the purposes of trackers, in lower case.
std::string_view role_of(std::string_view category)
{
    struct Row {
        std::string_view word, role;
    };
    static constexpr std::array rows{
        Row{"crash", "crash_reports"},
        Row{"advert", "ads"},
        Row{"ad motivated", "ads"},
        Row{"ad fraud", "ads"},
        Row{"analytics", "analytics"},
        Row{"audience", "analytics"},
        Row{"profiling", "analytics"},
        Row{"location", "location"},
        Row{"social", "social"},
        Row{"cdn", "cdn"},
        Row{"identification", "attribution"},
        Row{"session replay", "analytics"},
        Row{"fingerprinting", "analytics"},
        Row{"payment", "payment"},
    };
    auto const text = lower(category);
    for (auto const& row : rows)
        if (text.find(row.word) != std::string::npos)
            return operator_role(row.role);
    return {};
}

std::string_view role_in(dom::object const& object)
{
    std::string_view role;
    dom::element categories;
    if (object["categories"].get(categories) == simdjson::SUCCESS)
        each_text(categories, [&](std::string_view category) {
            if (role.empty())
                role = role_of(category);
        });
    return role;
}

// Tracker Radar
// ------------------------------------------------------------------------------------

std::string_view shown_owner(dom::object const& object, std::string_view otherwise)
{
    auto const shown = text_of(object, "displayName");
    return shown.empty() ? otherwise : shown;
}

void read_tracker(dom::object const& tracker, ListBuilder& out)
{
    dom::object owner;
    std::string_view name;
    if (tracker["owner"].get(owner) == simdjson::SUCCESS)
        name = shown_owner(owner, text_of(owner, "name"));
    out.add(text_of(tracker, "domain"), name, role_in(tracker));
}

void read_tracker_radar(dom::object const& root, ListBuilder& out)
{
    dom::object trackers;
    if (!text_of(root, "domain").empty()) // the file of one domain
        return read_tracker(root, out);
    if (root["trackers"].get(trackers) == simdjson::SUCCESS) // tds.json
        return each_member(
            trackers, [&](std::string_view, dom::object const& one) { read_tracker(one, out); });
    each_member(root, [&](std::string_view key, dom::object const& one) {
        dom::element properties;
        auto const entity = text_of(one, "entityName");
        if (!entity.empty()) // domain_map.json
            out.add(key, shown_owner(one, entity), {});
        else if (one["properties"].get(properties) == simdjson::SUCCESS) // entity_map.json
            each_text(properties,
                      [&](std::string_view domain) { out.add(domain, shown_owner(one, key), {}); });
    });
}

// Disconnect
// ---------------------------------------------------------------------------------------

void read_disconnect_company(std::string_view company, dom::object const& sites,
                             std::string_view role, ListBuilder& out)
{
    for (auto const [site, domains] : sites)
        each_text(domains, [&](std::string_view domain) { out.add(domain, company, role); });
}

void read_disconnect(dom::object const& root, ListBuilder& out)
{
    dom::object categories;
    if (root["categories"].get(categories) == simdjson::SUCCESS) {
        for (auto const [category, companies] : categories) {
            dom::array list;
            if (companies.get(list) != simdjson::SUCCESS)
                continue;
            for (auto const element : list) {
                dom::object company;
                if (element.get(company) == simdjson::SUCCESS)
                    each_member(company, [&](std::string_view name, dom::object const& sites) {
                        read_disconnect_company(name, sites, role_of(category), out);
                    });
            }
        }
        return;
    }
    dom::object entities;
    if (root["entities"].get(entities) == simdjson::SUCCESS)
        each_member(entities, [&](std::string_view name, dom::object const& one) {
            for (auto const* key : {"properties", "resources"})
                if (dom::element domains; one[key].get(domains) == simdjson::SUCCESS)
                    each_text(domains, [&](std::string_view domain) { out.add(domain, name, {}); });
        });
}

// Exodus
// -------------------------------------------------------------------------------------------

// "graph\.facebook\.com|\.fbcdn\.net": only expressions that are names and nothing else.
void read_signature(std::string_view signature, std::string_view owner, std::string_view role,
                    ListBuilder& out)
{
    while (!signature.empty()) {
        auto const end = std::min(signature.find('|'), signature.size());
        auto const part = signature.substr(0, end);
        signature.remove_prefix(std::min(end + 1, signature.size()));
        std::string name;
        for (std::size_t i = 0; i < part.size(); ++i)
            if (part[i] != '\\' || !part.substr(i + 1).starts_with('.'))
                name += part[i];
        while (name.starts_with('.'))
            name.erase(0, 1);
        if (!name.empty())
            out.add(name, owner, role);
    }
}

void read_exodus_tracker(dom::object const& one, ListBuilder& out)
{
    read_signature(text_of(one, "network_signature"), text_of(one, "name"), role_in(one), out);
}

void read_exodus(dom::element const& root, ListBuilder& out)
{
    dom::object object;
    dom::object trackers;
    dom::array list;
    if (root.get(object) == simdjson::SUCCESS
        && object["trackers"].get(trackers) == simdjson::SUCCESS)
        return each_member(trackers, [&](std::string_view, dom::object const& one) {
            read_exodus_tracker(one, out);
        });
    if (root.get(list) != simdjson::SUCCESS)
        return;
    for (auto const element : list) {
        dom::object one;
        if (element.get(one) == simdjson::SUCCESS)
            read_exodus_tracker(one, out);
    }
}

// A member that only Exodus' trackers have, in the first of them.
bool is_exodus(std::string_view bytes)
{
    return bytes.substr(0, 1u << 16).find("\"network_signature\"") != std::string_view::npos;
}

} // namespace

bool read_json_list(std::string_view bytes, DomainList& list, std::string const& file,
                    std::string const& date)
{
    dom::parser parser{limits::domain_list_bytes};
    dom::element root;
    if (parser.parse(bytes.data(), bytes.size()).get(root) != simdjson::SUCCESS)
        return false;
    if (is_exodus(bytes)) {
        list.format = DomainList::Format::exodus;
        ListBuilder out{list, file, date};
        read_exodus(root, out);
        return true;
    }
    dom::object object;
    if (root.get(object) != simdjson::SUCCESS)
        return false;
    bool const disconnect = has_object(object, "categories") || has_object(object, "entities");
    list.format = disconnect && !has_object(object, "trackers") ? DomainList::Format::disconnect
                                                                : DomainList::Format::tracker_radar;
    ListBuilder out{list, file, date};
    if (list.format == DomainList::Format::disconnect)
        read_disconnect(object, out);
    else
        read_tracker_radar(object, out);
    return true;
}

} // namespace petze
