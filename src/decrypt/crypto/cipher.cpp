#include "decrypt/crypto/cipher.h"

#include "decrypt/crypto/ghash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/provider.h>

#include <algorithm>
#include <mutex>
#include <unordered_map>

namespace petze::crypto {

namespace {

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;
struct FreeCipher {
    void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
};

/// OpenSSL's objects for ciphers, fetched once: a fetch takes locks and walks tables, and there
/// are two directions for each connection. They live until the process ends.
class Fetched {
public:
    static Fetched& instance()
    {
        static Fetched fetched;
        return fetched;
    }
    EVP_CIPHER* find(CipherKind const& kind)
    {
        std::lock_guard const lock{m_mutex};
        if (kind.legacy && !load_legacy())
            return nullptr;
        auto const [entry, is_new] = m_ciphers.try_emplace(kind.name.data());
        if (is_new)
            entry->second.reset(EVP_CIPHER_fetch(nullptr, kind.name.data(), nullptr));
        return entry->second.get();
    }
    bool has_legacy()
    {
        std::lock_guard const lock{m_mutex};
        return load_legacy();
    }

private:
    // OpenSSL cleans up after itself when the process ends; begun before us, it does so after us.
    Fetched() { OPENSSL_init_crypto(0, nullptr); }

    // Only when somebody asks: it is a file to be found and opened. To load one provider by hand
    // turns off the automatic load of the default one.
    bool load_legacy()
    {
        if (!m_legacy_tried) {
            m_legacy_tried = true;
            OSSL_PROVIDER_load(nullptr, "default");
            m_legacy = OSSL_PROVIDER_load(nullptr, "legacy");
        }
        return m_legacy != nullptr;
    }

    std::mutex m_mutex;
    std::unordered_map<std::string_view, std::unique_ptr<EVP_CIPHER, FreeCipher>> m_ciphers;
    OSSL_PROVIDER* m_legacy = nullptr;
    bool m_legacy_tried = false;
};

int length_of(Bytes bytes)
{
    return static_cast<int>(bytes.size());
}

} // namespace

struct Decipher::State {
    CipherKind kind;
    Context context;
    std::optional<Ghash> hash{}; // where GCM is made of counter mode

    bool open_by_counter(Bytes nonce, Bytes associated, Bytes text, Bytes tag, std::uint8_t* out);
};

// NIST SP 800-38D section 7.2, with a nonce of 96 bits: the block before the text masks the tag.
bool Decipher::State::open_by_counter(Bytes nonce, Bytes associated, Bytes text, Bytes tag,
                                      std::uint8_t* out)
{
    Ghash::Block counter{}, mask{};
    if (nonce.size() != counter.size() - 4)
        return false;
    std::copy(nonce.begin(), nonce.end(), counter.begin());
    counter.back() = 1;
    auto made = hash->of(associated, text);
    int length = 0;
    if (EVP_DecryptInit_ex2(context.get(), nullptr, nullptr, counter.data(), nullptr) != 1
        || EVP_DecryptUpdate(context.get(), mask.data(), &length, mask.data(), length_of(mask))
               != 1)
        return false;
    for (std::size_t i = 0; i < made.size(); ++i)
        made[i] ^= mask[i];
    if (CRYPTO_memcmp(made.data(), tag.data(), made.size()) != 0)
        return false;
    return text.empty()
           || EVP_DecryptUpdate(context.get(), out, &length, text.data(), length_of(text)) == 1;
}

Decipher::Decipher(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
Decipher::~Decipher() = default;
Decipher::Decipher(Decipher&&) noexcept = default;
Decipher& Decipher::operator=(Decipher&&) noexcept = default;

std::optional<Decipher> Decipher::make(CipherKind const& kind, Bytes key, std::size_t nonce_bytes)
{
    constexpr std::size_t longest_key = 64; // OpenSSL's EVP_MAX_KEY_LENGTH
    bool const fits = kind.key_bytes == any_length ? !key.empty() && key.size() <= longest_key
                                                   : key.size() == kind.key_bytes;
    if (!fits)
        return {};
    auto state = std::make_unique<State>(State{kind, nullptr});
    if (kind.mode == Mode::none)
        return Decipher{std::move(state)};
    auto* const cipher = Fetched::instance().find(kind);
    state->context.reset(EVP_CIPHER_CTX_new());
    auto* const context = state->context.get();
    if (!cipher || !context || EVP_DecryptInit_ex2(context, cipher, nullptr, nullptr, nullptr) != 1)
        return {};
    auto const by_counter =
        kind.mode == Mode::aead && EVP_CIPHER_get_mode(cipher) == EVP_CIPH_CTR_MODE;
    if (kind.mode == Mode::aead && !by_counter) {
        if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(nonce_bytes),
                                nullptr)
            != 1)
            return {};
        // CCM wants the length of its tag before the key.
        if (EVP_CIPHER_get_mode(cipher) == EVP_CIPH_CCM_MODE
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kind.tag_bytes, nullptr) != 1)
            return {};
    }
    if (kind.key_bytes == any_length
        && EVP_CIPHER_CTX_set_key_length(context, static_cast<int>(key.size())) != 1)
        return {};
    if (EVP_DecryptInit_ex2(context, nullptr, key.data(), nullptr, nullptr) != 1)
        return {};
    EVP_CIPHER_CTX_set_padding(context, 0);
    if (by_counter) {
        Ghash::Block counter{}, hash_key{};
        int made = 0;
        if (EVP_DecryptInit_ex2(context, nullptr, nullptr, counter.data(), nullptr) != 1
            || EVP_DecryptUpdate(context, hash_key.data(), &made, hash_key.data(),
                                 length_of(hash_key))
                   != 1)
            return {};
        state->hash.emplace(hash_key);
    }
    return Decipher{std::move(state)};
}

bool Decipher::open(Bytes nonce, Bytes associated, Bytes sealed, std::span<std::uint8_t> out)
{
    auto const& kind = m_state->kind;
    auto* const context = m_state->context.get();
    if (kind.mode != Mode::aead || sealed.size() < kind.tag_bytes
        || out.size() < sealed.size() - kind.tag_bytes)
        return false;
    auto const text = sealed.first(sealed.size() - kind.tag_bytes);
    std::array<std::uint8_t, 16> tag{};
    std::copy(sealed.end() - kind.tag_bytes, sealed.end(), tag.begin());
    if (m_state->hash)
        return m_state->open_by_counter(nonce, associated, text, tag, out.data());
    int made = 0;
    if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kind.tag_bytes, tag.data()) != 1
        || EVP_DecryptInit_ex2(context, nullptr, nullptr, nonce.data(), nullptr) != 1)
        return false;
    auto const ccm = EVP_CIPHER_CTX_get_mode(context) == EVP_CIPH_CCM_MODE;
    if (ccm && EVP_DecryptUpdate(context, nullptr, &made, nullptr, length_of(text)) != 1)
        return false;
    if (!associated.empty()
        && EVP_DecryptUpdate(context, nullptr, &made, associated.data(), length_of(associated))
               != 1)
        return false;
    // CCM checks its tag here, and needs a place to write to even where there is nothing.
    std::uint8_t nowhere = 0;
    auto* const to = text.empty() ? &nowhere : out.data();
    auto const* const from = text.empty() ? &nowhere : text.data();
    if ((ccm || !text.empty()) && EVP_DecryptUpdate(context, to, &made, from, length_of(text)) != 1)
        return false;
    return ccm || EVP_DecryptFinal_ex(context, &nowhere, &made) == 1;
}

bool Decipher::open_blocks(Bytes initialisation_vector, Bytes sealed, std::span<std::uint8_t> out)
{
    auto const& kind = m_state->kind;
    auto* const context = m_state->context.get();
    if (kind.mode != Mode::cbc || initialisation_vector.size() != kind.block_bytes
        || sealed.size() % kind.block_bytes != 0 || out.size() < sealed.size())
        return false;
    int made = 0;
    return EVP_DecryptInit_ex2(context, nullptr, nullptr, initialisation_vector.data(), nullptr)
               == 1
           && EVP_DecryptUpdate(context, out.data(), &made, sealed.data(), length_of(sealed)) == 1;
}

bool Decipher::open_single_blocks(Bytes sealed, std::span<std::uint8_t> out)
{
    auto const& kind = m_state->kind;
    int made = 0;
    return kind.mode == Mode::ecb && sealed.size() % kind.block_bytes == 0
           && out.size() >= sealed.size()
           && EVP_DecryptUpdate(m_state->context.get(), out.data(), &made, sealed.data(),
                                length_of(sealed))
                  == 1;
}

bool Decipher::open_counted(Bytes counter, Bytes sealed, std::span<std::uint8_t> out)
{
    auto* const context = m_state->context.get();
    int made = 0;
    return m_state->kind.mode == Mode::counter && counter.size() == counter_bytes
           && out.size() >= sealed.size()
           && EVP_DecryptInit_ex2(context, nullptr, nullptr, counter.data(), nullptr) == 1
           && EVP_DecryptUpdate(context, out.data(), &made, sealed.data(), length_of(sealed)) == 1;
}

bool Decipher::open_stream(Bytes sealed, std::span<std::uint8_t> out)
{
    if (out.size() < sealed.size())
        return false;
    if (m_state->kind.mode == Mode::none) {
        std::copy(sealed.begin(), sealed.end(), out.begin());
        return true;
    }
    int made = 0;
    return m_state->kind.mode == Mode::stream
           && EVP_DecryptUpdate(m_state->context.get(), out.data(), &made, sealed.data(),
                                length_of(sealed))
                  == 1;
}

struct HeaderMask::State {
    bool chacha{};
    Context context;
};

HeaderMask::HeaderMask(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
HeaderMask::~HeaderMask() = default;
HeaderMask::HeaderMask(HeaderMask&&) noexcept = default;
HeaderMask& HeaderMask::operator=(HeaderMask&&) noexcept = default;

std::optional<HeaderMask> HeaderMask::make(CipherKind const& kind, Bytes key)
{
    static constexpr CipherKind chacha20{"ChaCha20", Mode::none, 32, 1, 0, false};
    auto const chacha = kind.name == chacha20_poly1305.name;
    if (kind.mode != Mode::aead || key.size() != kind.key_bytes)
        return {};
    auto* const cipher = Fetched::instance().find(chacha             ? chacha20
                                                  : key.size() == 16 ? aes_128_ecb
                                                                     : aes_256_ecb);
    auto state = std::make_unique<State>(State{chacha, Context{EVP_CIPHER_CTX_new()}});
    auto* const context = state->context.get();
    if (!cipher || !context
        || EVP_EncryptInit_ex2(context, cipher, key.data(), nullptr, nullptr) != 1)
        return {};
    EVP_CIPHER_CTX_set_padding(context, 0);
    return HeaderMask{std::move(state)};
}

std::array<std::uint8_t, 5> HeaderMask::mask(Bytes sample)
{
    std::array<std::uint8_t, 5> mask{};
    constexpr std::size_t sample_bytes = 16;
    if (sample.size() < sample_bytes)
        return mask;
    auto* const context = m_state->context.get();
    std::array<std::uint8_t, sample_bytes> block{};
    int made = 0;
    if (m_state->chacha) {
        // RFC 9001 §5.4.4: the sample is OpenSSL's counter and nonce; the mask is the key stream.
        EVP_EncryptInit_ex2(context, nullptr, nullptr, sample.data(), nullptr);
        EVP_EncryptUpdate(context, mask.data(), &made, mask.data(), int{mask.size()});
        return mask;
    }
    EVP_EncryptUpdate(context, block.data(), &made, sample.data(), int{sample_bytes});
    std::copy_n(block.begin(), mask.size(), mask.begin());
    return mask;
}

bool has_legacy_ciphers()
{
    return Fetched::instance().has_legacy();
}

} // namespace petze::crypto
