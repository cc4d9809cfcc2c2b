#include "dissect/dns/rdata.h"

#include "dissect/dns/encode.h"
#include "dissect/dns/name.h"
#include "dissect/dns/types.h"

#include <string_view>

namespace petze::dns {

namespace {

/// Reads the parts of one record from left to right, and writes them down with blanks between.
class Writer {
public:
    Writer(Bytes message, std::size_t offset, std::size_t length)
        : m_message(message)
        , m_in(message.first(offset + length))
    {
        m_in.skip(offset);
    }

    Writer& name()
    {
        auto const read = read_name(m_in, m_message, m_flaw);
        m_rdata.words.push_back(read.dotted());
        return put(read.text());
    }
    Writer& u8() { return put(std::to_string(m_in.u8())); }
    Writer& u16() { return put(std::to_string(m_in.u16())); }
    Writer& u32() { return put(std::to_string(m_in.u32())); }
    Writer& type() { return put(type_name(m_in.u16())); }
    Writer& time() { return put(signature_time(m_in.u32())); }
    Writer& address(std::size_t size) { return put(address_text(m_in.take(size))); }
    Writer& string() { return text(m_in.take(m_in.u8())); }
    Writer& rest_quoted() { return text(m_in.rest()); }
    Writer& tag() { return put(std::string{as_text(m_in.take(m_in.u8()))}); }
    Writer& rest_hex() { return put(upper_hex(m_in.rest())); }
    Writer& rest_base64() { return put(base64(m_in.rest())); }
    Writer& salt()
    {
        auto const salt = m_in.take(m_in.u8());
        return put(salt.empty() ? "-" : upper_hex(salt));
    }
    Writer& hash() { return put(base32hex(m_in.take(m_in.u8()))); }
    Writer& strings();
    Writer& type_bitmap();
    Writer& service_parameters();

    std::optional<Flaw> flaw() const { return m_flaw; }
    /// Nothing where the data does not fit its type.
    std::optional<Rdata> done() &&
    {
        if (!m_in.ok() || m_in.remaining() > 0)
            return {};
        return std::move(m_rdata);
    }

private:
    Writer& put(std::string const& part)
    {
        if (!m_rdata.text.empty())
            m_rdata.text += ' ';
        m_rdata.text += part;
        return *this;
    }
    Writer& text(Bytes bytes)
    {
        m_rdata.words.emplace_back(as_text(bytes));
        return put(quoted(bytes));
    }
    std::string parameter_value(std::uint16_t key, Bytes value);

    Bytes m_message;
    ByteReader m_in;
    std::optional<Flaw> m_flaw;
    Rdata m_rdata;
};

// A text longer than 255 bytes is cut into several strings; put together it may hold what none
// of them does.
Writer& Writer::strings()
{
    std::string whole;
    while (m_in.ok() && m_in.remaining() > 0) {
        string();
        whole += m_rdata.words.back();
    }
    if (m_rdata.words.size() > 1)
        m_rdata.words.push_back(std::move(whole));
    return *this;
}

// RFC 4034 section 4.1.2.
Writer& Writer::type_bitmap()
{
    while (m_in.ok() && m_in.remaining() > 0) {
        auto const window = m_in.u8();
        unsigned type = window * 256u;
        for (auto byte : m_in.take(m_in.u8())) {
            for (unsigned bit = 0; bit < 8; ++bit)
                if (byte & 0x80 >> bit)
                    put(type_name(static_cast<std::uint16_t>(type + bit)));
            type += 8;
        }
    }
    return *this;
}

// RFC 9460 section 2.1 and section 14.3.2.
std::string parameter_name(std::uint16_t key)
{
    constexpr std::string_view names[] = {"mandatory", "alpn", "no-default-alpn", "port",
                                          "ipv4hint",  "ech",  "ipv6hint",        "dohpath"};
    return key < std::size(names) ? std::string{names[key]} : "key" + std::to_string(key);
}

// Lists of addresses and numbers stand bare; texts in quotes, as dig writes them.
std::string Writer::parameter_value(std::uint16_t key, Bytes value)
{
    enum Key : std::uint16_t { mandatory, alpn, no_default_alpn, port, ipv4hint, ech, ipv6hint };
    ByteReader in{value};
    std::string list;
    auto const part = [&] {
        switch (key) {
        case mandatory:
            return parameter_name(in.u16());
        case port:
            return std::to_string(in.u16());
        case ipv4hint:
            return address_text(in.take(4));
        case ipv6hint:
            return address_text(in.take(16));
        case ech:
            return base64(in.rest());
        case alpn:
            return escaped(in.take(in.u8()));
        default:
            return escaped(in.rest());
        }
    };
    while (in.ok() && in.remaining() > 0) {
        if (!list.empty())
            list += ',';
        list += part();
    }
    if (!in.ok())
        m_in.fail("service parameter");
    auto const is_text = key == alpn || key > ipv6hint;
    return is_text ? '"' + list + '"' : list;
}

Writer& Writer::service_parameters()
{
    while (m_in.ok() && m_in.remaining() > 0) {
        auto const key = m_in.u16();
        auto const value = m_in.take(m_in.u16());
        if (!m_in.ok())
            break;
        put(value.empty() ? parameter_name(key)
                          : parameter_name(key) + '=' + parameter_value(key, value));
        if (!value.empty())
            m_rdata.words.emplace_back(as_text(value));
    }
    return *this;
}

/// Only the types that RFC 3597 section 4 counts among the well-known ones may hold compressed
/// names; others hold them all the same, and are read all the same.
bool write(Type type, Writer& out)
{
    switch (type) {
    case Type::a:
        out.address(4);
        return true;
    case Type::aaaa:
        out.address(16);
        return true;
    case Type::ns:
    case Type::cname:
    case Type::ptr:
    case Type::dname:
        out.name();
        return true;
    case Type::soa:
        out.name().name().u32().u32().u32().u32().u32();
        return true;
    case Type::mx:
        out.u16().name();
        return true;
    case Type::rp:
        out.name().name();
        return true;
    case Type::srv:
        out.u16().u16().u16().name();
        return true;
    case Type::txt:
    case Type::spf:
        out.strings();
        return true;
    case Type::hinfo:
        out.string().string();
        return true;
    case Type::naptr:
        out.u16().u16().string().string().string().name();
        return true;
    case Type::caa:
        out.u8().tag().rest_quoted();
        return true;
    case Type::uri:
        out.u16().u16().rest_quoted();
        return true;
    case Type::svcb:
    case Type::https:
        out.u16().name().service_parameters();
        return true;
    case Type::ds:
        out.u16().u8().u8().rest_hex();
        return true;
    case Type::key:
    case Type::dnskey:
        out.u16().u8().u8().rest_base64();
        return true;
    case Type::rrsig:
        out.type().u8().u8().u32().time().time().u16().name().rest_base64();
        return true;
    case Type::nsec:
        out.name().type_bitmap();
        return true;
    case Type::nsec3:
        out.u8().u8().u16().salt().hash().type_bitmap();
        return true;
    case Type::sshfp:
        out.u8().u8().rest_hex();
        return true;
    case Type::tlsa:
        out.u8().u8().u8().rest_hex();
        return true;
    default:
        return false;
    }
}

// RFC 3597 section 5: "\# 4 0A000001".
Rdata unknown(Bytes data)
{
    auto text = "\\# " + std::to_string(data.size());
    if (!data.empty())
        text += ' ' + upper_hex(data);
    return {std::move(text), {std::string{as_text(data)}}};
}

} // namespace

Rdata read_rdata(std::uint16_t type, Bytes message, std::size_t offset, std::size_t length,
                 std::optional<Flaw>& flaw)
{
    auto const data = message.subspan(offset, length);
    Writer writer{message, offset, length};
    if (!write(static_cast<Type>(type), writer))
        return unknown(data);
    if (writer.flaw() && !flaw)
        flaw = writer.flaw();
    auto rdata = std::move(writer).done();
    if (rdata)
        return *std::move(rdata);
    if (!flaw
        && length > 0) // a dynamic update deletes with records of no data (RFC 2136 section 2.5)
        flaw = Flaw{"record data does not fit its type", offset};
    return unknown(data);
}

} // namespace petze::dns
