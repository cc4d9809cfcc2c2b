#include "report/output_folder.h"

#include "base/text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <utility>

namespace petze {

namespace {

namespace fs = std::filesystem;

constexpr mode_t folder_mode = 0777; // the user's umask takes away

/// report.json begins with its generator; the rest need not be read.
bool is_petze_report(fs::path const& folder)
{
    std::ifstream file{folder / "report.json", std::ios::binary};
    std::array<char, 4096> begin{};
    file.read(begin.data(), begin.size());
    auto const text = lower({begin.data(), static_cast<std::size_t>(file.gcount())});
    return text.starts_with('{') && text.find("\"generator\"") != std::string::npos
           && text.find("petze") != std::string::npos;
}

/// An error where something stands at `target` that is not ours to replace.
Result<void> check_replaceable(fs::path const& target)
{
    std::error_code code;
    auto const status = fs::status(target, code);
    if (!fs::exists(status))
        return {};
    if (!fs::is_directory(status))
        return error(target.string(), "is no folder; choose another --out");
    auto const empty = fs::is_empty(target, code);
    if (code)
        return tl::make_unexpected(write_error(target.string(), code.value()));
    if (!empty && !is_petze_report(target))
        return error(target.string(),
                     "exists and holds no Petze report; remove it or choose another --out");
    return {};
}

/// The folder meant, however it was spelled: "report/", "./report", a link to one.
fs::path resolved(fs::path const& target)
{
    std::error_code code;
    auto path = fs::weakly_canonical(fs::absolute(target, code), code);
    if (code)
        path = fs::absolute(target, code).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

/// A new folder beside the target, so that it is on the same file system: ".petze-417-0".
Result<fs::path> make_staging(fs::path const& target)
{
    auto const prefix = ".petze-" + std::to_string(::getpid()) + "-";
    for (int attempt = 0;; ++attempt) {
        auto staging = target.parent_path() / (prefix + std::to_string(attempt));
        if (::mkdir(staging.c_str(), folder_mode) == 0)
            return staging;
        if (errno != EEXIST)
            return tl::make_unexpected(write_error(target.string(), errno));
    }
}

/// Both folders exist: they change places in one step where the file system can do that, else
/// there is a moment with neither. Afterwards the old one stands at `staging`.
int exchange(fs::path const& staging, fs::path const& target)
{
    if (::renameat2(AT_FDCWD, staging.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    auto const aside = fs::path{staging}.concat("-old");
    if (std::rename(target.c_str(), aside.c_str()) != 0)
        return errno;
    if (std::rename(staging.c_str(), target.c_str()) != 0) {
        auto const number = errno;
        std::rename(aside.c_str(), target.c_str());
        return number;
    }
    return std::rename(aside.c_str(), staging.c_str()) == 0 ? 0 : errno;
}

} // namespace

OutputFolder::OutputFolder(fs::path target, fs::path staging)
    : m_target(std::move(target))
    , m_staging(std::move(staging))
{
}

OutputFolder::OutputFolder(OutputFolder&& other) noexcept
    : m_target(std::move(other.m_target))
    , m_staging(std::exchange(other.m_staging, {}))
{
}

OutputFolder& OutputFolder::operator=(OutputFolder&& other) noexcept
{
    std::swap(m_target, other.m_target);
    std::swap(m_staging, other.m_staging);
    return *this;
}

Result<OutputFolder> OutputFolder::create(fs::path const& target)
{
    if (target.empty())
        return error("--out", "names no folder; give one, such as petze-report");
    auto path = resolved(target);
    if (!path.has_filename())
        return error(target.string(), "is the root of the file system; choose another --out");
    if (auto replaceable = check_replaceable(path); !replaceable)
        return tl::make_unexpected(std::move(replaceable).error());
    PETZE_TRY(auto staging, make_staging(path));
    return OutputFolder{std::move(path), std::move(staging)};
}

std::string OutputFolder::shown(std::string_view name) const
{
    return (m_target / name).string();
}

Result<fs::path> OutputFolder::make_way(std::string_view name) const
{
    auto path = m_staging / name;
    std::error_code code;
    fs::create_directories(path.parent_path(), code);
    if (code)
        return tl::make_unexpected(write_error(shown(name), code.value()));
    return path;
}

Result<void> OutputFolder::write(std::string_view name, std::string_view content)
{
    PETZE_TRY(auto const path, make_way(name));
    return write_piece(path, OutputFile::Existing::replace, shown(name), content);
}

Result<OutputFile> OutputFolder::open(std::string_view name)
{
    PETZE_TRY(auto const path, make_way(name));
    return OutputFile::open(path, OutputFile::Existing::replace, shown(name));
}

Result<void> OutputFolder::commit()
{
    // Somebody may have put something there while we worked.
    if (auto replaceable = check_replaceable(m_target); !replaceable)
        return replaceable;
    if (std::rename(m_staging.c_str(), m_target.c_str()) == 0) {
        m_staging.clear();
        return {};
    }
    // rename() itself replaces an empty folder; what is left is an older report.
    auto number = errno;
    if (number == ENOTEMPTY || number == EEXIST)
        number = exchange(m_staging, m_target);
    if (number != 0)
        return tl::make_unexpected(write_error(m_target.string(), number));
    abandon(); // the older report, which stands there now
    return {};
}

void OutputFolder::abandon() noexcept
{
    if (m_staging.empty())
        return;
    std::error_code code; // Nobody could do anything about it any more.
    fs::remove_all(m_staging, code);
    m_staging.clear();
}

} // namespace petze
