#include "decrypt/dtls/record.h"

namespace petze::dtls {

namespace {

// RFC 5246 section 6.2.3: what protection may add to the 2^14 bytes of a record.
constexpr std::size_t most_body_bytes = (1u << 14) + 2048;
constexpr std::uint16_t dtls10 = 0xfeff, dtls12 = 0xfefd;

bool is_content_type(tls::ContentType type)
{
    return type >= tls::ContentType::change_cipher_spec
           && type <= tls::ContentType::application_data;
}

} // namespace

tls::Record next_record(ByteReader& datagram, Stamp const& stamp)
{
    tls::Record record;
    record.stamp = stamp;
    record.header = datagram.peek(record_header_bytes);
    record.type = static_cast<tls::ContentType>(datagram.u8());
    record.version = datagram.u16();
    record.number = datagram.u64();
    std::size_t const length = datagram.u16();
    if (record.version != dtls10 && record.version != dtls12)
        datagram.fail("no version of DTLS");
    if (length > most_body_bytes)
        datagram.fail("record too long");
    record.body = datagram.peek(length);
    datagram.skip(length);
    return record;
}

bool is_datagram(Bytes datagram)
{
    constexpr std::uint16_t last_epoch = 15; // more often nobody negotiates anew
    ByteReader in{datagram};
    do {
        auto const record = next_record(in, {});
        if (!in.ok() || !is_content_type(record.type) || epoch_of(record) > last_epoch
            || record.body.empty())
            return false;
    } while (in.remaining() > 0 && !has_unified_header(in.peek(1)));
    return true;
}

bool belongs(Bytes datagram)
{
    if (has_unified_header(datagram))
        return true;
    constexpr std::uint8_t first_type = 20, last_type = 25; // with RFC 9146's
    ByteReader in{datagram};
    auto const type = in.u8();
    auto const version = in.u16();
    return in.ok() && type >= first_type && type <= last_type
           && (version == dtls10 || version == dtls12);
}

bool has_unified_header(Bytes record)
{
    return !record.empty() && record[0] >> 5 == 1;
}

} // namespace petze::dtls
