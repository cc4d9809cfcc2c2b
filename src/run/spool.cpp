#include "run/spool.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "report/output_file.h"
#include "run/inputs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace petze {

namespace {

constexpr char const* standard_input = "standard input";

/// Hands out what comes from a descriptor, block by block; false where it cannot be read.
template<typename Take>
bool read_blocks(int descriptor, Take take)
{
    std::vector<std::uint8_t> block(limits::capture_block);
    for (;;) {
        auto const got = ::read(descriptor, block.data(), block.size());
        if (got < 0 && errno == EINTR && !interrupted())
            continue;
        if (got <= 0)
            return got == 0;
        if (!take(Bytes{block}.first(static_cast<std::size_t>(got))))
            return true;
    }
}

} // namespace

Spool::Spool(std::filesystem::path const& folder)
    : m_path(folder / "standard-input")
{
}

Result<std::vector<std::string>>
Spool::replace_standard_input(std::vector<std::string> const& captures)
{
    if (std::find(captures.begin(), captures.end(), "-") == captures.end())
        return captures;
    PETZE_TRY(auto file,
              OutputFile::open(m_path, OutputFile::Existing::replace, "copy of standard input"));
    Result<void> written;
    bool const whole = read_blocks(STDIN_FILENO, [&](Bytes block) {
        written = file.write(as_text(block));
        return written.has_value();
    });
    PETZE_TRY_VOID(written);
    if (interrupted())
        return error("interrupted", "nothing was written");
    if (!whole)
        return error(standard_input, std::string{"cannot be read: "} + std::strerror(errno));
    PETZE_TRY_VOID(file.close());
    auto replaced = captures;
    std::replace(replaced.begin(), replaced.end(), std::string{"-"}, m_path.string());
    return replaced;
}

std::string Spool::name_of(std::string const& path, std::string const& otherwise) const
{
    return path == m_path.string() ? standard_input : otherwise;
}

Error Spool::as_user_knows_it(Error error) const
{
    if (error.what == m_path.string())
        error.what = standard_input;
    return error;
}

void Spool::remove() noexcept
{
    std::error_code ignored;
    std::filesystem::remove(m_path, ignored);
}

std::string hash_file(std::string const& path)
{
    auto const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return {};
    Sha256 hash;
    bool const whole = read_blocks(descriptor, [&](Bytes block) {
        hash.update(block);
        return !interrupted();
    });
    ::close(descriptor);
    return whole ? to_hex(hash.digest()) : std::string{};
}

} // namespace petze
