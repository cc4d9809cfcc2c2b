#pragma once

#include "identify/attribution/attributor.h"
#include "run/options.h"

#include <string>
#include <vector>

namespace petze {

/// Petze's folder of the XDG Base Directory Specification: below what the variable of that name
/// says, else at this place in the user's home; empty where there is no home.
std::string user_folder(char const* name, char const* in_home);

/// The index inside --data DIR; by default of the user's data folder (XDG Base Directory
/// Specification): $XDG_DATA_HOME/petze, else ~/.local/share/petze.
Result<std::string> index_path(Options const& options);

/// What is known of addresses here: the index, where there is one, and libloc's database, where it
/// is installed.
struct AddressData {
    DataIndex index;
    std::optional<LocationDatabase> installed;
};
Result<AddressData> open_address_data(Options const& options);

/// The ISO date on which a file was last written, for forms that state none; empty where unknown.
std::string written_on(std::string const& path);

/// Writes the index anew, whole or not at all; `path` is that of index_path().
Result<void> save_index(std::string const& path, std::vector<DataSet> const& sets);

} // namespace petze
