#include "report/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace petze {

namespace {

constexpr std::size_t block = std::size_t{256} << 10;
constexpr mode_t file_mode = 0666; // the user's umask takes away

} // namespace

Error write_error(std::string what, int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return {std::move(what), "no space left; free some or choose another folder with --out"};
    case EACCES:
    case EPERM:
    case EROFS:
        return {std::move(what), "may not be written; choose another folder with --out"};
    case ENOENT:
    case ENOTDIR:
        return {std::move(what), "its folder does not exist; create it or choose another --out"};
    default:
        return {std::move(what), "cannot be written (" + std::generic_category().message(number)
                                     + "); choose another folder with --out"};
    }
}

OutputFile::OutputFile(std::string shown, int descriptor)
    : m_shown(std::move(shown))
    , m_descriptor(descriptor)
{
}

Result<OutputFile> OutputFile::open(std::filesystem::path const& path, Existing existing,
                                    std::string shown)
{
    if (shown.empty())
        shown = path.string();
    auto const flags = existing == Existing::append ? O_APPEND : O_TRUNC;
    int const descriptor =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, file_mode);
    if (descriptor < 0)
        return tl::make_unexpected(write_error(std::move(shown), errno));
    return OutputFile{std::move(shown), descriptor};
}

OutputFile::~OutputFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : m_shown(std::move(other.m_shown))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_held(std::move(other.m_held))
{
}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept
{
    std::swap(m_shown, other.m_shown);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_held, other.m_held);
    return *this;
}

Result<void> OutputFile::write(std::string_view bytes)
{
    if (m_held.size() + bytes.size() < block) {
        m_held += bytes;
        return {};
    }
    if (auto flushed = flush(); !flushed)
        return flushed;
    return write_now(bytes);
}

Result<void> OutputFile::flush()
{
    auto written = write_now(m_held);
    m_held.clear();
    return written;
}

Result<void> OutputFile::write_now(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const count = ::write(m_descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return tl::make_unexpected(write_error(m_shown, errno));
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

Result<void> OutputFile::close()
{
    auto flushed = flush();
    // Not tried again after EINTR: Linux has given the descriptor back by then.
    if (::close(std::exchange(m_descriptor, -1)) != 0 && errno != EINTR && flushed)
        return tl::make_unexpected(write_error(m_shown, errno));
    return flushed;
}

Result<void> write_piece(std::filesystem::path const& path, OutputFile::Existing existing,
                         std::string shown, std::string_view bytes)
{
    PETZE_TRY(auto file, OutputFile::open(path, existing, std::move(shown)));
    if (auto written = file.write(bytes); !written)
        return written;
    return file.close();
}

} // namespace petze
