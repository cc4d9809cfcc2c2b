#include "base/text.h"
#include "identify/online/rdap.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

// Regional registries, the national ones behind APNIC and LACNIC, and IANA. Nobody else is asked,
// whatever a bootstrap file or an answer says.
constexpr std::array registry_domains{
    std::string_view{"afrinic.net"},  std::string_view{"apnic.net"},
    std::string_view{"arin.net"},     std::string_view{"lacnic.net"},
    std::string_view{"ripe.net"},     std::string_view{"iana.org"},
    std::string_view{"cnnic.cn"},     std::string_view{"cnnic.net.cn"},
    std::string_view{"nic.ad.jp"},    std::string_view{"kisa.or.kr"},
    std::string_view{"krnic.or.kr"},  std::string_view{"krnic.net"},
    std::string_view{"kisa.kr"},      std::string_view{"twnic.tw"},
    std::string_view{"twnic.net.tw"}, std::string_view{"twnic.net"},
    std::string_view{"vnnic.vn"},     std::string_view{"vnnic.net.vn"},
    std::string_view{"irinn.in"},     std::string_view{"registry.in"},
    std::string_view{"idnic.net"},    std::string_view{"idnic.id"},
    std::string_view{"registro.br"},  std::string_view{"nic.br"},
    std::string_view{"nic.mx"},       std::string_view{"iar.mx"},
};

struct Parts {
    std::string scheme, host;
    bool is_plain{}; // no user, no odd characters
};

// RFC 3986, as much of it as decides who would be asked; what it does not cover is refused.
Parts parts_of(std::string_view url)
{
    Parts out;
    auto const colon = url.find("://");
    if (colon == std::string_view::npos)
        return out;
    out.scheme = lower(url.substr(0, colon));
    auto authority = url.substr(colon + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    out.is_plain =
        std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7f && c != '\\'; })
        && authority.find('@') == std::string_view::npos;
    if (authority.starts_with('['))
        out.host = authority.substr(1, std::max<std::size_t>(authority.find(']'), 1) - 1);
    else
        out.host = lower(authority.substr(0, authority.find(':')));
    return out;
}

bool is_loopback(std::string_view host)
{
    auto const address = Address::parse(host);
    static auto const v4 = *make_block(*Address::parse("127.0.0.0"), 8);
    return address && (v4.contains(*address) || address->text() == "::1");
}

bool is_registry(std::string_view host)
{
    while (host.ends_with('.'))
        host.remove_suffix(1);
    return std::any_of(registry_domains.begin(), registry_domains.end(), [&](auto domain) {
        return host.ends_with(domain)
               && (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
    });
}

} // namespace

bool is_this_machine(std::string_view url)
{
    return is_loopback(parts_of(url).host);
}

bool may_be_asked(std::string_view url, Reach reach)
{
    auto const parts = parts_of(url);
    if (!parts.is_plain)
        return false;
    if (reach == Reach::this_machine)
        return (parts.scheme == "http" || parts.scheme == "https") && is_loopback(parts.host);
    return parts.scheme == "https" && is_registry(parts.host);
}

bool may_be_asked_whois(std::string_view host, Reach reach)
{
    return may_be_asked((reach == Reach::this_machine ? "http://" : "https://") + lower(host),
                        reach);
}

std::string rdap_url(std::string_view service, Address const& address)
{
    std::string out{service};
    if (!out.ends_with('/'))
        out += '/';
    out += "ip/";
    out += address.text();
    return out;
}

} // namespace petze
