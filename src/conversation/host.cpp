#include "conversation/host.h"

#include "base/text.h"
#include "conversation/address.h"

#include <algorithm>

namespace petze {

std::string normal_host(std::string_view host)
{
    host = trim(host);
    if (host.starts_with('[')) // RFC 3986 §3.2.2: an IPv6 literal
        host = host.substr(1, host.find(']') - 1);
    else if (std::count(host.begin(), host.end(), ':') == 1)
        host = host.substr(0, host.find(':'));
    if (auto const address = Address::parse(host))
        return address->text();
    while (host.ends_with('.'))
        host.remove_suffix(1);
    return lower(host);
}

} // namespace petze
