#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace petze {

/// Someone else's bytes. Never owns; valid until the stage that was handed it returns.
using Bytes = std::span<std::uint8_t const>;

inline std::string_view as_text(Bytes bytes)
{
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

inline Bytes as_bytes(std::string_view text)
{
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

} // namespace petze
