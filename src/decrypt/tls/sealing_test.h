#pragma once

#include "decrypt/tls/suite.h"
#include "testing/tls.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/provider.h>

#include <algorithm>
#include <memory>

namespace petze::testing {

/// Protects records of one direction as a TLS program would, with OpenSSL's encryption. The keys
/// are what the test likes, cut to the length that the suite asks for.
class Sealer {
public:
    Sealer(tls::Suite const& suite, unsigned version, bool encrypt_then_mac, Bytes mac, Bytes key,
           Bytes iv)
        : m_suite(suite)
        , m_version(version)
        , m_encrypt_then_mac(encrypt_then_mac)
        , m_mac(mac.begin(), mac.end())
        , m_key(key.begin(), key.end())
        , m_iv(iv.begin(), iv.end())
        , m_chained(m_iv)
    {
        if (suite.cipher.legacy) {
            OSSL_PROVIDER_load(nullptr, "default");
            OSSL_PROVIDER_load(nullptr, "legacy");
        }
        if (suite.cipher.mode == crypto::Mode::none)
            return;
        m_cipher.reset(EVP_CIPHER_fetch(nullptr, suite.cipher.name.data(), nullptr));
        m_context.reset(EVP_CIPHER_CTX_new());
        if (suite.cipher.mode == crypto::Mode::stream)
            EVP_EncryptInit_ex2(m_context.get(), m_cipher.get(), m_key.data(), nullptr, nullptr);
    }

    Buffer seal(unsigned type, Buffer const& text)
    {
        auto const body = m_version == 0x0304                         ? seal13(type, text)
                          : m_suite.cipher.mode == crypto::Mode::aead ? seal_aead(type, text)
                          : m_suite.cipher.mode == crypto::Mode::cbc  ? seal_cbc(type, text)
                                                                      : seal_stream(type, text);
        ++m_number;
        return m_version == 0x0304 ? record(23, body) : record(type, body, m_version);
    }

private:
    struct Free {
        void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
        void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    };

    Buffer prefix(unsigned type, std::size_t size) const
    {
        Buffer out;
        for (int shift = 56; shift >= 0; shift -= 8)
            put8(out, static_cast<unsigned>(m_number >> shift & 0xff));
        put8(out, type);
        put16(out, m_version);
        put16(out, static_cast<unsigned>(size));
        return out;
    }
    Buffer mac_of(unsigned type, Buffer const& text) const
    {
        auto const covered = joined({prefix(type, text.size()), text});
        char const* const names[] = {"MD5", "SHA1", "SHA256", "SHA384"};
        Buffer out(64);
        unsigned size = 0;
        HMAC(EVP_get_digestbyname(names[static_cast<int>(m_suite.mac)]), m_mac.data(),
             static_cast<int>(m_mac.size()), covered.data(), covered.size(), out.data(), &size);
        out.resize(size);
        return out;
    }
    Buffer encrypt_aead(Buffer const& nonce, Buffer const& associated, Buffer const& text)
    {
        auto* const context = m_context.get();
        auto const tag = m_suite.cipher.tag_bytes;
        bool const ccm = EVP_CIPHER_get_mode(m_cipher.get()) == EVP_CIPH_CCM_MODE;
        int made = 0;
        Buffer out(text.size() + tag);
        EVP_EncryptInit_ex2(context, m_cipher.get(), nullptr, nullptr, nullptr);
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, 12, nullptr);
        if (ccm)
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag, nullptr);
        EVP_EncryptInit_ex2(context, nullptr, m_key.data(), nonce.data(), nullptr);
        if (ccm)
            EVP_EncryptUpdate(context, nullptr, &made, nullptr, static_cast<int>(text.size()));
        EVP_EncryptUpdate(context, nullptr, &made, associated.data(),
                          static_cast<int>(associated.size()));
        EVP_EncryptUpdate(context, out.data(), &made, text.data(), static_cast<int>(text.size()));
        EVP_EncryptFinal_ex(context, out.data() + made, &made);
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tag, out.data() + text.size());
        return out;
    }
    Buffer seal13(unsigned type, Buffer const& text)
    {
        auto inner = text;
        put8(inner, type);
        Buffer header{23, 3, 3};
        put16(header, static_cast<unsigned>(inner.size() + m_suite.cipher.tag_bytes));
        return encrypt_aead(nonce12(), header, inner);
    }
    Buffer nonce12() const
    {
        auto nonce = m_iv;
        for (std::size_t i = 0; i < 8; ++i)
            nonce[11 - i] ^= static_cast<std::uint8_t>(m_number >> 8 * i);
        return nonce;
    }
    Buffer seal_aead(unsigned type, Buffer const& text)
    {
        if (m_iv.size() == 12)
            return encrypt_aead(nonce12(), prefix(type, text.size()), text);
        Buffer const explicit_part{9, 8, 7, 6, 5, 4, 3, static_cast<std::uint8_t>(m_number * 7)};
        return joined({explicit_part, encrypt_aead(joined({m_iv, explicit_part}),
                                                   prefix(type, text.size()), text)});
    }
    Buffer seal_cbc(unsigned type, Buffer const& text)
    {
        auto plain = m_encrypt_then_mac ? text : joined({text, mac_of(type, text)});
        std::size_t const block = m_suite.cipher.block_bytes;
        auto const padding = block - 1 - plain.size() % block;
        plain.insert(plain.end(), padding + 1, static_cast<std::uint8_t>(padding));
        bool const is_explicit = m_version >= 0x0302;
        auto const iv =
            is_explicit ? Buffer(block, static_cast<std::uint8_t>(m_number * 31 + 5)) : m_chained;
        Buffer sealed(plain.size());
        int made = 0;
        EVP_EncryptInit_ex2(m_context.get(), m_cipher.get(), m_key.data(), iv.data(), nullptr);
        EVP_CIPHER_CTX_set_padding(m_context.get(), 0);
        EVP_EncryptUpdate(m_context.get(), sealed.data(), &made, plain.data(),
                          static_cast<int>(plain.size()));
        m_chained.assign(sealed.end() - static_cast<std::ptrdiff_t>(block), sealed.end());
        if (is_explicit)
            sealed = joined({iv, sealed});
        return m_encrypt_then_mac ? joined({sealed, mac_of(type, sealed)}) : sealed;
    }
    Buffer seal_stream(unsigned type, Buffer const& text)
    {
        auto out = joined({text, mac_of(type, text)});
        int made = 0;
        if (m_context)
            EVP_EncryptUpdate(m_context.get(), out.data(), &made, out.data(),
                              static_cast<int>(out.size()));
        return out;
    }

    tls::Suite m_suite;
    unsigned m_version;
    bool m_encrypt_then_mac;
    Buffer m_mac, m_key, m_iv, m_chained;
    std::uint64_t m_number = 0;
    std::unique_ptr<EVP_CIPHER, Free> m_cipher;
    std::unique_ptr<EVP_CIPHER_CTX, Free> m_context;
};

} // namespace petze::testing
