#pragma once

#include "base/origin.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// Some bytes of what is sent in parts, by several requests and perhaps in several conversations:
/// put together behind the shards, where the order of all packets is known. Owned.
struct UploadPiece {
    std::string key;           // of the whole: whom it is for, and what it is called there
    std::string_view scheme{}; // literal: "tus"
    std::uint64_t part{};      // where parts have numbers and no offsets
    std::string part_name{};   // where they have names, whose order is said in the end
    std::uint64_t offset{};    // in the whole, or in the part
    std::vector<std::uint8_t> bytes{};
    std::optional<std::uint64_t> total{}; // bytes of the whole, where they are known
    bool part_over{};                     // nothing more of this part comes in its request
    bool part_whole{};                    // and all of it came
    bool is_last{};                       // no part stands behind this one
    bool closes{};                        // the sender says that all parts are there
    std::vector<std::string> order{};     // and how they stand: by their names
    std::vector<std::string> wholes{};    // or of which uploads it is made, by their keys
    bool is_held{};                       // it is part of another one, named in the end
    std::string renamed_to{};             // the key of all parts that follow
    Stamp carried{};                      // of the bytes
    std::string hostname{};
    std::vector<std::string> path{}; // of the part
    std::string content_type{};
    std::string content_encoding{};
    std::string filename{};
};

} // namespace petze
