#pragma once

#include "identify/online/rdap.h"

#include <memory>
#include <string>

namespace petze {

/// What came back of one question.
struct OnlineReply {
    /// What went wrong on the way; a server's refusal is no such thing, but a status.
    enum class Trouble { none, unreachable, timeout, too_long };
    Trouble trouble = Trouble::none;
    int status = 0; // of HTTP; 0 for WHOIS
    std::string body{};
    std::string location{}; // of a redirect, which is not followed here; a whole URL
    int retry_after = 0;    // seconds; 0 where the server says none
};

/// Asks servers. The only place in Petze from which a packet can leave the machine, and it is made
/// only where the user asked for it (--online).
class Transport {
public:
    virtual ~Transport() = default;
    /// Of a URL that may be asked.
    virtual OnlineReply get(std::string const& url) = 0;
    /// RFC 3912, of a server that may be asked: "whois.apnic.net", "127.0.0.1:4343".
    virtual OnlineReply whois(std::string const& server, std::string const& question) = 0;
};

/// Through libcurl; `agent` is how Petze introduces itself.
std::unique_ptr<Transport> make_transport(std::string agent);

} // namespace petze
