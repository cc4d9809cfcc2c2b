#pragma once

#include "base/bytes.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace petze {

/// One-way functions that programs hide identifiers behind.
enum class Hash : std::uint8_t { md5, sha1, sha256, sha512 };
inline constexpr std::array hashes{Hash::md5, Hash::sha1, Hash::sha256, Hash::sha512};

/// As a finding's path tells it.
constexpr std::string_view name_of(Hash hash)
{
    constexpr std::string_view names[] = {"md5", "sha1", "sha256", "sha512"};
    return names[static_cast<std::size_t>(hash)];
}

constexpr std::size_t size_of(Hash hash)
{
    constexpr std::size_t sizes[] = {16, 20, 32, 64};
    return sizes[static_cast<std::size_t>(hash)];
}

class HashValue {
public:
    HashValue() = default;
    template<std::size_t N>
    HashValue(std::array<std::uint8_t, N> const& bytes)
        : m_size(N)
    {
        std::copy(bytes.begin(), bytes.end(), m_bytes.begin());
    }
    Bytes bytes() const { return Bytes{m_bytes}.first(m_size); }

private:
    std::array<std::uint8_t, 64> m_bytes{};
    std::size_t m_size = 0;
};

HashValue hash_of(Hash hash, std::string_view text);
/// RFC 2104.
HashValue hmac_of(Hash hash, std::string_view key, std::string_view text);

} // namespace petze
