#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// One end of a value in base64 or hex: its bits that a neighbouring character has a part in, the
/// lowest of the one before or the highest of the one behind.
struct WrappedEdge {
    std::uint8_t bits{}; // how many: 0, 2 or 4
    std::uint8_t value{};
    std::uint8_t outermost{}; // byte of the value

    bool operator==(WrappedEdge const&) const = default;
};

/// A value inside something longer that is written in base64 or hex as a whole.
struct WrappedForm {
    std::string bytes;
    std::string_view step; // as content's layers call it: a literal
    bool caseless{};
    double share{}; // how much of the value the form holds, 0 to 1
    WrappedEdge before{}, behind{};
};

/// RFC 4648: hex, and base64 (section 4) and base64url (section 5) at each of the three places at
/// which a value may begin in what is encoded. Characters that its neighbours have a part in are
/// left out, and their bits told. A base64url that is no other than the base64 is not told twice.
std::vector<WrappedForm> wrapped_forms(Bytes value);

/// What a character of either alphabet stands for; nothing where it is none.
std::optional<std::uint8_t> base64_digit(std::uint8_t character);

} // namespace petze
