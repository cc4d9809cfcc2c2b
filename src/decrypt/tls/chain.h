#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace petze::tls {

/// The certificates that a server showed, the leaf first, each in DER.
using ShownChain = std::vector<std::vector<std::uint8_t>>;

/// A chain that is kept until it can be checked. Phones are shown the same ones again and again:
/// those of a thread are kept once. Equal where the certificates are.
class KeptChain {
public:
    KeptChain() = default;
    /// Empty where the chain is longer than what is checked. `leaf` is the first one's digest.
    KeptChain(std::vector<Bytes> const& chain, std::string const& leaf);

    bool empty() const { return !m_chain; }
    ShownChain const& certificates() const { return *m_chain; }
    bool operator==(KeptChain const& other) const
    {
        return m_chain == other.m_chain || (m_chain && other.m_chain && *m_chain == *other.m_chain);
    }

private:
    std::shared_ptr<ShownChain const> m_chain;
};

/// How far a chain reaches.
enum class ChainStanding : std::uint8_t {
    unchecked,      // no chain was seen, or there are no authorities to check it by
    verified,       // up to an authority that is trusted, at the time when it was shown
    expired,        // so, but one of it was not valid at that time
    self_signed,    // the leaf is signed by itself alone
    unknown_issuer, // it ends before any authority that is trusted
    unfit,          // signatures do not fit, or one of it may not do what it does here
};

/// "verified"; the same in each language.
std::string_view name_of(ChainStanding standing);

/// The authorities by which chains are checked.
class TrustStore {
public:
    /// Certificates in PEM, one after the other; what is none is passed over.
    explicit TrustStore(std::string_view pem);
    ~TrustStore();
    TrustStore(TrustStore&&) noexcept;
    TrustStore& operator=(TrustStore&&) noexcept;
    TrustStore(TrustStore const&) = delete;
    TrustStore& operator=(TrustStore const&) = delete;

    std::size_t authorities() const;

    struct Checked {
        ChainStanding standing{};
        std::string authority{}; // the trusted one's subject as in RFC 4514, where verified
        // From when until before when the same would be said, seconds since 1970; of the verified.
        std::int64_t from{}, until{};

        bool operator==(Checked const&) const = default;
    };
    /// Whether `chain` reaches an authority, as of that time. Nothing is fetched and nothing is
    /// asked about revocation; for which name it was made is another question.
    Checked check(ShownChain const& chain, std::int64_t seconds) const;

private:
    struct Store;
    std::unique_ptr<Store> m_store;
};

} // namespace petze::tls
