#include "dissect/dns/types.h"

#include <string_view>

namespace petze::dns {

namespace {

struct TypeName {
    Type type;
    std::string_view name;
};

constexpr TypeName types[] = {
    {Type::a, "A"},       {Type::ns, "NS"},         {Type::cname, "CNAME"}, {Type::soa, "SOA"},
    {Type::null, "NULL"}, {Type::ptr, "PTR"},       {Type::hinfo, "HINFO"}, {Type::mx, "MX"},
    {Type::txt, "TXT"},   {Type::rp, "RP"},         {Type::key, "KEY"},     {Type::aaaa, "AAAA"},
    {Type::loc, "LOC"},   {Type::srv, "SRV"},       {Type::naptr, "NAPTR"}, {Type::dname, "DNAME"},
    {Type::opt, "OPT"},   {Type::ds, "DS"},         {Type::sshfp, "SSHFP"}, {Type::rrsig, "RRSIG"},
    {Type::nsec, "NSEC"}, {Type::dnskey, "DNSKEY"}, {Type::nsec3, "NSEC3"}, {Type::tlsa, "TLSA"},
    {Type::svcb, "SVCB"}, {Type::https, "HTTPS"},   {Type::spf, "SPF"},     {Type::tkey, "TKEY"},
    {Type::tsig, "TSIG"}, {Type::ixfr, "IXFR"},     {Type::axfr, "AXFR"},   {Type::any, "ANY"},
    {Type::uri, "URI"},   {Type::caa, "CAA"},
};

// IANA, DNS RCODEs.
constexpr std::string_view rcodes[] = {"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN",
                                       "NOTIMP",  "REFUSED", "YXDOMAIN", "YXRRSET",
                                       "NXRRSET", "NOTAUTH", "NOTZONE",  "DSOTYPENI"};
constexpr std::string_view extended_rcodes[] = {"BADVERS", "BADKEY", "BADTIME",  "BADMODE",
                                                "BADNAME", "BADALG", "BADTRUNC", "BADCOOKIE"};
constexpr std::uint16_t first_extended = 16;

} // namespace

std::string type_name(std::uint16_t type)
{
    for (auto const& row : types)
        if (static_cast<std::uint16_t>(row.type) == type)
            return std::string{row.name};
    return "TYPE" + std::to_string(type);
}

std::string rcode_name(std::uint16_t rcode)
{
    if (rcode < std::size(rcodes))
        return std::string{rcodes[rcode]};
    if (rcode >= first_extended && rcode < first_extended + std::size(extended_rcodes))
        return std::string{extended_rcodes[rcode - first_extended]};
    return "RCODE" + std::to_string(rcode);
}

} // namespace petze::dns
