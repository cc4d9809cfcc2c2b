#include "decrypt/tls/suite.h"

#include "decrypt/crypto/camellia_gcm.h"
#include "decrypt/tls/names.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace petze::tls {

namespace {

using namespace crypto;

struct CipherName {
    std::string_view name;
    CipherKind const& kind;
};

// Longer names before their own beginnings.
constexpr CipherName ciphers[] = {
    {"AES_128_GCM", aes_128_gcm},
    {"AES_256_GCM", aes_256_gcm},
    {"CHACHA20_POLY1305", chacha20_poly1305},
    {"AES_128_CCM_8", aes_128_ccm_8},
    {"AES_256_CCM_8", aes_256_ccm_8},
    {"AES_128_CCM", aes_128_ccm},
    {"AES_256_CCM", aes_256_ccm},
    {"ARIA_128_GCM", aria_128_gcm},
    {"ARIA_256_GCM", aria_256_gcm},
    {"CAMELLIA_128_GCM", camellia_128_gcm},
    {"CAMELLIA_256_GCM", camellia_256_gcm},
    {"AES_128_CBC", aes_128_cbc},
    {"AES_256_CBC", aes_256_cbc},
    {"CAMELLIA_128_CBC", camellia_128_cbc},
    {"CAMELLIA_256_CBC", camellia_256_cbc},
    {"ARIA_128_CBC", aria_128_cbc},
    {"ARIA_256_CBC", aria_256_cbc},
    {"3DES_EDE_CBC", triple_des_cbc},
    {"SEED_CBC", seed_cbc},
    {"IDEA_CBC", idea_cbc},
    {"DES_CBC", des_cbc},
    {"RC4_128", rc4_128},
    {"NULL", cipher_null},
};

std::optional<Hash> hash_named(std::string_view name)
{
    if (name == "MD5")
        return Hash::md5;
    if (name == "SHA")
        return Hash::sha1;
    if (name == "SHA256" || name.empty()) // RFC 6655: the CCM suites name none
        return Hash::sha256;
    if (name == "SHA384")
        return Hash::sha384;
    return {};
}

} // namespace

std::optional<Suite> find_suite(std::uint16_t suite)
{
    constexpr std::string_view begin = "TLS_", with = "WITH_";
    auto const name = cipher_suite_name(suite);
    std::string_view rest = name;
    if (!rest.starts_with(begin) || rest.find("EXPORT") != std::string_view::npos)
        return {};
    rest.remove_prefix(begin.size());
    if (auto const at = rest.find(with); at != std::string_view::npos)
        rest.remove_prefix(at + with.size());
    auto const* const cipher =
        std::find_if(std::begin(ciphers), std::end(ciphers),
                     [&](CipherName const& row) { return rest.starts_with(row.name); });
    if (cipher == std::end(ciphers))
        return {};
    rest.remove_prefix(cipher->name.size());
    if (rest.starts_with('_'))
        rest.remove_prefix(1);
    auto const hash = hash_named(rest);
    if (!hash)
        return {};
    // RFC 5246 section 5: SHA-256, unless the suite asks for more.
    return Suite{cipher->kind, *hash, *hash == Hash::sha384 ? Hash::sha384 : Hash::sha256};
}

} // namespace petze::tls
