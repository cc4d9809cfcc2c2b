#pragma once

#include "base/tally.h"
#include "decrypt/tls/certificate.h"
#include "dissect/message.h"

#include <utility>
#include <vector>

namespace petze {

/// What events say of a server's certificate. Half a chain, where not all of it came, would end
/// before its authority: it is not kept.
inline ShownCertificate shown_certificate(std::vector<Bytes> const& chain, tls::Certificate&& leaf,
                                          bool is_whole, Tally& tally)
{
    ShownCertificate out;
    if (is_whole) {
        out.chain = {chain, leaf.fingerprint};
        if (out.chain.empty())
            tally.count("tls: chain of certificates too long to be checked");
    }
    out.subject = std::move(leaf.subject);
    out.issuer = std::move(leaf.issuer);
    out.san = std::move(leaf.alternative_names);
    out.fingerprint = std::move(leaf.fingerprint);
    out.not_before = std::move(leaf.not_before);
    out.not_after = std::move(leaf.not_after);
    return out;
}

} // namespace petze
