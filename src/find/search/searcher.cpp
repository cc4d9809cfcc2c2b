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

Searcher::Searcher(Profile profile, ArchiveReader& in)
    : m_profile(std::move(profile))
    , m_needles(restore_needles(in, m_words))
    , m_variants(m_needles, m_profile, in)
    , m_digests(in, m_words)
    , m_salted_forms(m_needles)
    , m_name_parts(m_needles)
    , m_scanner(m_variants, m_digests)
{
}

std::unique_ptr<Searcher> Searcher::restore(Profile profile, ArchiveReader& in)
{
    auto out = std::unique_ptr<Searcher>{new Searcher{std::move(profile), in}};
    return in.ok() ? std::move(out) : nullptr;
}

void Searcher::save(ArchiveWriter& out) const
{
    petze::save(m_needles, out);
    m_variants.save(out);
    m_digests.save(out);
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
