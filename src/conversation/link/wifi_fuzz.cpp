#include "conversation/link/wifi_reader.h"

#include "base/limits.h"

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

bool inside(Bytes part, Bytes whole)
{
    return std::greater_equal<>{}(part.data(), whole.data())
           && std::less_equal<>{}(part.data() + part.size(), whole.data() + whole.size());
}

} // namespace

// Frames, one after another, each behind its length in two bytes, of a network whose key is known
// (32 zeros). Whatever they are: no crash, and payloads that lie in their frame or in the store.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    constexpr LinkType bare = 105;
    Tally tally;
    WifiReader reader{{WifiNetwork{"fuzz", {}}}, tally};
    WifiKeys::Store store;
    for (ByteReader in{{data, size}}; in.ok() && in.remaining() > 0;) {
        auto const frame = in.take(std::min<std::size_t>(in.u16(), in.remaining()));
        auto const read = reader.read(bare, frame, store);
        if (!read || read->flaw)
            continue;
        auto const& bytes = read->value.bytes;
        require(bytes.empty() || inside(bytes, frame)
                || std::ranges::any_of(store, [&](auto const& own) { return inside(bytes, own); }));
    }
    reader.finish();
    return 0;
}
