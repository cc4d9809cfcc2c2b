#include "decrypt/crypto/sealing.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <limits>

namespace petze::crypto {

bool seal(CipherKind const& kind, Bytes key, Bytes nonce, std::vector<std::uint8_t>& bytes)
{
    struct Free {
        void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
        void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
    };
    constexpr std::size_t nonce_bytes = 12, most = std::numeric_limits<int>::max() / 2;
    if (kind.mode != Mode::aead || key.size() != kind.key_bytes || nonce.size() != nonce_bytes
        || bytes.size() > most)
        return false;
    std::unique_ptr<EVP_CIPHER, Free> const cipher{
        EVP_CIPHER_fetch(nullptr, kind.name.data(), nullptr)};
    std::unique_ptr<EVP_CIPHER_CTX, Free> const context{EVP_CIPHER_CTX_new()};
    auto const size = bytes.size();
    bytes.resize(size + kind.tag_bytes);
    int made = 0;
    return cipher && context
           && EVP_EncryptInit_ex2(context.get(), cipher.get(), key.data(), nonce.data(), nullptr)
                  == 1
           && EVP_EncryptUpdate(context.get(), bytes.data(), &made, bytes.data(),
                                static_cast<int>(size))
                  == 1
           && EVP_EncryptFinal_ex(context.get(), bytes.data() + made, &made) == 1
           && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kind.tag_bytes,
                                  bytes.data() + size)
                  == 1;
}

bool fill_random(std::span<std::uint8_t> bytes)
{
    return RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1;
}

} // namespace petze::crypto
