#include "find/search/searcher.h"

#include <utility>

namespace petze {

Searcher::Searcher(Profile profile, Needles needles)
    : m_profile(std::move(profile))
    , m_needles(std::move(needles))
    , m_variants(m_needles, m_profile)
    , m_digests(m_needles)
    , m_salted_forms(m_needles)
    , m_name_parts(m_needles)
    , m_scanner(m_variants, m_digests)
{
}

std::unique_ptr<Searcher> Searcher::compile(Profile profile)
{
    auto needles = make_needles(profile);
    return compile(std::move(profile), std::move(needles));
}

std::unique_ptr<Searcher> Searcher::compile(Profile profile, Needles needles)
{
    return std::unique_ptr<Searcher>{new Searcher{std::move(profile), std::move(needles)}};
}

} // namespace petze
