#pragma once

#include "dissect/message.h"
#include "identify/endpoint.h"

#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// An attribute of a distinguished name as RFC 4514 writes it, escapes undone: of
/// "CN=www.example.com,O=Invented\, Inc.,C=DE" the "O" is "Invented, Inc.". The first where there
/// are several, empty where there is none.
std::string attribute_of(std::string_view distinguished_name, std::string_view attribute);

/// What it says of who runs the service; `asked` is the name that the phone wanted, empty where
/// none is known.
EndpointCertificate describe_certificate(ShownCertificate const& shown, std::string_view asked,
                                         Stamp const& told);

} // namespace petze
