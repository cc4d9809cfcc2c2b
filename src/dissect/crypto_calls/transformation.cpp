#include "dissect/crypto_calls/transformation.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

namespace {

struct Row {
    std::string_view name; // "algorithm/mode"
    crypto::CipherKind cipher;
};
// Java Security Standard Algorithm Names, "Cipher Algorithms"; what stands behind the second slash
// is the padding.
constexpr Row rows[] = {
    {"aes/cbc", crypto::aes_128_cbc},
    {"aes/cbc", crypto::aes_192_cbc},
    {"aes/cbc", crypto::aes_256_cbc},
    {"aes/ecb", crypto::aes_128_ecb},
    {"aes/ecb", crypto::aes_192_ecb},
    {"aes/ecb", crypto::aes_256_ecb},
    {"aes/ctr", crypto::aes_128_ctr},
    {"aes/ctr", crypto::aes_192_ctr},
    {"aes/ctr", crypto::aes_256_ctr},
    {"aes/gcm", crypto::aes_128_gcm},
    {"aes/gcm", crypto::aes_192_gcm},
    {"aes/gcm", crypto::aes_256_gcm},
    {"chacha20/poly1305", crypto::chacha20_poly1305},
    {"chacha20-poly1305", crypto::chacha20_poly1305},
    {"desede/cbc", crypto::triple_des_cbc},
    {"rc4", crypto::rc4},
    {"arc4", crypto::rc4},
    {"arcfour", crypto::rc4},
};

// "AES_256/GCM/NoPadding" is AES as well; and RC4 has one mode, whatever is said of it.
std::string known_name(std::string_view transformation)
{
    auto name = lower(transformation);
    for (std::string_view const sized : {"aes_128", "aes_192", "aes_256"})
        if (name.starts_with(sized))
            name.erase(3, 4);
    auto const mode = name.find('/');
    auto const padding = mode == npos ? mode : name.find('/', mode + 1);
    name.resize(std::min(padding, name.size()));
    if (name.starts_with("arc") || name.starts_with("rc4"))
        name.resize(std::min(mode, name.size()));
    return name;
}

} // namespace

std::vector<crypto::CipherKind> ciphers_of(std::string_view transformation, std::size_t key_bytes)
{
    auto const name = known_name(transformation);
    std::vector<crypto::CipherKind> out;
    for (auto const& row : rows) {
        auto const& cipher = row.cipher;
        bool const fits = cipher.key_bytes == key_bytes || cipher.key_bytes == crypto::any_length;
        // An algorithm alone, as keys are made for, means any mode.
        bool const named =
            name == row.name || row.name.substr(0, row.name.find_first_of("/-")) == name;
        if (fits && named && (out.empty() || out.back().name != cipher.name))
            out.push_back(cipher);
    }
    return out;
}

} // namespace petze
