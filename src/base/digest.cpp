#include "base/digest.h"

#include <openssl/evp.h>

#include <new>

namespace petze {

namespace {

struct Context {
    EVP_MD_CTX* context = EVP_MD_CTX_new();

    Context()
    {
        if (!context)
            throw std::bad_alloc{};
    }
    ~Context() { EVP_MD_CTX_free(context); }
    Context(Context const&) = delete;
    Context& operator=(Context const&) = delete;
};

// EVP_sha256() looks its algorithm up each time a context is set up; a fetched one does not.
EVP_MD const* fetched(char const* name)
{
    return EVP_MD_fetch(nullptr, name, nullptr);
}

template<std::size_t N>
std::array<std::uint8_t, N> once(EVP_MD const* algorithm, Bytes bytes)
{
    // One for all: EVP_Digest() would make a context and throw it away each time.
    thread_local Context const kept;
    std::array<std::uint8_t, N> out{};
    EVP_DigestInit_ex(kept.context, algorithm, nullptr);
    EVP_DigestUpdate(kept.context, bytes.data(), bytes.size());
    EVP_DigestFinal_ex(kept.context, out.data(), nullptr);
    return out;
}

EVP_MD const* sha256_algorithm()
{
    static EVP_MD const* const algorithm = fetched("SHA256");
    return algorithm;
}

} // namespace

struct Sha256::State : Context {};

Sha256::Sha256()
    : m_state(std::make_unique<State>())
{
    EVP_DigestInit_ex(m_state->context, sha256_algorithm(), nullptr);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(Bytes bytes)
{
    EVP_DigestUpdate(m_state->context, bytes.data(), bytes.size());
}

Sha256Digest Sha256::digest() const
{
    State copy;
    EVP_MD_CTX_copy_ex(copy.context, m_state->context);
    Sha256Digest out{};
    EVP_DigestFinal_ex(copy.context, out.data(), nullptr);
    return out;
}

Sha256Digest sha256(Bytes bytes)
{
    return once<32>(sha256_algorithm(), bytes);
}

std::array<std::uint8_t, 48> sha384(Bytes bytes)
{
    return once<48>(EVP_sha384(), bytes);
}

std::array<std::uint8_t, 64> sha512(Bytes bytes)
{
    static EVP_MD const* const algorithm = fetched("SHA512");
    return once<64>(algorithm, bytes);
}

std::array<std::uint8_t, 20> sha1(Bytes bytes)
{
    static EVP_MD const* const algorithm = fetched("SHA1");
    return once<20>(algorithm, bytes);
}

std::array<std::uint8_t, 16> md5(Bytes bytes)
{
    static EVP_MD const* const algorithm = fetched("MD5");
    return once<16>(algorithm, bytes);
}

} // namespace petze
