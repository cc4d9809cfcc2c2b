#pragma once

#include "identify/online/registered_network.h"

#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// Reads an answer of a WHOIS server (RFC 3912) in the forms that the five regional and the
/// national registries use: RPSL, ARIN's "NetRange:", LACNIC's and NIC.br's "owner:", JPNIC's
/// "[Network Number]", KRNIC's and TWNIC's words. Of several networks the smallest around the
/// address counts. Nothing where there is none and nobody else is named either.
std::optional<RegisteredNetwork> parse_whois(std::string_view text, Address const& address);

/// The server that is asked first about addresses of a region: "whois.apnic.net".
std::string_view whois_server(std::string_view registry);

/// What to send: ARIN wants to be told that an address is meant, JPNIC that English is.
std::string whois_question(std::string_view server, Address const& address);

} // namespace petze
