#include "decrypt/keys/key_log.h"

#include "base/byte_reader.h"
#include "base/text.h"

#include <algorithm>
#include <limits>

namespace petze {

namespace {

struct Label {
    std::string_view name;
    SecretKind kind;
};

constexpr std::size_t master_bytes = 48;

// QUIC_ is what Chromium and quiche wrote before RFC 9001.
constexpr Label labels[] = {
    {"CLIENT_RANDOM", SecretKind::master},
    {"RSA", SecretKind::premaster},
    {"CLIENT_EARLY_TRAFFIC_SECRET", SecretKind::client_early},
    {"CLIENT_HANDSHAKE_TRAFFIC_SECRET", SecretKind::client_handshake},
    {"SERVER_HANDSHAKE_TRAFFIC_SECRET", SecretKind::server_handshake},
    {"CLIENT_TRAFFIC_SECRET_0", SecretKind::client_traffic},
    {"SERVER_TRAFFIC_SECRET_0", SecretKind::server_traffic},
    {"QUIC_CLIENT_EARLY_TRAFFIC_SECRET", SecretKind::client_early},
    {"QUIC_CLIENT_HANDSHAKE_TRAFFIC_SECRET", SecretKind::client_handshake},
    {"QUIC_SERVER_HANDSHAKE_TRAFFIC_SECRET", SecretKind::server_handshake},
    {"QUIC_CLIENT_TRAFFIC_SECRET_0", SecretKind::client_traffic},
    {"QUIC_SERVER_TRAFFIC_SECRET_0", SecretKind::server_traffic},
};

// The first that means it.
std::string_view label_of(SecretKind kind)
{
    auto const* const label = std::find_if(std::begin(labels), std::end(labels),
                                           [&](Label const& known) { return known.kind == kind; });
    return label == std::end(labels) ? std::string_view{} : label->name;
}

// Well formed, and nothing that opens anything: exporters, ECH, and later generations of traffic
// secrets, which follow from the first.
bool is_of_no_use(std::string_view label)
{
    return label.find("EXPORTER") != std::string_view::npos || label.starts_with("ECH_")
           || label.find("_TRAFFIC_SECRET_") != std::string_view::npos;
}

std::string_view next_word(std::string_view& line)
{
    auto const begin = std::min(line.find_first_not_of(" \t"), line.size());
    auto const end = std::min(line.find_first_of(" \t", begin), line.size());
    auto const word = line.substr(begin, end - begin);
    line.remove_prefix(end);
    return word;
}

bool append_hex(std::vector<std::uint8_t>& to, std::string_view text)
{
    auto const bytes = decode_hex(text);
    if (!bytes)
        return false;
    to.insert(to.end(), bytes->begin(), bytes->end());
    return true;
}

std::uint64_t order_of(Bytes id)
{
    constexpr std::size_t looked_at = 8;
    std::uint64_t order = 0;
    for (std::size_t i = 0; i < looked_at; ++i)
        order = order << 8 | (i < id.size() ? id[i] : std::uint8_t{0});
    return order;
}

} // namespace

void KeyLog::add(std::string_view text)
{
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        line = trim(line);
        if (!line.empty() && line.front() != '#' && !add_line(line))
            ++m_broken;
    }
}

bool KeyLog::add_line(std::string_view line)
{
    constexpr std::string_view session_begin = "Session-ID:", master_begin = "Master-Key:";
    auto const name = next_word(line);
    auto const id = next_word(line);
    auto const secret = next_word(line);
    if (id.starts_with(session_begin) && secret.starts_with(master_begin))
        return keep(SecretKind::session, id.substr(session_begin.size()),
                    secret.substr(master_begin.size()));
    for (auto const& label : labels)
        if (label.name == name)
            return keep(label.kind, id, secret);
    return is_of_no_use(name);
}

bool KeyLog::keep(SecretKind kind, std::string_view id, std::string_view secret)
{
    constexpr std::size_t random_bytes = 32, premaster_id_bytes = 8;
    constexpr std::size_t most_bytes = 64;
    auto const begin = m_bytes.size();
    if (begin > std::numeric_limits<std::uint32_t>::max() - 2 * most_bytes)
        return false;
    auto const id_bytes = id.size() / 2, secret_bytes = secret.size() / 2;
    auto const wants_random = kind != SecretKind::premaster && kind != SecretKind::session;
    bool fits = wants_random ? id_bytes == random_bytes : id_bytes > 0 && id_bytes <= most_bytes;
    if (kind == SecretKind::premaster)
        fits = id_bytes == premaster_id_bytes;
    if (kind == SecretKind::master || !wants_random)
        fits = fits && secret_bytes == master_bytes;
    fits = fits && secret_bytes >= 16 && secret_bytes <= most_bytes;
    if (!fits || !append_hex(m_bytes, id) || !append_hex(m_bytes, secret)) {
        m_bytes.resize(begin);
        return false;
    }
    if (kind == SecretKind::master)
        m_masters.push_back(static_cast<std::uint32_t>(begin + id_bytes));
    m_premasters += kind == SecretKind::premaster ? 1 : 0;
    m_sessions += kind == SecretKind::session ? 1 : 0;
    m_entries.push_back({order_of(Bytes{m_bytes}.subspan(begin, id_bytes)),
                         static_cast<std::uint32_t>(begin), static_cast<std::uint8_t>(id_bytes),
                         static_cast<std::uint8_t>(secret_bytes), kind});
    return true;
}

// By the whole id and then by kind, so that a log full of one id is no slower to ask. Of several
// secrets for the same the first counts.
void KeyLog::finish()
{
    std::stable_sort(m_entries.begin(), m_entries.end(), [this](Entry const& a, Entry const& b) {
        return is_before(a, b.order, id_of(b), b.kind);
    });
}

bool KeyLog::is_before(Entry const& entry, std::uint64_t order, Bytes id, SecretKind kind) const
{
    if (entry.order != order)
        return entry.order < order;
    auto const own = id_of(entry);
    if (!std::equal(own.begin(), own.end(), id.begin(), id.end()))
        return std::lexicographical_compare(own.begin(), own.end(), id.begin(), id.end());
    return entry.kind < kind;
}

Bytes KeyLog::id_of(Entry const& entry) const
{
    return Bytes{m_bytes}.subspan(entry.begin, entry.id_bytes);
}

Bytes KeyLog::master(std::size_t index) const
{
    return Bytes{m_bytes}.subspan(m_masters[index], master_bytes);
}

KeyLog::Iterator KeyLog::lower_bound(Bytes id, SecretKind kind) const
{
    return std::lower_bound(
        m_entries.begin(), m_entries.end(), order_of(id),
        [&](Entry const& entry, std::uint64_t order) { return is_before(entry, order, id, kind); });
}

bool KeyLog::is_of(Iterator entry, Bytes id) const
{
    return entry != m_entries.end() && as_text(id_of(*entry)) == as_text(id);
}

Bytes KeyLog::find(SecretKind kind, Bytes id) const
{
    auto const entry = lower_bound(id, kind);
    if (!is_of(entry, id) || entry->kind != kind)
        return {};
    return Bytes{m_bytes}.subspan(entry->begin + entry->id_bytes, entry->secret_bytes);
}

std::string KeyLog::lines(Bytes id) const
{
    std::string out;
    if (id.empty())
        return out;
    SecretKind last{};
    for (auto entry = lower_bound(id, SecretKind{}); is_of(entry, id); ++entry) {
        if (!out.empty() && entry->kind == last)
            continue; // of several the first counts
        last = entry->kind;
        auto const secret =
            Bytes{m_bytes}.subspan(entry->begin + entry->id_bytes, entry->secret_bytes);
        out += entry->kind == SecretKind::session
                   ? "RSA Session-ID:" + to_hex(id) + " Master-Key:" + to_hex(secret)
                   : std::string{label_of(entry->kind)} + " " + to_hex(id) + " " + to_hex(secret);
        out += '\n';
    }
    return out;
}

bool KeyLog::knows(Bytes client_random) const
{
    return is_of(lower_bound(client_random, SecretKind{}), client_random);
}

} // namespace petze
