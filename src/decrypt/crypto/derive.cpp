#include "decrypt/crypto/derive.h"

#include "base/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cassert>
#include <string>
#include <vector>

namespace petze::crypto {

namespace {

EVP_MD const* evp(Hash hash)
{
    switch (hash) {
    case Hash::md5:
        return EVP_md5();
    case Hash::sha1:
        return EVP_sha1();
    case Hash::sha256:
        return EVP_sha256();
    case Hash::sha384:
        return EVP_sha384();
    }
    return nullptr;
}

std::vector<std::uint8_t> joined(std::initializer_list<Bytes> parts)
{
    std::vector<std::uint8_t> all;
    for (auto const part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

/// RFC 5246 section 5: P_hash, laid over what `out` holds.
void xor_p_hash(Hash hash, Bytes secret, Bytes label_and_seed, std::span<std::uint8_t> out)
{
    auto a = hmac(hash, secret, label_and_seed);
    while (!out.empty()) {
        auto const block = hmac(hash, secret, joined({a.bytes(), label_and_seed}));
        auto const count = std::min(out.size(), block.bytes().size());
        for (std::size_t i = 0; i < count; ++i)
            out[i] ^= block.bytes()[i];
        out = out.subspan(count);
        a = hmac(hash, secret, a.bytes());
    }
}

} // namespace

std::size_t digest_bytes(Hash hash)
{
    return static_cast<std::size_t>(EVP_MD_get_size(evp(hash)));
}

Secret::Secret(Bytes bytes)
{
    auto const room = resize(bytes.size());
    std::copy_n(bytes.begin(), room.size(), room.begin());
}

std::span<std::uint8_t> Secret::resize(std::size_t size)
{
    m_size = std::min(size, m_bytes.size());
    return std::span{m_bytes}.first(m_size);
}

Secret hmac(Hash hash, Bytes key, Bytes data)
{
    Secret out;
    unsigned length = 0;
    // OpenSSL takes a null key for "as before".
    static constexpr std::uint8_t none = 0;
    HMAC(evp(hash), key.empty() ? &none : key.data(), static_cast<int>(key.size()), data.data(),
         data.size(), out.resize(digest_bytes(hash)).data(), &length);
    return out;
}

Secret hkdf_extract(Hash hash, Bytes salt, Bytes input)
{
    return hmac(hash, salt, input);
}

Secret hkdf_expand_label(Hash hash, Bytes secret, std::string_view label, std::size_t bytes)
{
    auto const full = "tls13 " + std::string{label};
    std::vector<std::uint8_t> info{static_cast<std::uint8_t>(bytes >> 8),
                                   static_cast<std::uint8_t>(bytes),
                                   static_cast<std::uint8_t>(full.size())};
    info.insert(info.end(), full.begin(), full.end());
    info.push_back(0); // no context
    Secret out;
    auto room = out.resize(bytes);
    Secret block;
    for (std::uint8_t counter = 1; !room.empty(); ++counter) {
        block = hmac(hash, secret, joined({block.bytes(), info, Bytes{&counter, 1}}));
        auto const count = std::min(room.size(), block.bytes().size());
        std::copy_n(block.bytes().begin(), count, room.begin());
        room = room.subspan(count);
    }
    return out;
}

void tls_prf(Hash hash, Bytes secret, std::string_view label, Bytes seed,
             std::span<std::uint8_t> out)
{
    auto const label_and_seed = joined({as_bytes(label), seed});
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    if (hash != Hash::md5) {
        xor_p_hash(hash, secret, label_and_seed, out);
        return;
    }
    auto const half = (secret.size() + 1) / 2;
    xor_p_hash(Hash::md5, secret.first(half), label_and_seed, out);
    xor_p_hash(Hash::sha1, secret.last(half), label_and_seed, out);
}

void ssl3_prf(Bytes secret, Bytes seed, std::span<std::uint8_t> out)
{
    for (std::size_t round = 1; !out.empty(); ++round) {
        std::string const letters(round, static_cast<char>('A' + round - 1));
        auto const inner = sha1(joined({as_bytes(letters), secret, seed}));
        auto const block = md5(joined({secret, inner}));
        auto const count = std::min(out.size(), block.size());
        std::copy_n(block.begin(), count, out.begin());
        out = out.subspan(count);
    }
}

bool equal(Bytes a, Bytes b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

} // namespace petze::crypto
