#pragma once

#include <string>
#include <string_view>

namespace petze {

/// A header value with parameters, RFC 9110 §5.6.6: `form-data; name="a"; filename*=UTF-8''b`.
/// The main part, lower case, without its parameters: "form-data".
std::string main_value(std::string_view value);

/// The parameter of that name, unquoted; empty where there is none. `name*` (RFC 8187, RFC 5987)
/// wins over `name`, and the continuations `name*0`, `name*1` of RFC 2231 §3 are joined.
std::string parameter(std::string_view value, std::string_view name);

} // namespace petze
