#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace petze::dns {

/// As UploadPiece::scheme: the piece is no upload, but a name that was asked for (its key).
inline constexpr std::string_view query_scheme = "dns-queries";

/// What one of several names may hold of a text that was cut to their size.
struct NamedData {
    std::size_t name{}; // which of them
    std::string data{};

    bool operator==(NamedData const&) const = default;
};

/// Names without the domain that they stand below, in the order in which they were asked for. What
/// is the same in all of them is left out; where one label counts, or a number stands before the
/// first, that says the order, and is left out as well.
std::vector<NamedData> data_in_names(std::vector<std::string> const& names);

} // namespace petze::dns
