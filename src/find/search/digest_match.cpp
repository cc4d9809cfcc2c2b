#include "find/search/digest_match.h"

#include "find/search/edges.h"

namespace petze {

namespace {

bool of_a_word(Edge edge)
{
    return edge != Edge::other;
}

std::string_view step_of(DigestCoding coding, bool padded)
{
    switch (coding) {
    case DigestCoding::raw:
        return {};
    case DigestCoding::hex:
        return "hex";
    case DigestCoding::base64:
        return padded ? "base64" : "base64url";
    }
    return {};
}

} // namespace

DigestMatch::DigestMatch(std::uint32_t digest, DigestCoding coding, Bytes outside)
    : m_digest(digest)
    , m_coding(coding)
    , m_touches(of_a_word(edge_at_end(outside)))
{
}

bool DigestMatch::advance(Digests const& digests, Bytes text)
{
    auto const length = digests.length(m_digest, m_coding);
    for (auto const& c : text) {
        if (m_seen == length || !digests.fits(m_digest, m_coding, m_seen, c)) {
            m_touches |= of_a_word(edge_at_begin({&c, 1}));
            m_padded |= m_seen == length && c == '=';
            return false;
        }
        m_padded |= c == '+' || c == '/';
        ++m_seen;
    }
    return true;
}

void DigestMatch::tell(Digests const& digests, Occurrence place, OccurrenceSink sink) const
{
    if (m_seen < digests.least_length(m_digest, m_coding)
        || (digests.standalone(m_digest) && m_touches))
        return;
    place.steps = step_of(m_coding, m_padded);
    place.match = Match::hashed;
    place.chance = digests.chance(m_digest, m_coding, m_seen);
    for (auto const& owner : digests.owners(m_digest)) {
        place.needle = owner.needle;
        place.function = owner.function;
        place.joined = owner.joined;
        sink(place);
    }
}

} // namespace petze
