#pragma once

#include <string>
#include <string_view>

namespace petze {

/// "www.Example.com.:8080" → "www.example.com": as names are compared and told, without port and
/// final dot; an address as Address::text() writes it.
std::string normal_host(std::string_view host);

} // namespace petze
