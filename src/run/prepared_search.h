#pragma once

#include "base/result.h"
#include "find/search/searcher.h"
#include "judge/budget.h"
#include "run/options.h"

#include <future>
#include <memory>
#include <vector>

namespace petze {

/// The profile, compiled. Without one there is nothing in it.
struct PreparedSearch {
    std::unique_ptr<Searcher> searcher;
    std::vector<SizedItem> sizes;  // item_sizes()
    std::future<void> being_saved; // to the cache; ends before what it reads does
};

/// Reads and compiles the profile that is given; a large one is taken from the cache, where it was
/// compiled before (profile_cache.h), unless --no-cache.
Result<PreparedSearch> prepare_search(Options const& options);

} // namespace petze
