#include "judge/facts.h"

#include "judge/rhythm.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

constexpr std::array<std::string_view, 9> lasting{
    "imei", "imsi", "iccid", "serial", "mac", "phone_number", "email", "account", "bssid"};
constexpr std::array<std::string_view, 5> content{"message", "photo", "contact", "calendar",
                                                  "location"};
constexpr std::array<std::string_view, 12> upkeep{"dns",    "mdns",   "llmnr", "ntp",
                                                  "dhcp",   "dhcpv6", "ssdp",  "icmp",
                                                  "icmpv6", "igmp",   "arp",   "stun"};

constexpr std::uint64_t download_bytes = 100'000, upload_bytes = 20'000;
constexpr std::uint64_t much_more = 10, more = 3;
constexpr std::uint64_t small_upload = 16'384; // of one conversation, on the average

template<typename List>
bool contains(List const& list, std::string_view wanted)
{
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

// "600 s", "72 h": said without a language.
std::string duration(std::int64_t ns)
{
    auto const seconds = (ns + 500'000'000) / 1'000'000'000;
    constexpr std::int64_t minute = 60, hour = 3600;
    if (seconds < 10 * minute)
        return std::to_string(seconds) + " s";
    if (seconds < 3 * hour)
        return std::to_string((seconds + minute / 2) / minute) + " min";
    return std::to_string((seconds + hour / 2) / hour) + " h";
}

// The category that this role keeps copies of; empty for all else.
std::string_view backed_up_by(std::string_view role)
{
    constexpr std::string_view suffix = "_backup";
    if (!role.ends_with(suffix))
        return {};
    role.remove_suffix(suffix.size());
    return role == "wifi" ? "ssid" : role;
}

void add_names(Facts& facts, JudgedEndpoint const& judged, Circumstances const& circumstances)
{
    auto const& endpoint = judged.endpoint;
    if (endpoint.local)
        facts.add("local");
    if (endpoint.names.empty())
        facts.add("name.none");
    if (!endpoint.attribution->operator_)
        facts.add("operator.unknown");
    bool has_role = false;
    for (auto const role : judged.endpoint.attribution->roles) {
        facts.add("role." + std::string{role});
        if (!backed_up_by(role).empty() || role == "backup")
            facts.add("role.any_backup");
        has_role |= role != "cdn" && role != "hosting" && role != "services";
    }
    if (!has_role)
        facts.add("role.unknown");
    std::string_view service = circumstances.service_of(endpoint.id);
    for (auto const& name : endpoint.names)
        if (service.empty())
            service = circumstances.service_of(name.name);
    if (!service.empty())
        facts.add("consent.service");
    facts.set("service", std::string{service});
    if (!circumstances.knows_consent)
        facts.add("consent.unknown");
}

void add_use(Facts& facts, Behaviour const& behaviour, Circumstances const& circumstances)
{
    if (!circumstances.knows_use())
        facts.add("use.unknown");
    else if (behaviour.flows_in_use == behaviour.flows)
        facts.add("use.only");
    else if (behaviour.flows_in_use == 0)
        facts.add("use.none");
    else
        facts.add("use.mixed");
    facts.set("connections", std::to_string(behaviour.flows));
    if (auto const rhythm = find_rhythm(behaviour.starts_ns)) {
        facts.add("periodic");
        facts.set("period", duration(rhythm->period_ns));
        facts.set("beats", std::to_string(rhythm->beats));
        facts.set("intervals", std::to_string(rhythm->of));
    }
}

void add_volume(Facts& facts, Behaviour const& behaviour)
{
    facts.set("up_bytes", std::to_string(behaviour.up));
    facts.set("down_bytes", std::to_string(behaviour.down));
    facts.set("unread_bytes", std::to_string(behaviour.unread_up));
    if (behaviour.up == 0)
        facts.add("volume.none");
    if (behaviour.down >= download_bytes && behaviour.down >= much_more * behaviour.up)
        facts.add("volume.download");
    if (behaviour.up >= upload_bytes && behaviour.up >= more * behaviour.down)
        facts.add("volume.upload");
    if (behaviour.flows > 0 && behaviour.up / behaviour.flows <= small_upload)
        facts.add("volume.small");
    if (behaviour.unread_up == 0)
        facts.add("closed.none");
    else if (behaviour.unread_up * 2 >= behaviour.up)
        facts.add("closed.most");
}

} // namespace

void Facts::set(std::string_view place, std::string text)
{
    auto const found = std::find_if(m_arguments.begin(), m_arguments.end(),
                                    [&](auto const& one) { return one.first == place; });
    if (found != m_arguments.end())
        found->second = std::move(text);
    else
        m_arguments.emplace_back(place, std::move(text));
}

bool Facts::has(std::string_view name) const
{
    return contains(m_names, name);
}

bool is_lasting_identifier(std::string_view category)
{
    return contains(lasting, category);
}

bool is_content(std::string_view category)
{
    return contains(content, category);
}

Facts facts_of(JudgedEndpoint const& judged, Circumstances const& circumstances)
{
    Facts facts;
    add_names(facts, judged, circumstances);
    facts.set("max_bytes", std::to_string(judged.budget.max_bytes));
    if (std::all_of(judged.budget.items.begin(), judged.budget.items.end(),
                    [](auto const& item) { return item.second == Departure::excluded; })
        && !judged.budget.items.empty())
        facts.add("budget.excludes_all");
    if (!judged.behaviour) {
        facts.add("behaviour.unknown");
        return facts;
    }
    auto const& behaviour = *judged.behaviour;
    if (std::all_of(behaviour.protocols.begin(), behaviour.protocols.end(),
                    [](std::string_view protocol) { return contains(upkeep, protocol); }))
        facts.add("protocol.upkeep");
    if (behaviour.connectivity_checks == behaviour.flows && behaviour.flows > 0)
        facts.add("check.connectivity");
    if (behaviour.sent.empty())
        facts.add("sent.nothing");
    for (auto const& [category, sent] : behaviour.sent)
        facts.add("got." + category);
    if (judged.others_with_same > 0)
        facts.add("shared");
    facts.set("others", std::to_string(judged.others_with_same));
    add_use(facts, behaviour, circumstances);
    add_volume(facts, behaviour);
    return facts;
}

Facts facts_of(Facts const& whole, std::string_view category, SentCategory const& sent,
               JudgedEndpoint const& judged, Circumstances const& circumstances)
{
    auto facts = whole;
    facts.set("category", std::string{category});
    facts.add("sent." + std::string{category});
    if (is_content(category))
        facts.add("sent.content");
    else if (is_lasting_identifier(category))
        facts.add("sent.lasting");
    else
        facts.add("sent.other");
    if (circumstances.knows_use())
        facts.add(sent.in_background ? "sent.background" : "sent.in_use");
    if (sent.hashed_only)
        facts.add("sent.hashed");
    facts.add(sent.self_made  ? "transport.self_made"
              : sent.readable ? "transport.clear"
                              : "transport.encrypted");
    // Who has photos backed up has what the camera wrote into them backed up, too.
    if (sent.in_photos_only)
        category = "photo";
    if (circumstances.backs_up(category))
        facts.add("consent.backup");
    auto const& roles = judged.endpoint.attribution->roles;
    if (std::any_of(roles.begin(), roles.end(), [&](std::string_view role) {
            return role == "backup" || backed_up_by(role) == category;
        }))
        facts.add("role.backup_of_it");
    return facts;
}

} // namespace petze
