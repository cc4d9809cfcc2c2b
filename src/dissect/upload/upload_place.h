#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// Which part of what upload a request's body is.
struct UploadPlace {
    std::string key{};
    std::string_view scheme{}; // literal
    std::uint64_t part{};
    std::string part_name{}; // where parts have names, whose order is said in the end
    std::uint64_t offset{};
    std::optional<std::uint64_t> total{};
    bool is_last = false;
    bool has_bytes = true;    // false: the body tells something else, or there is none
    bool closes = false;      // the request says that all parts are there
    bool is_begun = false;    // the answer says where the other parts go ("Location")
    bool is_held = false;     // it is part of another upload, which is named in the end
    bool is_in_form = false;  // it is the file in a multipart body
    bool lists_parts = false; // the body says how the parts stand
    bool is_nameless = false; // the answer's body says what all parts that follow are called
    std::vector<std::string> wholes{}; // keys of the uploads that it is made of
};

} // namespace petze
