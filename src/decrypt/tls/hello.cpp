#include "decrypt/tls/hello.h"

#include "decrypt/tls/names.h"

#include <algorithm>
#include <array>

namespace petze::tls {

namespace {

constexpr std::size_t random_bytes = 32;

std::vector<std::uint16_t> numbers(Bytes list)
{
    std::vector<std::uint16_t> values;
    values.reserve(list.size() / 2);
    ByteReader in{list};
    while (in.remaining() >= 2)
        values.push_back(in.u16());
    return values;
}

/// A vector of the wire, section 3.4: cut off, it is what is there. A hello that the end of the
/// capture cut in two still names its host.
Bytes vector8(ByteReader& in)
{
    return in.take(in.u8());
}
Bytes vector16(ByteReader& in)
{
    auto const length = in.u16();
    if (length <= in.remaining())
        return in.take(length);
    auto const there = in.rest();
    in.fail("truncated");
    return there;
}

std::vector<Extension> read_extensions(ByteReader& outer)
{
    std::vector<Extension> extensions;
    // SSL 3.0 and TLS 1.0 hellos may end here.
    if (!outer.ok() || outer.remaining() == 0)
        return extensions;
    ByteReader in{vector16(outer)};
    while (in.ok() && in.remaining() > 0) {
        auto const type = in.u16();
        auto const data = vector16(in);
        if (in.ok() || !data.empty())
            extensions.push_back({type, data});
    }
    if (!in.ok())
        outer.fail("extension cut off");
    return extensions;
}

Extension const* find_in(std::vector<Extension> const& extensions, std::uint16_t type)
{
    auto const found = std::find_if(extensions.begin(), extensions.end(),
                                    [type](Extension const& e) { return e.type == type; });
    return found == extensions.end() ? nullptr : &*found;
}

// RFC 6066 section 3. Only host_name was ever defined, and only one may stand in the list.
std::string_view read_server_name(Bytes data)
{
    ByteReader in{data};
    in.u16(); // length of the list
    auto const is_host_name = in.u8() == 0;
    auto const name = as_text(vector16(in));
    return is_host_name ? name : std::string_view{};
}

// RFC 7301 section 3.1.
std::vector<std::string_view> read_alpn(Bytes data)
{
    std::vector<std::string_view> names;
    ByteReader in{data};
    in.u16(); // length of the list
    while (in.ok() && in.remaining() > 0)
        if (auto const name = vector8(in); in.ok())
            names.push_back(as_text(name));
    return names;
}

void read_offer(ClientHello& hello, Extension const& e)
{
    ByteReader in{e.data};
    switch (e.type) {
    case extension::server_name:
        if (hello.server_name.empty())
            hello.server_name = read_server_name(e.data);
        break;
    case extension::supported_groups:
        hello.groups = numbers(vector16(in));
        break;
    case extension::ec_point_formats:
        hello.point_formats = vector8(in);
        break;
    case extension::signature_algorithms:
        hello.signature_algorithms = numbers(vector16(in));
        break;
    case extension::alpn:
        hello.alpn = read_alpn(e.data);
        break;
    case extension::supported_versions:
        hello.versions = numbers(vector8(in));
        break;
    default:
        break;
    }
}

} // namespace

Extension const* ClientHello::find(std::uint16_t type) const
{
    return find_in(extensions, type);
}

Extension const* ServerHello::find(std::uint16_t type) const
{
    return find_in(extensions, type);
}

bool ServerHello::is_retry_request() const
{
    // RFC 8446 section 4.1.3: SHA-256 of "HelloRetryRequest".
    static constexpr std::array<std::uint8_t, random_bytes> marker{
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
        0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
        0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};
    return std::equal(random.begin(), random.end(), marker.begin(), marker.end());
}

Decoded<ClientHello> decode_client_hello(Bytes body)
{
    ByteReader in{body};
    ClientHello hello;
    hello.version = in.u16();
    // DTLS 1.x has a cookie after the session id; 0xfe is the first byte of its versions alone.
    auto const is_dtls = hello.version >> 8 == 0xfe;
    hello.random = in.take(random_bytes);
    hello.session_id = vector8(in);
    if (is_dtls)
        vector8(in);
    hello.cipher_suites = numbers(vector16(in));
    vector8(in); // compression methods
    hello.extensions = read_extensions(in);
    for (auto const& e : hello.extensions)
        read_offer(hello, e);
    if (in.ok() && in.remaining() > 0)
        in.fail("bytes after the last field");
    return {std::move(hello), in.flaw()};
}

namespace {

/// The extensions that end a message of the server's.
void read_chosen(ByteReader& in, ServerHello& hello)
{
    hello.extensions = read_extensions(in);
    for (auto const& e : hello.extensions) {
        if (e.type == extension::supported_versions && e.data.size() == 2)
            hello.selected_version = ByteReader{e.data}.u16();
        if (e.type == extension::alpn)
            if (auto const names = read_alpn(e.data); !names.empty())
                hello.alpn = names.front();
    }
    if (in.ok() && in.remaining() > 0)
        in.fail("bytes after the last field");
}

} // namespace

Decoded<ServerHello> decode_server_hello(Bytes body)
{
    ByteReader in{body};
    ServerHello hello;
    hello.version = in.u16();
    hello.random = in.take(random_bytes);
    // Until draft 22 a ServerHello of TLS 1.3 said so in its first field and had no session id and
    // no compression method.
    auto const is_early_draft = hello.version >= 0x7f00 && hello.version < 0x7f00 + 22;
    if (!is_early_draft)
        hello.session_id = vector8(in);
    hello.cipher_suite = in.u16();
    if (!is_early_draft)
        in.u8(); // compression method
    read_chosen(in, hello);
    return {std::move(hello), in.flaw()};
}

Decoded<ServerHello> decode_encrypted_extensions(Bytes body)
{
    ByteReader in{body};
    ServerHello chosen;
    read_chosen(in, chosen);
    return {std::move(chosen), in.flaw()};
}

Decoded<ClientHello> decode_ssl2_client_hello(Bytes body)
{
    ByteReader in{body};
    ClientHello hello;
    hello.ssl2_framed = true;
    if (in.u8() != 1)
        in.fail("no client hello");
    hello.version = in.u16();
    auto const specs_length = in.u16();
    auto const session_id_length = in.u16();
    auto const challenge_length = in.u16();
    ByteReader specs{in.take(specs_length)};
    while (specs.remaining() >= 3)
        // Three bytes each; those of SSL 3.0 and later begin with zero.
        if (auto const spec = specs.u24(); spec <= 0xffff)
            hello.cipher_suites.push_back(static_cast<std::uint16_t>(spec));
    hello.session_id = in.take(session_id_length);
    hello.random = in.take(challenge_length);
    return {std::move(hello), in.flaw()};
}

} // namespace petze::tls
