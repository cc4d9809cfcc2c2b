#include "conversation/packet.h"

#include <cstring>
#include <utility>

namespace petze {

namespace {

std::uint64_t mix(std::uint64_t a, std::uint64_t b)
{
    __extension__ using Wide = unsigned __int128;
    auto const product = static_cast<Wide>(a ^ 0x9e3779b97f4a7c15u) * (b ^ 0xd6e8feb86659fd93u);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t word(std::uint8_t const* bytes)
{
    std::uint64_t value{};
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

} // namespace

std::uint64_t FlowKey::hash() const
{
    auto const ends =
        mix(word(low.bytes.data()) ^ word(high.bytes.data()), word(low.bytes.data() + 8));
    auto const rest = static_cast<std::uint64_t>(low_port) << 32
                      | static_cast<std::uint64_t>(high_port) << 16 | protocol;
    return mix(ends ^ rest, word(high.bytes.data() + 8));
}

FlowKey FlowKey::of(FlowIdentity const& flow)
{
    bool const low = std::pair{flow.source, flow.source_port}
                     <= std::pair{flow.destination, flow.destination_port};
    return {low ? flow.source : flow.destination, low ? flow.destination : flow.source,
            low ? flow.source_port : flow.destination_port,
            low ? flow.destination_port : flow.source_port, flow.protocol};
}

} // namespace petze
