#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

struct FlowRecord;
struct Profile;

/// Whether data of one kind left: found; not found, but it would fit; or it cannot have.
enum class Departure : std::uint8_t { proven, possible, excluded };

constexpr std::string_view name_of(Departure departure)
{
    constexpr std::string_view names[] = {"proven", "possible", "excluded"};
    return names[static_cast<std::size_t>(departure)];
}

/// The fewest bytes in which one item of a category goes on the wire whole.
struct ItemSize {
    std::string category;
    std::uint64_t least_bytes{};

    bool operator==(ItemSize const&) const = default;
};

/// The same of one item: "messages/2", "contacts/3" (the smallest part of it).
struct SizedItem {
    std::string category, item;
    std::uint64_t least_bytes{};

    bool operator==(SizedItem const&) const = default;
};

/// Of what the profile holds, item by item: digits two to a byte, hexadecimal likewise, places as
/// two 32-bit numbers, text as Brotli at its best compresses it, or as it is where that is shorter;
/// photos as their files, because image files do not get much smaller without becoming other
/// images.
std::vector<SizedItem> item_sizes(Profile const& profile);
/// Of each category; sorted.
std::vector<ItemSize> least_sizes(std::vector<SizedItem> const& items);
/// What is one item to its owner: of "contacts/3/phone" it is "contacts/3".
std::string thing_of(std::string const& item);

/// What can have gone up in one conversation unread, at most: payload that nobody could read, less
/// what its protocol cannot do without, and what the recording missed.
/// TLS: of each record 13 bytes at least, in a record of 2^14 + 261 at most (RFC 5246 section
/// 6.2.3, RFC 6655, RFC 8446 section 5.2), and 37 for the Finished message where the handshake was
/// seen. QUIC: 18 bytes of each packet of 65,527 at most (RFC 9000 sections 17.3, 18.2).
std::uint64_t unread_at_most(FlowRecord const& record, bool incoming);

/// The proof of the negative for one receiver, which needs no key (contract: endpoint.budget).
struct ByteBudget {
    std::uint64_t max_bytes{};
    std::map<std::string, Departure> items; // by category of the profile
    /// Of a conversation only what came was recorded: sizes bound nothing, nothing is excluded.
    bool one_sided{};

    bool operator==(ByteBudget const&) const = default;
};

/// Whether only what came to the phone was recorded of it: nobody knows how much went up.
bool is_one_sided(FlowRecord const& record, bool incoming);

/// `proven` are categories that were found there.
ByteBudget budget(std::uint64_t max_bytes, std::vector<ItemSize> const& sizes,
                  std::vector<std::string_view> const& proven, bool one_sided = false);

} // namespace petze
