#pragma once

#include "base/bytes.h"

#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// A value inside something longer that is written in base64 or hex as a whole.
struct WrappedForm {
    std::string bytes;
    std::string_view step; // as content's layers call it: a literal
    bool caseless{};
    double share{}; // how much of the value the form holds, 0 to 1
};

/// RFC 4648: hex, and base64 (section 4) and base64url (section 5) at each of the three places at
/// which a value may begin in what is encoded. Characters that its neighbours have a part in are
/// left out. A base64url that is no other than the base64 is not told twice.
std::vector<WrappedForm> wrapped_forms(Bytes value);

} // namespace petze
