#pragma once

#include "decrypt/tls/hello.h"

#include <string>

namespace petze::tls {

/// The text that JA3 is the MD5 of: version, cipher suites, extensions, groups, point formats in
/// decimal, as sent, without GREASE (github.com/salesforce/ja3).
std::string ja3_text(ClientHello const& hello);
std::string ja3(ClientHello const& hello);

/// The same for the answer: version, cipher suite, extensions.
std::string ja3s_text(ServerHello const& hello);
std::string ja3s(ServerHello const& hello);

/// JA4's first character: what the hello came over.
enum class Transport : char { tcp = 't', quic = 'q', dtls = 'd' };

/// JA4 (BSD licence; no other of the JA4+ family), as FoxIO's technical_details/JA4.md defines
/// it: "t13d1516h2_8daaf6152771_e5627efa2ab1".
std::string ja4(ClientHello const& hello, Transport transport);

} // namespace petze::tls
