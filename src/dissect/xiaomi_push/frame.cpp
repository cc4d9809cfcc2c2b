#include "dissect/xiaomi_push/frame.h"

#include "decrypt/crypto/cipher.h"
#include "dissect/protobuf/protobuf.h"

#include <zlib.h>

namespace petze::xiaomi_push {

namespace {

/// The last value of a field, as Protocol Buffers want it.
std::string_view text_field(Bytes message, std::uint32_t field)
{
    ByteReader in{message};
    protobuf::Value value;
    std::string_view text;
    while (protobuf::next_value(in, value))
        if (value.field == field && value.type == protobuf::WireType::bytes)
            text = as_text(value.bytes);
    return text;
}

} // namespace

std::optional<std::uint32_t> body_length(Bytes start)
{
    ByteReader in{start};
    bool const is_frame = in.u16() == magic && in.u16() == version;
    auto const length = in.u32();
    return is_frame && in.ok() ? std::optional{length} : std::nullopt;
}

std::uint32_t checksum(Bytes frame)
{
    auto const bytes = frame.first(frame.size() - checksum_bytes);
    return static_cast<std::uint32_t>(
        adler32_z(adler32_z(0, nullptr, 0), bytes.data(), bytes.size()));
}

Decoded<Body> decode_body(Bytes bytes)
{
    constexpr std::uint32_t command = 5, subcommand = 6;
    ByteReader in{bytes};
    Body body;
    body.type = in.u16();
    auto const header_length = in.u16();
    auto const payload_length = in.u32();
    body.header = in.take(header_length);
    body.payload = in.take(payload_length);
    if (in.ok() && in.remaining() != 0)
        in.fail("lengths do not fit");
    if (in.ok() && !body.header.empty() && !protobuf::looks_like_message(body.header))
        in.fail("header is none");
    if (in.ok()) {
        body.command = text_field(body.header, command);
        body.subcommand = text_field(body.header, subcommand);
    }
    return {body, in.flaw()};
}

std::string_view device_id(Bytes payload)
{
    constexpr std::uint32_t field = 4;
    return text_field(payload, field);
}

std::string_view challenge(Bytes payload)
{
    constexpr std::uint32_t field = 1;
    return text_field(payload, field);
}

std::optional<std::vector<std::uint8_t>> derive_key(std::string_view challenge,
                                                    std::string_view device_id)
{
    std::string halves{challenge.substr(challenge.size() / 2)};
    halves += device_id.substr(device_id.size() / 2);
    return open(as_bytes(challenge), as_bytes(halves));
}

std::optional<std::vector<std::uint8_t>> open(Bytes key, Bytes body)
{
    auto decipher = crypto::Decipher::make(crypto::rc4, key);
    if (!decipher)
        return {};
    std::vector<std::uint8_t> clear(body.size());
    if (!decipher->open_stream(body, clear))
        return {};
    return clear;
}

} // namespace petze::xiaomi_push
