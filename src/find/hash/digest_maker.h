#pragma once

#include "find/hash/hash.h"
#include "find/search/needles.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// A digest that is looked for, and whose.
struct WantedDigest {
    HashValue value;
    std::array<std::uint32_t, 2> needles{}; // of two joined; else twice the same
    std::string_view function{};
    std::string_view joined{};
    bool standalone{};
};

struct WantedDigests {
    std::vector<WantedDigest> digests;
    std::vector<std::unique_ptr<std::string const>> joined; // what they point into
    bool limited{};
};

/// The table of one-way disguises, applied to every value; the values' own order, the phone's
/// identifiers first.
WantedDigests wanted_digests(Needles const& needles);

} // namespace petze
