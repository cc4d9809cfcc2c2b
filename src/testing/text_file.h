#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace petze::testing {

/// Writes a file for a test, with the folders above it; returns its path.
inline std::filesystem::path write_text(std::filesystem::path const& path, std::string_view text)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << text;
    return path;
}

} // namespace petze::testing
