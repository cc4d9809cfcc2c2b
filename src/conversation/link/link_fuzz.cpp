#include "conversation/link/link.h"

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

// The payload is the end of the frame; only NFLOG has something behind it.
void check(LinkType link, Bytes frame)
{
    constexpr LinkType nflog = 239;
    auto const decoded = decode_link(link, frame);
    auto const& [type, bytes, mac, has_mac] = decoded.value;
    require(has_mac || std::ranges::all_of(mac, [](auto byte) { return byte == 0; }));
    if (decoded.flaw) {
        require(!decoded.flaw->what.empty() && decoded.flaw->offset <= frame.size());
        return;
    }
    auto const* const end = frame.data() + frame.size();
    require(std::greater_equal<>{}(bytes.data(), frame.data()));
    require(std::less_equal<>{}(bytes.data() + bytes.size(), end));
    require(link == nflog || bytes.data() + bytes.size() == end);
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
