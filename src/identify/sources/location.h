#pragma once

#include "base/result.h"
#include "conversation/address.h"
#include "identify/sources/reading.h"

#include <memory>
#include <optional>
#include <string>

namespace petze {

/// Where Debian's libloc-database puts its file.
inline constexpr char const* installed_location = "/usr/share/libloc-location/location.db";

/// What its answers are told to come from.
inline constexpr std::string_view libloc_source = "IPFire Location (libloc)";

/// A database of libloc (IPFire Location): origin AS and country. libloc is met here alone.
class LocationDatabase {
public:
    /// An error where there is none, or none that libloc reads.
    static Result<LocationDatabase> open(std::string const& path);
    ~LocationDatabase();
    LocationDatabase(LocationDatabase&&) noexcept;
    LocationDatabase& operator=(LocationDatabase&&) noexcept;

    struct Found {
        std::uint32_t system{}; // 0: not known
        std::string name, country, prefix;
    };
    std::optional<Found> find(Address const& address) const;
    /// ISO date on which it was made.
    std::string const& as_of() const;
    /// All its networks, into the index.
    void read(DataReading& reading) const;

private:
    struct State;
    explicit LocationDatabase(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace petze
