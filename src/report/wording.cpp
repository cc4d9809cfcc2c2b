#include "report/wording.h"

#include "report/words.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::size_t kinds_named = 3;
constexpr std::size_t receivers_named = 2;

std::uint64_t profile_items(Answer const& answer)
{
    std::uint64_t items = 0;
    for (auto const& category : answer.profile)
        items += category.items;
    return items;
}

} // namespace

std::string Wording::kind(KindFound const& found) const
{
    auto const key = "sent." + found.kind;
    if (!m_speaker.knows(key + ".one"))
        return m_speaker.count("sent.other_kind", found.items.size(), {{"kind", found.kind}});
    return m_speaker.count(key, found.items.size());
}

std::string Wording::kinds() const
{
    std::vector<std::string> parts;
    parts.reserve(m_overview.sent.size());
    for (auto const& found : m_overview.sent)
        parts.push_back(kind(found));
    return m_speaker.list_of_some(std::move(parts), kinds_named, "kinds.more");
}

std::string Wording::receivers() const
{
    std::vector<std::string> ids;
    for (auto const& endpoint : m_answer.endpoints) {
        auto const found = m_overview.by_endpoint.find(endpoint.id);
        if (found != m_overview.by_endpoint.end() && !found->second.items.empty())
            ids.push_back(printable(endpoint.id));
    }
    // Many names at few addresses: the addresses say it shorter.
    auto const& addresses = m_overview.addresses;
    if (ids.size() > receivers_named && addresses.size() <= receivers_named)
        return m_speaker.list(addresses, "list.and");
    return m_speaker.list_of_some(std::move(ids), receivers_named, "receivers.more");
}

std::string Wording::missing() const
{
    std::vector<std::string> parts;
    for (auto const* category : {"photo", "message", "contact"}) {
        auto const in_profile = std::any_of(
            m_answer.profile.begin(), m_answer.profile.end(),
            [&](ProfileCategory const& one) { return one.category == category && one.items > 0; });
        if (in_profile && !m_overview.find(category))
            parts.push_back(m_speaker.say(std::string{"missing."} + category));
    }
    return m_speaker.list(parts, "list.or");
}

std::string Wording::headline() const
{
    auto const& speaker = m_speaker;
    auto const& overview = m_overview;
    if (m_answer.last_ns == 0)
        return speaker.say("answer.no_packet");
    if (overview.connections == 0)
        return speaker.say("answer.no_connection",
                           {{"duration", speaker.duration(m_answer.last_ns - m_answer.first_ns)}});
    if (!overview.sent.empty()) {
        auto const absent = missing();
        std::string const key = std::string{"answer.sent"}
                                + (overview.only_in_background ? ".background" : "")
                                + (absent.empty() ? "" : ".missing");
        return speaker.say(key,
                           {{"kinds", kinds()}, {"receivers", receivers()}, {"missing", absent}});
    }
    auto const open = speaker.bytes(overview.sent_opened);
    if (!m_answer.profile_given)
        return speaker.say("answer.no_profile",
                           {{"connections", speaker.count("connections", overview.connections)},
                            {"receivers", speaker.count("receivers", overview.outside.size())}});
    if (overview.sent_closed == 0)
        return speaker.say("answer.none.all_open", {{"open", open}});
    return speaker.say("answer.none",
                       {{"open", open}, {"closed", speaker.bytes(overview.sent_closed)}});
}

// Items that anyone on the way could read at least once.
std::uint64_t Wording::readable_items() const
{
    std::set<std::string_view> items;
    for (auto const& evidence : m_answer.evidence)
        if (!evidence.encrypted && !evidence.finding.item.empty()
            && evidence.finding.direction == Direction::to_server)
            items.insert(evidence.finding.item);
    return items.size();
}

Wording::ShortAnswer Wording::what_left() const
{
    auto const& speaker = m_speaker;
    ShortAnswer answer{speaker.say("short.what"), {}, {}};
    auto const items = m_overview.items_sent.size();
    if (!m_answer.profile_given) {
        answer.head = speaker.say("short.what.no_profile");
        answer.rest = speaker.say("short.what.no_profile.rest");
    } else if (items == 0) {
        answer.head = speaker.count("short.what.none", profile_items(m_answer));
        answer.rest = speaker.say(m_overview.sent_closed > 0 ? "short.what.none.rest"
                                                             : "short.what.none.all_open");
    } else {
        answer.head = speaker.count("short.what.found", items,
                                    {{"kinds", speaker.count("kinds", m_overview.sent.size())}});
        auto const readable = readable_items();
        answer.rest = readable == items ? speaker.say("short.what.all_readable")
                      : readable > 0    ? speaker.count("short.what.some_readable", readable)
                                        : speaker.say("short.what.none_readable");
    }
    return answer;
}

Wording::ShortAnswer Wording::who_received() const
{
    auto const& speaker = m_speaker;
    ShortAnswer answer{speaker.say("short.who"), {}, {}};
    std::size_t with_items = 0;
    std::string most_id;
    std::size_t most = 0;
    for (auto const& [id, found] : m_overview.by_endpoint) {
        if (!found.items.empty())
            ++with_items;
        if (found.items.size() > most) {
            most = found.items.size();
            most_id = id;
        }
    }
    auto const all = speaker.count("receivers", m_answer.endpoints.size());
    if (with_items == 0) {
        answer.head = speaker.say("short.who.none", {{"receivers", all}});
        answer.rest = speaker.say("short.who.none.rest");
        return answer;
    }
    answer.head = speaker.say("short.who.found", {{"receivers", receivers()}});
    answer.rest = speaker.count("short.who.share", with_items,
                                {{"receivers", all},
                                 {"most", printable(most_id)},
                                 {"items", speaker.count("items", most)}});
    return answer;
}

Wording::ShortAnswer Wording::how_much_read() const
{
    auto const& speaker = m_speaker;
    ShortAnswer answer{speaker.say("short.read"), {}, {}};
    auto const share = speaker.percent(m_overview.sent_opened, m_overview.sent_bytes);
    if (m_overview.sent_bytes == 0) {
        answer.head = speaker.say("short.read.nothing");
    } else if (m_overview.sent_closed == 0) {
        answer.head = speaker.say("short.read.all");
    } else {
        auto const closed_to =
            std::count_if(m_answer.endpoints.begin(), m_answer.endpoints.end(),
                          [](Endpoint const& endpoint) { return endpoint.opaque_to_server > 0; });
        answer.head = speaker.say("short.read.part", {{"share", share}});
        answer.rest = speaker.say(
            "short.read.closed",
            {{"closed", speaker.bytes(m_overview.sent_closed)},
             {"receivers", speaker.count("to_receivers", static_cast<std::uint64_t>(closed_to))}});
    }
    return answer;
}

std::vector<Wording::ShortAnswer> Wording::short_answers() const
{
    return {what_left(), who_received(), how_much_read()};
}

namespace {

// Keys for these would open most.
std::vector<Endpoint const*> most_closed(Answer const& answer, std::size_t most)
{
    std::vector<Endpoint const*> out;
    for (auto const& endpoint : answer.endpoints)
        if (endpoint.opaque_to_server > 0)
            out.push_back(&endpoint);
    std::stable_sort(out.begin(), out.end(), [](Endpoint const* a, Endpoint const* b) {
        return a->opaque_to_server > b->opaque_to_server;
    });
    if (out.size() > most)
        out.erase(out.begin() + static_cast<std::ptrdiff_t>(most), out.end());
    return out;
}

bool has_loss(Answer const& answer, std::string_view word)
{
    auto const rows = answer.stats.unread.rows();
    return std::any_of(rows.begin(), rows.end(), [&](Tally::Row const& row) {
        return row.kind.find(word) != std::string::npos;
    });
}

} // namespace

std::vector<std::string> Wording::would_change() const
{
    constexpr std::size_t hosts_named = 2;
    auto const& speaker = m_speaker;
    std::vector<std::string> out;
    if (!m_answer.profile_given)
        out.push_back(speaker.say("change.profile"));
    for (auto const* endpoint : most_closed(m_answer, hosts_named))
        out.push_back(
            speaker.say("change.keys", {{"host", printable(endpoint->id)},
                                        {"closed", speaker.bytes(endpoint->opaque_to_server)}}));
    if (m_answer.device_guessed)
        out.push_back(speaker.say("change.device"));
    if (has_loss(m_answer, "snaplen"))
        out.push_back(speaker.say("change.snaplen"));
    if (m_answer.profile_given && m_answer.activities.empty())
        out.push_back(speaker.say("change.activity"));
    out.push_back(speaker.say("change.longer"));
    return out;
}

std::string Wording::device() const
{
    std::vector<std::string> addresses;
    addresses.reserve(m_answer.device_addresses.size());
    for (auto const& address : m_answer.device_addresses)
        addresses.push_back(printable(address));
    auto const where = m_speaker.list_of_some(std::move(addresses), 3, "addresses.more");
    auto const named =
        m_answer.device_name.empty()
            ? where
            : printable(m_answer.device_name) + (where.empty() ? "" : " (" + where + ")");
    if (named.empty())
        return m_speaker.say("fact.unknown");
    return m_answer.device_guessed ? m_speaker.say("fact.guessed", {{"x", named}}) : named;
}

std::string Wording::observed() const
{
    if (m_answer.last_ns == 0)
        return m_speaker.say("fact.nothing");
    return m_speaker.period(m_answer.first_ns, m_answer.last_ns);
}

std::vector<Wording::Fact> Wording::facts() const
{
    auto const& speaker = m_speaker;
    auto const read = m_overview.sent_bytes == 0
                          ? speaker.say("fact.nothing")
                          : speaker.bytes(m_overview.sent_opened) + " ("
                                + speaker.percent(m_overview.sent_opened, m_overview.sent_bytes)
                                + ")";
    return {
        {speaker.say("fact.phone"), device()},
        {speaker.say("fact.observed"), observed()},
        {speaker.say("fact.connections"), speaker.number(m_overview.connections)},
        {speaker.say("fact.receivers"),
         speaker.say("fact.receivers.value",
                     {{"sent", speaker.bytes(m_overview.sent_bytes)},
                      {"receivers", speaker.count("to_receivers", m_answer.endpoints.size())}})},
        {speaker.say("fact.readable"), read}};
}

} // namespace petze
