#include "decrypt/payload/payload_key.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

using crypto::CipherKind;
using crypto::Mode;

constexpr std::size_t nonce_bytes = 12;     // RFC 5116 section 5, RFC 8439 section 2.8
constexpr std::size_t longest_name = 40;    // it becomes a step of paths
constexpr std::size_t beginning_bytes = 64; // whole blocks
constexpr std::size_t longest_key = 64;     // of ciphers whose keys differ in length

struct Algorithm {
    std::string_view name;
    CipherKind cipher;
};
constexpr Algorithm algorithms[] = {
    {"aes-128-cbc", crypto::aes_128_cbc},
    {"aes-192-cbc", crypto::aes_192_cbc},
    {"aes-256-cbc", crypto::aes_256_cbc},
    {"aes-128-ecb", crypto::aes_128_ecb},
    {"aes-192-ecb", crypto::aes_192_ecb},
    {"aes-256-ecb", crypto::aes_256_ecb},
    {"aes-128-ctr", crypto::aes_128_ctr},
    {"aes-192-ctr", crypto::aes_192_ctr},
    {"aes-256-ctr", crypto::aes_256_ctr},
    {"aes-128-gcm", crypto::aes_128_gcm},
    {"aes-192-gcm", crypto::aes_192_gcm},
    {"aes-256-gcm", crypto::aes_256_gcm},
    {"rc4", crypto::rc4},
    {"chacha20-poly1305", crypto::chacha20_poly1305},
};

/// The vector that a cipher needs.
std::size_t vector_bytes(CipherKind const& cipher)
{
    switch (cipher.mode) {
    case Mode::cbc:
        return cipher.block_bytes;
    case Mode::counter:
        return crypto::counter_bytes;
    case Mode::aead:
        return nonce_bytes;
    case Mode::none:
    case Mode::stream:
    case Mode::ecb:
        break;
    }
    return 0;
}

bool has_blocks(CipherKind const& cipher)
{
    return cipher.mode == Mode::cbc || cipher.mode == Mode::ecb;
}

bool decipher(PayloadKey const& key, Bytes vector, Bytes sealed, std::span<std::uint8_t> out)
{
    auto cipher = crypto::Decipher::make(key.cipher, key.key, nonce_bytes);
    if (!cipher)
        return false;
    switch (key.cipher.mode) {
    case Mode::cbc:
        return cipher->open_blocks(vector, sealed, out);
    case Mode::ecb:
        return cipher->open_single_blocks(sealed, out);
    case Mode::counter:
        return cipher->open_counted(vector, sealed, out);
    case Mode::aead:
        return cipher->open(vector, {}, sealed, out);
    case Mode::none:
    case Mode::stream:
        break;
    }
    std::array<std::uint8_t, PayloadKey::most_skipped> room{};
    auto const skipped = std::span{room}.first(std::min(key.skipped, room.size()));
    return (skipped.empty() || cipher->open_stream(skipped, skipped))
           && cipher->open_stream(sealed, out);
}

// RFC 5652 section 6.3: each byte of the padding says how many there are. 0 where it is none.
std::size_t padding_of(Bytes last_block)
{
    std::size_t const count = last_block.back();
    if (count == 0 || count > last_block.size())
        return 0;
    auto const padding = last_block.last(count);
    return std::all_of(padding.begin(), padding.end(), [&](auto byte) { return byte == count; })
               ? count
               : 0;
}

/// The padding of the whole, by its last block alone; see padding_of().
std::size_t last_padding(PayloadKey const& key, Bytes vector, Bytes sealed, std::uint64_t& work)
{
    std::size_t const block = key.cipher.block_bytes;
    std::array<std::uint8_t, 16> clear{};
    if (key.cipher.mode == Mode::cbc && sealed.size() > block)
        vector = sealed.last(2 * block).first(block);
    work += block;
    return decipher(key, vector, sealed.last(block), clear) ? padding_of(Bytes{clear}.first(block))
                                                            : 0;
}

bool begins_well(PayloadKey const& key, Bytes vector, Bytes sealed, std::size_t padding,
                 bool (*recognised)(Bytes, Part), std::uint64_t& work)
{
    std::array<std::uint8_t, beginning_bytes> room{};
    auto const size = std::min(sealed.size(), room.size());
    work += size;
    return decipher(key, vector, sealed.first(size), room)
           && recognised(Bytes{room}.first(std::min(size, sealed.size() - padding)),
                         Part::beginning);
}

std::string known_algorithms()
{
    std::string names;
    for (auto const& algorithm : algorithms)
        names += (names.empty() ? "" : ", ") + std::string{algorithm.name};
    return names;
}

bool is_name(std::string_view name)
{
    return !name.empty() && name.size() <= longest_name
           && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

tl::unexpected<Error> refusal(std::string why)
{
    return error("--payload-key", std::move(why));
}

} // namespace

Result<PayloadKey> parse_payload_key(std::string const& text)
{
    auto const equals = text.find('=');
    auto const colon = text.find(':', equals == std::string::npos ? 0 : equals);
    if (equals == std::string::npos || colon == std::string::npos)
        return refusal("write it as NAME=HEX:ALGORITHM, such as sync=00112233445566778899aabbccdd"
                       "eeff:aes-128-cbc");
    auto const name = text.substr(0, equals);
    if (!is_name(name))
        return refusal("the name before = must have 1 to 40 printable characters and no blank");
    auto algorithm_name = lower(std::string_view{text}.substr(colon + 1));
    std::optional<std::string> vector_digits;
    if (auto const second = algorithm_name.find(':'); second != std::string::npos) {
        vector_digits = algorithm_name.substr(second + 1);
        algorithm_name.resize(second);
    }
    auto const* const algorithm =
        std::find_if(std::begin(algorithms), std::end(algorithms),
                     [&](Algorithm const& known) { return known.name == algorithm_name; });
    if (algorithm == std::end(algorithms))
        return refusal("\"" + name + "\" has an algorithm that is not known here; known are "
                       + known_algorithms());
    auto const& cipher = algorithm->cipher;
    auto key = decode_hex(std::string_view{text}.substr(equals + 1, colon - equals - 1));
    if (cipher.key_bytes == crypto::any_length) {
        if (!key || key->empty() || key->size() > longest_key)
            return refusal("the key of \"" + name + "\" must be 1 to 64 bytes in hex");
    } else if (!key || key->size() != cipher.key_bytes) {
        return refusal("the key of \"" + name + "\" must be " + std::to_string(cipher.key_bytes)
                       + " bytes in hex, as " + algorithm_name + " has them");
    }
    PayloadKey out{"payload-key:" + name, cipher, std::move(*key)};
    if (vector_digits) {
        auto vector = decode_hex(*vector_digits);
        auto const wanted = vector_bytes(cipher);
        if (wanted == 0)
            return refusal("\"" + name + "\" has an initialisation vector, but " + algorithm_name
                           + " takes none");
        if (!vector || vector->size() != wanted)
            return refusal("the initialisation vector of \"" + name + "\" must be "
                           + std::to_string(wanted) + " bytes in hex");
        out.vector = std::move(*vector);
    }
    if (cipher.legacy && !crypto::has_legacy_ciphers())
        return refusal("this computer's OpenSSL has no " + algorithm_name
                       + "; install its legacy provider");
    return out;
}

std::size_t carried_bytes(PayloadKey const& key)
{
    return key.vector.empty() ? vector_bytes(key.cipher) : 0;
}

bool fits(PayloadKey const& key, std::size_t sealed_bytes)
{
    auto const around = carried_bytes(key) + key.cipher.tag_bytes;
    if (key.cipher.mode == Mode::aead)
        return sealed_bytes > around; // the tag alone tells them from chance
    return sealed_bytes >= around + shortest_payload
           && (!has_blocks(key.cipher) || (sealed_bytes - around) % key.cipher.block_bytes == 0);
}

std::optional<std::vector<std::uint8_t>> open_payload(PayloadKey const& key, Bytes sealed,
                                                      bool (*recognised)(Bytes, Part),
                                                      std::uint64_t& work)
{
    if (!fits(key, sealed.size()))
        return {};
    auto const carried = carried_bytes(key);
    auto const vector = carried > 0 ? sealed.first(carried) : Bytes{key.vector};
    sealed = sealed.subspan(carried);
    auto const tagged = key.cipher.mode == Mode::aead;
    std::size_t behind = key.cipher.tag_bytes;
    if (has_blocks(key.cipher)) {
        behind = last_padding(key, vector, sealed, work);
        if (behind == 0 || behind == sealed.size())
            return {};
    }
    if (!tagged && !begins_well(key, vector, sealed, behind, recognised, work))
        return {};
    std::vector<std::uint8_t> clear(sealed.size());
    work += sealed.size();
    if (!decipher(key, vector, sealed, clear))
        return {};
    clear.resize(sealed.size() - behind);
    if (!tagged && !recognised(clear, Part::whole))
        return {};
    return clear;
}

} // namespace petze
