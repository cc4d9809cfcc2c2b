#include "judge/budget.h"

#include "base/text.h"
#include "conversation/flow.h"
#include "find/profile/profile.h"

#include <brotli/encode.h>

#include <algorithm>
#include <limits>

namespace petze {

namespace {

constexpr std::uint64_t tls_record_bytes = (1u << 14) + 261, tls_record_need = 13;
constexpr std::uint64_t tls_finished = 37; // of the shortest cipher suite
constexpr std::uint64_t quic_packet_bytes = 65'527, quic_packet_need = 18;
constexpr std::uint64_t place_bytes = 8;

// Neither quality is always the better one: short texts that are words of Brotli's own dictionary
// come out smaller under one or the other, and the bound must hold for whoever picks the right one.
std::uint64_t compressed(std::string const& text)
{
    std::vector<std::uint8_t> out(BrotliEncoderMaxCompressedSize(text.size()) + 16);
    auto const* bytes = static_cast<std::uint8_t const*>(static_cast<void const*>(text.data()));
    // RFC 7932 section 9.1: this window is told in one bit, and reaches back as far as this.
    constexpr int told_in_one_bit = 16;
    constexpr std::size_t reach = (std::size_t{1} << told_in_one_bit) - 16;
    auto const window = text.size() <= reach ? told_in_one_bit : BROTLI_MAX_WINDOW_BITS;
    auto least = text.size();
    for (auto const quality : {9, BROTLI_MAX_QUALITY}) {
        auto size = out.size();
        if (BrotliEncoderCompress(quality, window, BROTLI_MODE_TEXT, text.size(), bytes, &size,
                                  out.data())
            != BROTLI_FALSE)
            least = std::min(least, size);
    }
    return least;
}

// RFC 7932 section 9: before the first of its data, a compressed meta-block has 68 bits or more
// (its size, how many kinds of blocks and trees, three prefix codes); one that is not compressed
// has all of the text. So there is nothing to gain where so few are enough, and Brotli takes a
// quarter of a millisecond to begin.
constexpr std::uint64_t shortest_compressed = 9;

// As it is, or of a number its digits in half a byte each. Separators are not part of a number:
// "+852 9508-8995", "64:09:80:00:00:01".
std::uint64_t plain_size(std::string const& value)
{
    std::string bare;
    std::copy_if(value.begin(), value.end(), std::back_inserter(bare), [](char c) {
        return std::string_view{" +-:./()"}.find(c) == std::string_view::npos;
    });
    if (!bare.empty() && std::all_of(bare.begin(), bare.end(), is_hex_digit))
        return (bare.size() + 1) / 2;
    return value.size();
}

// The fewer of this and of what is known already.
std::uint64_t least(std::string const& value,
                    std::uint64_t known = std::numeric_limits<std::uint64_t>::max())
{
    auto const out = std::min(known, plain_size(value));
    return out <= shortest_compressed ? out : std::min(out, compressed(value));
}

/// Collects the items and their sizes.
class Sizes {
public:
    void add(std::string_view category, std::string item, std::uint64_t bytes)
    {
        if (bytes > 0)
            m_items.push_back({std::string{category}, std::move(item), bytes});
    }
    void add_value(std::string_view category, std::string item, std::string const& value)
    {
        add(category, std::move(item), least(value));
    }
    std::vector<SizedItem> take() { return std::move(m_items); }

private:
    std::vector<SizedItem> m_items;
};

std::uint64_t least_part(Contact const& contact)
{
    auto out = std::numeric_limits<std::uint64_t>::max();
    auto const take = [&](std::string const& value) {
        if (!value.empty())
            out = least(value, out);
    };
    std::for_each(contact.phones.begin(), contact.phones.end(), take);
    std::for_each(contact.emails.begin(), contact.emails.end(), take);
    take(contact.name);
    return out == std::numeric_limits<std::uint64_t>::max() ? 0 : out;
}

/// "messages/2"
std::string numbered(std::string_view kind, std::size_t number)
{
    return std::string{kind} + "/" + std::to_string(number);
}

// Only what cannot be otherwise: the bound must hold for whoever wants to hide something.
std::uint64_t protocol_need(FlowRecord const& record, std::uint64_t unread)
{
    auto const& protocol = record.app_proto;
    if (record.why_closed.empty())
        return 0;
    if (protocol == "quic" || protocol == "http3")
        return unread / quic_packet_bytes * quic_packet_need;
    if (protocol != "tls" && protocol != "http2" && protocol != "http")
        return 0;
    bool const says_finished = record.why_closed == "no key";
    return unread / tls_record_bytes * tls_record_need + (says_finished ? tls_finished : 0);
}

} // namespace

std::vector<SizedItem> item_sizes(Profile const& profile)
{
    Sizes sizes;
    for (auto const& [category, values] : profile.identifiers)
        for (std::size_t i = 0; i < values.size(); ++i)
            sizes.add_value(category, numbered(category, i), values[i]);
    for (std::size_t i = 0; i < profile.contacts.size(); ++i)
        sizes.add("contact", numbered("contacts", i), least_part(profile.contacts[i]));
    for (std::size_t i = 0; i < profile.messages.size(); ++i)
        sizes.add_value("message", numbered("messages", i), profile.messages[i].text);
    for (auto const& photo : profile.photos)
        sizes.add("photo", photo.item, photo.bytes.size());
    for (std::size_t i = 0; i < profile.calendar.size(); ++i)
        sizes.add_value("calendar", numbered("calendar", i), profile.calendar[i].summary);
    for (auto const& app : profile.apps)
        sizes.add_value("apps", "apps/" + app, app);
    for (auto const& place : profile.places)
        sizes.add("location", "location/" + place.name, place_bytes);
    return sizes.take();
}

std::vector<ItemSize> least_sizes(std::vector<SizedItem> const& items)
{
    std::map<std::string_view, std::uint64_t> least;
    for (auto const& item : items) {
        auto const [found, fresh] = least.try_emplace(item.category, item.least_bytes);
        found->second = std::min(found->second, item.least_bytes);
    }
    std::vector<ItemSize> out;
    out.reserve(least.size());
    for (auto const& [category, bytes] : least)
        out.push_back({std::string{category}, bytes});
    return out;
}

std::string thing_of(std::string const& item)
{
    if (!item.starts_with("contacts/") && !item.starts_with("messages/"))
        return item;
    auto const number = item.find('/') + 1;
    return item.substr(0, item.find('/', number));
}

bool is_one_sided(FlowRecord const& record, bool incoming)
{
    auto const& up = incoming ? record.to_client : record.to_server;
    auto const& down = incoming ? record.to_server : record.to_client;
    return up.packets == 0 && down.payload > 0;
}

std::uint64_t unread_at_most(FlowRecord const& record, bool incoming)
{
    auto const& side = incoming ? record.to_client : record.to_server;
    auto const opened = incoming ? record.opened_to_client : record.opened_to_server;
    auto const unread = side.payload - std::min(opened, side.payload);
    auto const need = std::min(protocol_need(record, unread), unread);
    return unread - need + side.gap;
}

ByteBudget budget(std::uint64_t max_bytes, std::vector<ItemSize> const& sizes,
                  std::vector<std::string_view> const& proven, bool one_sided)
{
    ByteBudget out{max_bytes, {}, one_sided};
    for (auto const& size : sizes) {
        bool const found = std::find(proven.begin(), proven.end(), size.category) != proven.end();
        bool const would_fit = one_sided || size.least_bytes <= max_bytes;
        out.items[size.category] = found       ? Departure::proven
                                   : would_fit ? Departure::possible
                                               : Departure::excluded;
    }
    return out;
}

} // namespace petze
