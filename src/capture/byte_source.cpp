#include "capture/byte_source.h"

#include "base/limits.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace petze {

Result<void> ByteSource::skip(std::uint64_t count)
{
    std::vector<std::uint8_t> unwanted(std::min<std::uint64_t>(count, limits::capture_block));
    while (count > 0) {
        auto const wanted = std::min<std::uint64_t>(count, unwanted.size());
        PETZE_TRY(auto const got, read(std::span{unwanted}.first(wanted)));
        if (got == 0)
            break;
        count -= got;
    }
    return {};
}

namespace {

class FileSource : public ByteSource {
public:
    FileSource(std::string name, int descriptor)
        : m_name(std::move(name))
        , m_descriptor(descriptor)
    {
    }
    ~FileSource() override
    {
        if (m_descriptor != STDIN_FILENO)
            ::close(m_descriptor);
    }
    FileSource(FileSource const&) = delete;
    FileSource& operator=(FileSource const&) = delete;

    Result<std::size_t> read(std::span<std::uint8_t> into) override
    {
        std::size_t total = 0;
        while (total < into.size()) {
            auto const rest = into.subspan(total);
            auto const got = ::read(m_descriptor, rest.data(), rest.size());
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0 && errno == EISDIR)
                return error(m_name, "is a folder, not a capture; name the file in it");
            if (got < 0)
                return error(m_name, std::string{"cannot be read ("} + std::strerror(errno)
                                         + "); check the disk, or copy the file elsewhere first");
            if (got == 0)
                break;
            total += static_cast<std::size_t>(got);
        }
        return total;
    }

    Result<void> skip(std::uint64_t count) override
    {
        if (m_seekable && ::lseek(m_descriptor, static_cast<off_t>(count), SEEK_CUR) >= 0)
            return {};
        m_seekable = false;
        return ByteSource::skip(count);
    }

private:
    std::string m_name;
    int m_descriptor;
    bool m_seekable = true;
};

class MemorySource : public ByteSource {
public:
    explicit MemorySource(Bytes bytes)
        : m_bytes(bytes)
    {
    }

    Result<std::size_t> read(std::span<std::uint8_t> into) override
    {
        auto const count = std::min(into.size(), m_bytes.size());
        std::copy_n(m_bytes.begin(), count, into.begin());
        m_bytes = m_bytes.subspan(count);
        return count;
    }

private:
    Bytes m_bytes;
};

class Replayed : public ByteSource {
public:
    Replayed(Bytes first, std::unique_ptr<ByteSource> rest)
        : m_kept(first.begin(), first.end())
        , m_first(m_kept)
        , m_rest(std::move(rest))
    {
    }

    Result<std::size_t> read(std::span<std::uint8_t> into) override
    {
        auto const count = std::min(into.size(), m_first.size());
        std::copy_n(m_first.begin(), count, into.begin());
        m_first = m_first.subspan(count);
        if (count == into.size())
            return count;
        PETZE_TRY(auto const more, m_rest->read(into.subspan(count)));
        return count + more;
    }
    Result<void> skip(std::uint64_t count) override
    {
        auto const held = std::min<std::uint64_t>(count, m_first.size());
        m_first = m_first.subspan(held);
        return m_rest->skip(count - held);
    }
    std::string_view flaw() const override { return m_rest->flaw(); }

private:
    std::vector<std::uint8_t> m_kept;
    Bytes m_first; // what is not read yet of m_kept
    std::unique_ptr<ByteSource> m_rest;
};

} // namespace

std::unique_ptr<ByteSource> memory_source(Bytes bytes)
{
    return std::make_unique<MemorySource>(bytes);
}

std::unique_ptr<ByteSource> replayed(Bytes first, std::unique_ptr<ByteSource> rest)
{
    return std::make_unique<Replayed>(first, std::move(rest));
}

Result<std::unique_ptr<ByteSource>> open_source(std::string const& path)
{
    if (path == "-")
        return decompressed(std::make_unique<FileSource>("standard input", STDIN_FILENO));
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        if (errno == ENOENT)
            return error(path, "no such file; check the spelling of the path");
        if (errno == EACCES)
            return error(path, "may not be read; change its permissions or run as its owner");
        return error(path, std::string{"cannot be opened ("} + std::strerror(errno)
                               + "); check the path and the disk");
    }
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    return decompressed(std::make_unique<FileSource>(path, descriptor));
}

} // namespace petze
