#include "run/data_folder.h"

#include "base/text.h"
#include "report/output_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace petze {

namespace {

constexpr char const* index_name = "attribution.petze";

std::string variable(char const* name)
{
    auto const* value = std::getenv(name);
    return value != nullptr ? value : "";
}

} // namespace

std::string written_on(std::string const& path)
{
    constexpr std::size_t date_length = 10; // of an RFC 3339 time
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0)
        return {};
    return rfc3339(std::int64_t{about.st_mtim.tv_sec} * 1'000'000'000).substr(0, date_length);
}

std::string user_folder(char const* name, char const* in_home)
{
    namespace fs = std::filesystem;
    // The specification: a path that is not absolute is to be ignored.
    if (auto const folder = variable(name); folder.starts_with('/'))
        return (fs::path{folder} / "petze").string();
    auto const home = variable("HOME");
    return home.empty() ? std::string{} : (fs::path{home} / in_home / "petze").string();
}

Result<std::string> index_path(Options const& options)
{
    namespace fs = std::filesystem;
    if (!options.data.empty())
        return (fs::path{options.data} / index_name).string();
    if (auto const folder = user_folder("XDG_DATA_HOME", ".local/share"); !folder.empty())
        return (fs::path{folder} / index_name).string();
    return error("--data", "no folder for data is known here (no HOME is set); name one");
}

Result<AddressData> open_address_data(Options const& options)
{
    AddressData out;
    // Without a home there is no index, and nothing wrong with that.
    if (auto const path = index_path(options)) {
        PETZE_TRY(out.index, DataIndex::open(*path));
    }
    if (auto location = LocationDatabase::open(installed_location))
        out.installed = std::move(*location);
    return out;
}

Result<void> save_index(std::string const& path, std::vector<DataSet> const& sets)
{
    namespace fs = std::filesystem;
    std::error_code trouble;
    fs::create_directories(fs::path{path}.parent_path(), trouble);
    if (trouble)
        return tl::make_unexpected(write_error(path, trouble.value()));
    auto const staged = path + ".new-" + std::to_string(::getpid());
    auto const write = [&]() -> Result<void> {
        PETZE_TRY(auto file, OutputFile::open(staged, OutputFile::Existing::replace, path));
        PETZE_TRY_VOID(
            write_index(sets, [&](std::string_view bytes) { return file.write(bytes); }));
        return file.close();
    };
    auto written = write();
    if (written && ::rename(staged.c_str(), path.c_str()) != 0)
        written = tl::make_unexpected(write_error(path, errno));
    if (!written)
        fs::remove(staged, trouble);
    return written;
}

} // namespace petze
