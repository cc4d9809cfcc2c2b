#include "judge/budget.h"

#include "conversation/flow.h"
#include "find/profile/profile.h"

#include <brotli/encode.h>

#include <algorithm>

namespace petze {

namespace {

constexpr std::uint64_t tls_record_bytes = (1u << 14) + 261, tls_record_need = 13;
constexpr std::uint64_t tls_finished = 37; // of the shortest cipher suite
constexpr std::uint64_t quic_packet_bytes = 65'527, quic_packet_need = 18;
constexpr std::uint64_t place_bytes = 8;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_hexadecimal(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::uint64_t compressed(std::string const& text)
{
    std::vector<std::uint8_t> out(BrotliEncoderMaxCompressedSize(text.size()) + 16);
    auto size = out.size();
    auto const* bytes = static_cast<std::uint8_t const*>(static_cast<void const*>(text.data()));
    if (BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT,
                              text.size(), bytes, &size, out.data())
        == BROTLI_FALSE)
        return text.size();
    return std::min<std::uint64_t>(size, text.size());
}

// Separators are not part of a number: "+852 9508-8995", "64:09:80:00:00:01".
std::uint64_t least(std::string const& value)
{
    std::string bare;
    std::copy_if(value.begin(), value.end(), std::back_inserter(bare), [](char c) {
        return std::string_view{" +-:./()"}.find(c) == std::string_view::npos;
    });
    if (!bare.empty() && std::all_of(bare.begin(), bare.end(), is_hexadecimal))
        return std::min<std::uint64_t>((bare.size() + 1) / 2, compressed(value));
    return compressed(value);
}

/// Collects the least of each category.
class Sizes {
public:
    void add(std::string_view category, std::uint64_t bytes)
    {
        if (bytes == 0)
            return;
        auto const [found, fresh] = m_least.try_emplace(std::string{category}, bytes);
        if (!fresh)
            found->second = std::min(found->second, bytes);
    }
    void add_value(std::string_view category, std::string const& value)
    {
        add(category, least(value));
    }
    std::vector<ItemSize> take() const
    {
        std::vector<ItemSize> out;
        out.reserve(m_least.size());
        for (auto const& [category, bytes] : m_least)
            out.push_back({category, bytes});
        return out;
    }

private:
    std::map<std::string, std::uint64_t> m_least;
};

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

std::vector<ItemSize> least_sizes(Profile const& profile)
{
    Sizes sizes;
    for (auto const& [category, values] : profile.identifiers)
        for (auto const& value : values)
            sizes.add_value(category, value);
    for (auto const& contact : profile.contacts) {
        for (auto const& phone : contact.phones)
            sizes.add_value("contact", phone);
        for (auto const& email : contact.emails)
            sizes.add_value("contact", email);
        if (!contact.name.empty())
            sizes.add_value("contact", contact.name);
    }
    for (auto const& message : profile.messages)
        sizes.add_value("message", message.text);
    for (auto const& photo : profile.photos)
        sizes.add("photo", photo.bytes.size());
    for (auto const& entry : profile.calendar)
        sizes.add_value("calendar", entry.summary);
    for (auto const& app : profile.apps)
        sizes.add_value("apps", app);
    if (!profile.places.empty())
        sizes.add("location", place_bytes);
    return sizes.take();
}

std::uint64_t unread_at_most(FlowRecord const& record, bool incoming)
{
    auto const& side = incoming ? record.to_client : record.to_server;
    auto const opened = incoming ? record.opened_to_client : record.opened_to_server;
    auto const unread = side.payload - std::min(opened, side.payload);
    auto const need = std::min(protocol_need(record, unread), unread);
    auto const sealed = incoming ? record.sealed_to_client : record.sealed_to_server;
    return unread - need + side.gap + sealed;
}

ByteBudget budget(std::uint64_t max_bytes, std::vector<ItemSize> const& sizes,
                  std::vector<std::string_view> const& proven)
{
    ByteBudget out{max_bytes, {}};
    for (auto const& size : sizes) {
        bool const found = std::find(proven.begin(), proven.end(), size.category) != proven.end();
        out.items[size.category] = found                           ? Departure::proven
                                   : size.least_bytes <= max_bytes ? Departure::possible
                                                                   : Departure::excluded;
    }
    return out;
}

} // namespace petze
