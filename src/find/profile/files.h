#pragma once

#include "base/result.h"
#include "find/profile/profile.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace petze {

/// The user's own file, whole; an error says what to do.
Result<std::string> read_whole_file(std::filesystem::path const& path);

/// Adds one entry of the profile's [data]: `key` is "contacts", "messages", "photos", "calendar"
/// or "apps"; photos may be a folder, which is walked through by name.
Result<void> load_data_file(std::string_view key, std::filesystem::path const& path,
                            Profile& profile);

} // namespace petze
