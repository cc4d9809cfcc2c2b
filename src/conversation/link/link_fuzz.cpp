#include "conversation/link/wifi.h"

#include <algorithm>
#include <cstdlib>
#include <functional>

using namespace petze;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

// The payload is the end of the frame; only NFLOG, and Wi-Fi where it carries several at once, have
// something behind it.
void check(LinkType link, Bytes frame)
{
    constexpr LinkType nflog = 239, pktap = 258;
    auto const decoded = decode_link(link, frame);
    auto const& bytes = decoded.value.bytes;
    auto const& mac = decoded.value.source_mac;
    bool const has_mac = decoded.value.has_mac;
    require(has_mac || std::ranges::all_of(mac, [](auto byte) { return byte == 0; }));
    if (decoded.flaw) {
        require(!decoded.flaw->what.empty() && decoded.flaw->offset <= frame.size());
        return;
    }
    auto const* const end = frame.data() + frame.size();
    require(std::greater_equal<>{}(bytes.data(), frame.data()));
    require(std::less_equal<>{}(bytes.data() + bytes.size(), end));
    require(link == nflog || link == pktap || is_wifi(link) || bytes.data() + bytes.size() == end);
    for (auto further = decoded.value.further; !further.empty();) {
        require(std::greater_equal<>{}(further.data(), frame.data())
                && std::less_equal<>{}(further.data() + further.size(), end));
        auto const next = decode_wifi_subframe(further);
        require(next.value.further.size() < further.size());
        further = next.flaw ? Bytes{} : next.value.further;
    }
}

} // namespace

// The first two bytes choose the link type. Whatever the rest: no crash, no view that leaves it.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    ByteReader in{{data, size}};
    auto const link = in.u16();
    if (in.ok())
        check(link, in.rest());
    return 0;
}
