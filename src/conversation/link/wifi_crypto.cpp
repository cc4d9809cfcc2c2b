#include "conversation/link/wifi_crypto.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>

#include <algorithm>
#include <cstring>

namespace petze::wpa {

namespace {

constexpr std::size_t pairwise_bytes = 48; // three keys of CCMP-128

void append(std::vector<std::uint8_t>& out, Bytes bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

void append_sorted(std::vector<std::uint8_t>& out, Bytes one, Bytes other)
{
    bool const ordered = std::ranges::lexicographical_compare(one, other);
    append(out, ordered ? one : other);
    append(out, ordered ? other : one);
}

std::size_t hmac(EVP_MD const* digest, Bytes key, Bytes data, std::uint8_t* out)
{
    unsigned size = 0;
    if (HMAC(digest, key.data(), static_cast<int>(key.size()), data.data(), data.size(), out, &size)
        == nullptr)
        return 0;
    return size;
}

// §12.7.1.2: counter, label, context in two orders. `out` is pairwise_bytes long.
void expand(Version version, Bytes key, Bytes context, std::span<std::uint8_t> out)
{
    constexpr std::string_view label = "Pairwise key expansion";
    bool const sha1 = version == Version::sha1;
    for (std::size_t done = 0, round = 0; done < out.size(); ++round) {
        std::vector<std::uint8_t> data;
        if (!sha1) { // §12.7.1.7.2: from 1, little-endian
            data.push_back(static_cast<std::uint8_t>(round + 1));
            data.push_back(0);
        }
        append(data, as_bytes(label));
        if (sha1)
            data.push_back(0);
        append(data, context);
        if (sha1) { // §12.7.1.2: from 0
            data.push_back(static_cast<std::uint8_t>(round));
        } else { // the length in bits
            data.push_back(static_cast<std::uint8_t>(out.size() * 8 & 0xff));
            data.push_back(static_cast<std::uint8_t>(out.size() * 8 >> 8));
        }
        std::array<std::uint8_t, EVP_MAX_MD_SIZE> block{};
        auto const size = hmac(sha1 ? EVP_sha1() : EVP_sha256(), key, data, block.data());
        if (size == 0)
            return; // keys that fit nothing
        auto const used = std::min(size, out.size() - done);
        std::copy_n(block.begin(), used, out.begin() + static_cast<std::ptrdiff_t>(done));
        done += used;
    }
}

void cmac(Key const& key, Bytes data, std::span<std::uint8_t, 16> out)
{
    auto* const kind = EVP_MAC_fetch(nullptr, "CMAC", nullptr);
    auto* const context = kind ? EVP_MAC_CTX_new(kind) : nullptr;
    char name[] = "AES-128-CBC";
    OSSL_PARAM const parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, name, 0),
        OSSL_PARAM_construct_end()};
    std::size_t size = 0;
    if (!context || EVP_MAC_init(context, key.data(), key.size(), parameters) != 1
        || EVP_MAC_update(context, data.data(), data.size()) != 1
        || EVP_MAC_final(context, out.data(), &size, out.size()) != 1)
        std::ranges::fill(out, std::uint8_t{0});
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(kind);
}

} // namespace

PairwiseKeys derive_keys(Version version, Bytes master_key, Bytes one_address, Bytes other_address,
                         Bytes one_nonce, Bytes other_nonce)
{
    std::vector<std::uint8_t> context;
    append_sorted(context, one_address, other_address);
    append_sorted(context, one_nonce, other_nonce);
    std::array<std::uint8_t, pairwise_bytes> bytes{};
    expand(version, master_key, context, bytes);
    PairwiseKeys out;
    std::copy_n(bytes.begin(), 16, out.confirmation.begin());
    std::copy_n(bytes.begin() + 16, 16, out.encryption.begin());
    std::copy_n(bytes.begin() + 32, 16, out.data.begin());
    return out;
}

std::array<std::uint8_t, 16> integrity_code(Version version, Key const& confirmation, Bytes frame)
{
    std::array<std::uint8_t, 16> out{};
    if (version == Version::sha256) {
        cmac(confirmation, frame, out);
        return out;
    }
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    hmac(EVP_sha1(), confirmation, frame, digest.data());
    std::copy_n(digest.begin(), out.size(), out.begin());
    return out;
}

std::optional<std::vector<std::uint8_t>> unwrap(Key const& encryption, Bytes wrapped)
{
    constexpr std::size_t block = 8, fewest = 3 * block, most = 4096;
    if (wrapped.size() < fewest || wrapped.size() > most || wrapped.size() % block != 0)
        return {};
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> const context{
        EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
    if (!context)
        return {};
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    std::vector<std::uint8_t> out(wrapped.size());
    int size = 0;
    if (EVP_DecryptInit_ex(context.get(), EVP_aes_128_wrap(), nullptr, encryption.data(), nullptr)
            != 1
        || EVP_DecryptUpdate(context.get(), out.data(), &size, wrapped.data(),
                             static_cast<int>(wrapped.size()))
               != 1
        || size <= 0)
        return {};
    out.resize(static_cast<std::size_t>(size));
    return out;
}

void Ccmp::Free::operator()(evp_cipher_ctx_st* context) const
{
    EVP_CIPHER_CTX_free(context);
}

Ccmp::Ccmp(Key const& key)
    : m_context(EVP_CIPHER_CTX_new())
{
    auto* const context = m_context.get();
    if (EVP_DecryptInit_ex(context, EVP_aes_128_ccm(), nullptr, nullptr, nullptr) != 1
        || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, nonce_bytes, nullptr) != 1
        || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_bytes, nullptr) != 1
        || EVP_DecryptInit_ex(context, nullptr, nullptr, key.data(), nullptr) != 1)
        m_context.reset();
}

bool Ccmp::open(Bytes nonce, Bytes associated, Bytes sealed, std::span<std::uint8_t> out)
{
    auto* const context = m_context.get();
    if (!context || sealed.size() <= tag_bytes || out.size() < sealed.size() - tag_bytes)
        return false;
    auto const content = sealed.first(sealed.size() - tag_bytes);
    std::array<std::uint8_t, tag_bytes> tag{}; // OpenSSL takes a pointer to what may be written
    std::copy(sealed.end() - static_cast<std::ptrdiff_t>(tag_bytes), sealed.end(), tag.begin());
    auto const length = static_cast<int>(content.size());
    int size = 0;
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) == 1
           && EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1
           && EVP_DecryptUpdate(context, nullptr, &size, nullptr, length) == 1
           && EVP_DecryptUpdate(context, nullptr, &size, associated.data(),
                                static_cast<int>(associated.size()))
                  == 1
           && EVP_DecryptUpdate(context, out.data(), &size, content.data(), length) == 1;
}

} // namespace petze::wpa
