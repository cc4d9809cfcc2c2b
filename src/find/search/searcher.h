#pragma once

#include "base/archive.h"
#include "find/hash/digests.h"
#include "find/hash/salted_finder.h"
#include "find/name_parts.h"
#include "find/profile/profile.h"
#include "find/search/needles.h"
#include "find/search/scanner.h"
#include "find/search/variants.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace petze {

/// Everything that is looked for, compiled once; shared by all threads, which only read it.
///
/// A few windows of every spelling are known (window.h); what stands before and behind them is
/// compared where they stand. A photo is a spelling of its own bytes and begins with its windows:
/// then a stream need not be kept, and though every JPEG on the wire begins like one of the
/// owner's, a single comparison serves all photos that begin alike (comparison.h). Hashes of the
/// values are known by what they begin with (hash/digests.h).
class Searcher {
public:
    /// The profile is kept: photos are compared against its bytes.
    static std::unique_ptr<Searcher> compile(Profile profile);
    static std::unique_ptr<Searcher> compile(Profile profile, Needles needles);
    /// As save() wrote it, of the same profile, by this same program. Null where it is cut off.
    static std::unique_ptr<Searcher> restore(Profile profile, ArchiveReader& in);
    void save(ArchiveWriter& out) const;
    Searcher(Searcher const&) = delete;
    Searcher& operator=(Searcher const&) = delete;

    Profile const& profile() const { return m_profile; }
    Needles const& needles() const { return m_needles; }
    /// Nothing in the profile can be looked for.
    bool empty() const { return m_variants.empty() && m_digests.empty(); }

    Variants const& variants() const { return m_variants; }
    Digests const& digests() const { return m_digests; }
    SaltedForms const& salted_forms() const { return m_salted_forms; }
    NameParts const& name_parts() const { return m_name_parts; }
    Scanner const& scanner() const { return m_scanner; }

private:
    Searcher(Profile profile, Needles needles);
    Searcher(Profile profile, ArchiveReader& in);

    KeptWords m_words; // of an archive
    Profile m_profile;
    Needles m_needles;
    Variants m_variants;
    Digests m_digests;
    SaltedForms m_salted_forms;
    NameParts m_name_parts;
    Scanner m_scanner;
};

/// What one thread at a time needs to search; one for each shard.
struct SearchScratch {
    /// Where a tail and the beginning of the next piece are put together, again and again.
    std::vector<std::uint8_t> border;
};

} // namespace petze
