#include "capture/block_reader.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace petze {

namespace {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> files_below(std::string const& folder)
{
    auto const unreadable = [&](std::error_code const& trouble) {
        return error(folder, "folder cannot be read (" + trouble.message()
                                 + "); check its permissions, or name the captures in it");
    };
    std::vector<fs::path> files;
    std::error_code trouble;
    fs::recursive_directory_iterator walk{folder, trouble};
    while (!trouble && walk != fs::recursive_directory_iterator{}) {
        bool const hidden = walk->path().filename().native().starts_with('.');
        std::error_code vanished;
        if (hidden)
            walk.disable_recursion_pending();
        else if (walk->is_regular_file(vanished))
            files.push_back(walk->path());
        walk.increment(trouble);
    }
    if (trouble)
        return unreadable(trouble);
    std::sort(files.begin(), files.end());
    return files;
}

bool is_capture(std::string const& path)
{
    auto source = open_source(path);
    if (!source)
        return false;
    std::array<std::uint8_t, first_bytes> first{};
    auto const got = (*source)->read(first);
    return got && format_of(Bytes{first}.first(*got)) != Format::none;
}

} // namespace

Result<CaptureList> list_captures(std::vector<std::string> const& arguments)
{
    CaptureList out;
    for (auto const& argument : arguments) {
        std::error_code not_there;
        if (argument == "-" || !fs::is_directory(argument, not_there)) {
            out.captures.push_back(argument);
            continue;
        }
        PETZE_TRY(auto const files, files_below(argument));
        auto const before = out.captures.size();
        for (auto const& file : files)
            (is_capture(file) ? out.captures : out.skipped).push_back(file);
        if (out.captures.size() == before)
            return error(argument, "holds no capture that Petze reads; put pcap or pcapng files "
                                   "there, plain or compressed with gzip, zstd or xz");
    }
    return out;
}

} // namespace petze
