#pragma once

#include "find/photo/photo_matcher.h"
#include "find/search/searcher.h"
#include "report/redaction.h"
#include "run/inputs.h"
#include "run/joiner.h"
#include "run/pipeline.h"

#include <memory>
#include <string>
#include <vector>

namespace petze {

/// What analyze and events set up alike. Points into `options` and `keys`.
Pipeline::Options pipeline_options(Options const& options, Searcher const* searcher,
                                   GivenKeys const& keys, FileStore* files, Progress& progress);

/// Photos and places of the profile, made ready for comparing; null where there is no profile.
/// petze-image is looked for beside this program, and in libexec/petze. `searcher` must outlive it.
std::unique_ptr<PhotoMatcher> prepare_photos(Searcher const* searcher);
/// Says why no image could be looked at, where that was so, and counts what else was not done.
void tell_photos(PhotoMatcher const* photos, Options const& options, Stats& stats);

/// The phone's addresses, of the profile.
std::vector<std::string> device_addresses(Searcher const* searcher);

/// Replaces every value that is looked for, in each of its spellings; null without --redact.
std::unique_ptr<Redactor> make_redactor(Options const& options, Searcher const* searcher);

/// The status to end with: 3 where a verdict is as bad as the one asked for, or worse; else 0.
int status_of(Purpose gravest, Options const& options);

/// Packets, bytes and what could not be read, out of the pipeline into the stats.
void add_totals(Stats& stats, Pipeline::Outcome const& outcome);

} // namespace petze
