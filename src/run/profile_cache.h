#pragma once

#include "find/profile/profile.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace petze {

/// Where what was worked out of a profile is kept, so that the next run need not work it out again:
/// a file in the user's cache folder (XDG Base Directory Specification: $XDG_CACHE_HOME/petze, else
/// ~/.cache/petze), encrypted under a key that only the profile gives (AES-256-GCM; the key is the
/// SHA-256 of all that the profile says). Who has not the profile reads nothing in it, not even
/// whose it is; and of another profile, or for another program or library, it is another file.
class ProfileCache {
public:
    /// Nothing where there is no such folder, or where this program cannot tell itself from others.
    static std::optional<ProfileCache> of(Profile const& profile);

    /// What was saved; nothing where there is none, or a byte of it is another.
    std::optional<std::vector<std::uint8_t>> load() const;
    /// Whole or not at all; says nothing where it cannot, since the next run merely takes longer.
    /// Of several files in the folder the last few that were used stay.
    void save(std::vector<std::uint8_t> bytes) const;

private:
    ProfileCache() = default;

    std::filesystem::path m_file;
    std::array<std::uint8_t, 32> m_key{};
};

} // namespace petze
