#include "run/prepared_search.h"

#include "base/archive.h"
#include "run/profile_cache.h"

#include <future>
#include <utility>

namespace petze {

namespace {

// Of fewer values the file would cost as much as it saves.
bool is_large(Profile const& profile)
{
    constexpr std::size_t least = 100;
    auto values = profile.contacts.size() + profile.messages.size() + profile.calendar.size();
    for (auto const& [category, of_category] : profile.identifiers)
        values += of_category.size();
    return values >= least;
}

PreparedSearch compile(Profile profile, std::size_t threads)
{
    // Brotli takes half as long as the spellings do, and neither waits for the other.
    auto sizes = std::async(threads > 1 ? std::launch::async : std::launch::deferred,
                            [&profile] { return item_sizes(profile); });
    auto needles = make_needles(profile);
    PreparedSearch out;
    out.sizes = sizes.get();
    out.searcher = Searcher::compile(std::move(profile), std::move(needles));
    return out;
}

std::vector<std::uint8_t> archive_of(Searcher const& searcher, std::vector<SizedItem> const& sizes)
{
    ArchiveWriter out;
    out.value(sizes.size());
    for (auto const& item : sizes) {
        out.text(item.category);
        out.text(item.item);
        out.value(item.least_bytes);
    }
    searcher.save(out);
    return out.take();
}

PreparedSearch restore(Profile profile, ArchiveReader in)
{
    PreparedSearch out;
    auto const sizes = in.count();
    for (std::size_t i = 0; i < sizes && in.ok(); ++i) {
        auto& item = out.sizes.emplace_back();
        item.category = in.text();
        item.item = in.text();
        item.least_bytes = in.value<std::uint64_t>();
    }
    out.searcher = Searcher::restore(std::move(profile), in);
    return out;
}

} // namespace

Result<PreparedSearch> prepare_search(Options const& options)
{
    if (options.profile.empty())
        return PreparedSearch{};
    PETZE_TRY(auto profile, load_profile(options.profile));
    auto const cache =
        options.cache && is_large(profile) ? ProfileCache::of(profile) : std::nullopt;
    if (auto const kept = cache ? cache->load() : std::nullopt) {
        auto out = restore(std::move(profile), ArchiveReader{*kept});
        if (out.searcher)
            return out;
        PETZE_TRY(profile, load_profile(options.profile));
    }
    auto out = compile(std::move(profile), options.threads);
    if (!cache)
        return out;
    auto save = [kept = *cache, &searcher = *out.searcher, sizes = out.sizes] {
        kept.save(archive_of(searcher, sizes));
    };
    // Nothing waits for it but the end.
    if (options.threads > 1)
        out.being_saved = std::async(std::launch::async, std::move(save));
    else
        save();
    return out;
}

} // namespace petze
