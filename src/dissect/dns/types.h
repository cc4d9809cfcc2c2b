#pragma once

#include <cstdint>
#include <string>

namespace petze::dns {

/// IANA, DNS parameters: the types that Petze reads or names.
enum class Type : std::uint16_t {
    a = 1,
    ns = 2,
    cname = 5,
    soa = 6,
    null = 10,
    ptr = 12,
    hinfo = 13,
    mx = 15,
    txt = 16,
    rp = 17,
    key = 25,
    aaaa = 28,
    loc = 29,
    srv = 33,
    naptr = 35,
    dname = 39,
    opt = 41,
    ds = 43,
    sshfp = 44,
    rrsig = 46,
    nsec = 47,
    dnskey = 48,
    nsec3 = 50,
    tlsa = 52,
    svcb = 64,
    https = 65,
    spf = 99,
    tkey = 249,
    tsig = 250,
    ixfr = 251,
    axfr = 252,
    any = 255,
    uri = 256,
    caa = 257
};

/// "A", "HTTPS", ...; others "TYPE<n>" (RFC 3597 section 5).
std::string type_name(std::uint16_t type);

/// "NOERROR", "NXDOMAIN", ...; others "RCODE<n>".
std::string rcode_name(std::uint16_t rcode);

} // namespace petze::dns
