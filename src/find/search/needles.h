#pragma once

#include "base/archive.h"
#include "find/notation/notation.h"
#include "find/profile/profile.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// One value of the profile, and every way in which it is looked for.
struct Needle {
    std::string item;     // "contacts/3/phone"
    std::string category; // "contact"
    std::string value;    // in clear, as a finding tells it
    std::vector<Spelling> spellings;
    ValueKind kind{};
    std::vector<std::string> hashed{}; // texts whose hashes are looked for
    bool own = false;                  // identifies the phone or its owner
    std::uint32_t photo = none; // index into Profile::photos: its bytes are what is looked for

    static constexpr std::uint32_t none = ~std::uint32_t{};
};

/// What the profile holds of one category, for the report.
struct ProfileRow {
    std::string category;
    std::uint64_t items{};
    std::uint64_t too_short{}; // carry too little information to be looked for
    std::uint64_t smallest_bytes{}, largest_bytes{}; // photos and messages; else 0

    bool operator==(ProfileRow const&) const = default;
};

struct Needles {
    std::vector<Needle> searched;
    std::vector<ProfileRow> rows; // in the contract's order; categories without items left out
    std::vector<std::string> too_short; // items; of some of them hashes are looked for
};

/// Every item of the profile with its spellings; those that carry too little information
/// (searchable_bits) are left out and named.
Needles make_needles(Profile const& profile);

void save(Needles const& needles, ArchiveWriter& out);
/// None where the archive is cut off. `words` has the steps of spellings, and outlives them.
Needles restore_needles(ArchiveReader& in, KeptWords& words);

} // namespace petze
