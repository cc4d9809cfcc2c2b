#pragma once

#include "report/manifest.h"
#include "run/data_folder.h"
#include "run/options.h"

#include <vector>

namespace petze {

struct Profile;

/// The data sets that say whose addresses are whose.
std::vector<DataSetInfo> data_sets_of(AddressData const& data);

/// What the report of these captures is made of: what the command line names, lists of domains that
/// lie in the data folder, and the program's own tables. `profile` is null where none was given.
Manifest manifest_of(std::vector<CaptureSource> const& captures, std::vector<DataSetInfo> data,
                     Profile const* profile, Options const& options);

} // namespace petze
