#include "decrypt/tls/chain.h"

#include "decrypt/tls/x509.h"

#include <algorithm>
#include <ctime>
#include <limits>
#include <map>
#include <numeric>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace petze::tls {

namespace {

// Of one chain; real ones have three or four certificates in 6 KB.
constexpr std::size_t most_certificates = 12;
constexpr std::size_t most_bytes = 64u << 10;
constexpr std::size_t most_authorities = 4096;

using BioPointer = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using StorePointer = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using ContextPointer = std::unique_ptr<X509_STORE_CTX, Freed<X509_STORE_CTX_free>>;

struct FreeStack {
    void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
using StackPointer = std::unique_ptr<STACK_OF(X509), FreeStack>;

X509Pointer parsed(Bytes der)
{
    auto const* cursor = der.data();
    return X509Pointer{d2i_X509(nullptr, &cursor, static_cast<long>(der.size()))};
}

ChainStanding standing_of(int error)
{
    switch (error) {
    case X509_V_OK:
        return ChainStanding::verified;
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return ChainStanding::expired;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return ChainStanding::self_signed;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
        return ChainStanding::unknown_issuer;
    default:
        return ChainStanding::unfit;
    }
}

std::int64_t seconds_of(ASN1_TIME const* time, std::int64_t otherwise)
{
    std::tm parts{};
    return time && ASN1_TIME_to_tm(time, &parts) == 1 ? std::int64_t{timegm(&parts)} : otherwise;
}

// When every certificate of the path is valid.
void set_period(TrustStore::Checked& out, STACK_OF(X509) const* path)
{
    out.from = std::numeric_limits<std::int64_t>::min();
    out.until = std::numeric_limits<std::int64_t>::max();
    for (int i = 0; i < sk_X509_num(path); ++i) {
        auto const* const one = sk_X509_value(path, i);
        out.from = std::max(out.from, seconds_of(X509_get0_notBefore(one), out.from));
        out.until = std::min(out.until, seconds_of(X509_get0_notAfter(one), out.until));
    }
}

} // namespace

KeptChain::KeptChain(std::vector<Bytes> const& chain, std::string const& leaf)
{
    auto const bytes = std::accumulate(
        chain.begin(), chain.end(), std::size_t{},
        [](std::size_t sum, Bytes certificate) { return sum + certificate.size(); });
    if (chain.empty() || chain.size() > most_certificates || bytes > most_bytes)
        return;
    constexpr std::size_t most_kept = 256;
    thread_local std::map<std::string, std::shared_ptr<ShownChain const>> kept;
    auto& known = kept[leaf];
    bool const same =
        known
        && std::equal(known->begin(), known->end(), chain.begin(), chain.end(),
                      [](auto const& a, Bytes b) { return std::ranges::equal(a, b); });
    if (!same) {
        auto fresh = std::make_shared<ShownChain>();
        for (auto const certificate : chain)
            fresh->emplace_back(certificate.begin(), certificate.end());
        known = std::move(fresh);
    }
    m_chain = known;
    if (kept.size() > most_kept)
        kept.clear();
}

std::string_view name_of(ChainStanding standing)
{
    switch (standing) {
    case ChainStanding::unchecked:
        break;
    case ChainStanding::verified:
        return "verified";
    case ChainStanding::expired:
        return "expired";
    case ChainStanding::self_signed:
        return "self_signed";
    case ChainStanding::unknown_issuer:
        return "unknown_issuer";
    case ChainStanding::unfit:
        return "unfit";
    }
    return "unchecked";
}

struct TrustStore::Store {
    StorePointer store{X509_STORE_new()};
    std::size_t authorities{};
};

TrustStore::TrustStore(std::string_view pem)
    : m_store(std::make_unique<Store>())
{
    QuietErrors const quiet;
    BioPointer const in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    if (!in || !m_store->store)
        return;
    for (std::size_t tried = 0; tried < most_authorities && BIO_pending(in.get()) > 0; ++tried)
        if (X509Pointer const one{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)};
            one && X509_STORE_add_cert(m_store->store.get(), one.get()) == 1)
            ++m_store->authorities;
}

TrustStore::~TrustStore() = default;
TrustStore::TrustStore(TrustStore&&) noexcept = default;
TrustStore& TrustStore::operator=(TrustStore&&) noexcept = default;

std::size_t TrustStore::authorities() const
{
    return m_store->authorities;
}

TrustStore::Checked TrustStore::check(ShownChain const& chain, std::int64_t seconds) const
{
    QuietErrors const quiet;
    Checked out;
    if (authorities() == 0 || chain.empty())
        return out;
    out.standing = ChainStanding::unfit;
    auto const leaf = parsed(chain.front());
    StackPointer const others{sk_X509_new_null()};
    ContextPointer const context{X509_STORE_CTX_new()};
    if (!leaf || !others || !context)
        return out;
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (auto one = parsed(chain[i]); one && sk_X509_push(others.get(), one.get()) > 0)
            static_cast<void>(one.release());
    auto const verify = [&](unsigned long flags) {
        if (X509_STORE_CTX_init(context.get(), m_store->store.get(), leaf.get(), others.get()) != 1)
            return static_cast<int>(X509_V_ERR_UNSPECIFIED);
        X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_SERVER);
        auto* const parameters = X509_STORE_CTX_get0_param(context.get());
        X509_VERIFY_PARAM_set_time(parameters, seconds);
        X509_VERIFY_PARAM_set_depth(parameters, static_cast<int>(most_certificates));
        X509_VERIFY_PARAM_set_flags(parameters, flags);
        if (X509_verify_cert(context.get()) == 1)
            return static_cast<int>(X509_V_OK);
        auto const error = X509_STORE_CTX_get_error(context.get());
        return error == X509_V_OK ? static_cast<int>(X509_V_ERR_UNSPECIFIED) : error;
    };
    out.standing = standing_of(verify(0));
    if (out.standing == ChainStanding::expired) {
        // Times are looked at from the top down: what is below must fit all the same.
        X509_STORE_CTX_cleanup(context.get());
        if (auto const rest = standing_of(verify(X509_V_FLAG_NO_CHECK_TIME));
            rest != ChainStanding::verified)
            out.standing = rest;
    }
    if (out.standing != ChainStanding::verified)
        return out;
    auto const* const path = X509_STORE_CTX_get0_chain(context.get());
    set_period(out, path);
    out.authority = name_text(X509_get_subject_name(sk_X509_value(path, sk_X509_num(path) - 1)));
    return out;
}

} // namespace petze::tls
