#include "capture/byte_source.h"

#include "testing/capture_files.h"
#include "testing/compress.h"
#include "testing/read_capture.h"
#include "testing/temporary_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

namespace petze {
namespace {

using namespace petze::testing;
using Rows = std::vector<Tally::Row>;

void write(std::filesystem::path const& path, std::string_view text)
{
    std::ofstream{path, std::ios::binary} << text;
}

constexpr std::size_t packets = 2000;

/// Longer than a block, and not easy to compress.
std::string long_capture()
{
    PcapFile file;
    std::uint32_t state = 1;
    for (std::uint32_t i = 0; i < packets; ++i) {
        Buffer packet(i % 1500);
        for (auto& byte : packet) {
            state = state * 1664525 + 1013904223;
            byte = static_cast<std::uint8_t>(state >> 24);
        }
        file.packet(packet, i);
    }
    return std::string{as_text(file.bytes())};
}

TEST(Source, UndoesCompression)
{
    auto const plain = long_capture();
    auto const half = plain.size() / 2;
    auto const first = plain.substr(0, half);
    auto const second = plain.substr(half);
    std::string const skippable{"\x50\x2a\x4d\x18\x03\x00\x00\x00xyz", 11}; // RFC 8878 §3.1.2
    struct {
        char const* name;
        std::string bytes;
    } const cases[] = {
        {"gzip", gzip(plain)},
        {"gzip, two members", gzip(first) + gzip(second)},
        {"gzip, an empty member between", gzip(first) + gzip("") + gzip(second)},
        {"zstd", zstd(plain)},
        {"zstd, two frames", zstd(first) + zstd(second)},
        {"xz", xz(plain)},
        {"xz, two streams and padding", xz(first) + std::string(8, '\0') + xz(second)},
        {"zstd, skippable frames", skippable + zstd(first) + skippable + zstd(second)},
    };
    auto const expected = read_all(as_bytes(plain));
    ASSERT_EQ(expected.frames.size(), packets);
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const read = read_all(as_bytes(c.bytes));
        EXPECT_FALSE(read.error);
        EXPECT_TRUE(read.frames == expected.frames);
        EXPECT_EQ(read.tally, Rows{});
    }
}

TEST(Source, HandsOutWhatStandsBeforeTheDamage)
{
    auto const plain = long_capture();
    auto const expected = read_all(as_bytes(plain)).frames;
    auto const cut = [](std::string const& bytes) { return bytes.substr(0, bytes.size() / 2); };
    auto const damaged = [](std::string const& bytes) {
        return std::string{bytes}.replace(bytes.size() / 2, 200'000, 200'000, '\xff');
    };
    struct {
        char const* name;
        std::string bytes;
        char const* flaw;
        std::size_t readable; // of the packets; what a damaged stream gives then may be damaged
    } const cases[] = {
        {"gzip cut", cut(gzip(plain)), "capture: gzip stream is cut off", 500},
        {"gzip damaged", damaged(gzip(plain)), "capture: gzip stream is damaged", 500},
        {"gzip without its checksum", gzip(plain).substr(0, gzip(plain).size() - 8),
         "capture: gzip stream is cut off", packets},
        {"something behind gzip", gzip(plain) + "something", "capture: gzip stream is damaged",
         packets},
        {"zstd cut", cut(zstd(plain)), "capture: zstd stream is cut off", 500},
        {"zstd damaged", damaged(zstd(plain)), "capture: zstd stream is damaged", 500},
        {"xz cut", cut(xz(plain)), "capture: xz stream is cut off", 500},
        {"xz damaged", damaged(xz(plain)), "capture: xz stream is damaged", 500},
        {"something behind xz", xz(plain) + "something that is none",
         "capture: xz stream is damaged", packets},
        {"something behind zstd", zstd(plain) + "something", "capture: zstd stream is damaged",
         packets},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const read = read_all(as_bytes(c.bytes));
        EXPECT_FALSE(read.error);
        ASSERT_GE(read.frames.size(), c.readable);
        EXPECT_TRUE(std::equal(expected.begin(),
                               expected.begin() + static_cast<std::ptrdiff_t>(c.readable),
                               read.frames.begin()));
        EXPECT_EQ(std::count(read.tally.begin(), read.tally.end(), Tally::Row{c.flaw, 1}), 1);
    }
}

TEST(Source, ReadsEveryPrefixOfCompressedCaptures)
{
    PcapFile file;
    for (std::uint32_t i = 0; i < 5; ++i)
        file.packet(as_bytes("an invented packet"), i);
    auto const plain = std::string{as_text(file.bytes())};
    for (auto const& bytes : {gzip(plain), zstd(plain), xz(plain)})
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            SCOPED_TRACE(length);
            auto const read = read_all(as_bytes(bytes).first(length));
            EXPECT_TRUE(read.error || !read.tally.empty());
        }
}

/// Standard input is `descriptor` as long as this lives.
class StandardInput {
public:
    explicit StandardInput(int descriptor)
        : m_saved(::dup(STDIN_FILENO))
    {
        ::dup2(descriptor, STDIN_FILENO);
        ::close(descriptor);
    }
    ~StandardInput()
    {
        ::dup2(m_saved, STDIN_FILENO);
        ::close(m_saved);
    }
    StandardInput(StandardInput const&) = delete;
    StandardInput& operator=(StandardInput const&) = delete;

private:
    int m_saved;
};

std::vector<ReadFrame> read_standard_input(int descriptor)
{
    StandardInput const redirected{descriptor};
    return read_all(CaptureReader::open("-", 0)).frames;
}

/// Through a pipe, in pieces that are no whole blocks.
std::vector<ReadFrame> read_piped(std::string_view bytes)
{
    int ends[2] = {};
    if (::pipe(ends) != 0)
        return {};
    std::thread writer{[bytes, end = ends[1]]() mutable {
        while (!bytes.empty()) {
            auto const written =
                ::write(end, bytes.data(), std::min<std::size_t>(bytes.size(), 10'007));
            if (written < 0)
                break;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        ::close(end);
    }};
    auto frames = read_standard_input(ends[0]);
    writer.join();
    return frames;
}

TEST(Source, ReadsTheSameFromStandardInput)
{
    TemporaryFolder const folder;
    auto const path = folder.path() / "capture";
    for (auto const& bytes : {long_capture(), gzip(long_capture()), zstd(long_capture())}) {
        write(path, bytes);
        auto const from_file = read_all(CaptureReader::open(path, 0)).frames;
        EXPECT_EQ(from_file.size(), packets);
        EXPECT_TRUE(read_standard_input(::open(path.c_str(), O_RDONLY)) == from_file);
        EXPECT_TRUE(read_piped(bytes) == from_file);
    }
}

TEST(Source, CutsBlocksAlikeWhateverTheSource)
{
    auto const sizes = [](std::string const& bytes) {
        auto source = decompressed(memory_source(as_bytes(bytes))).value();
        auto const reader = open_capture(std::move(source), "test.pcap", 0).value();
        std::vector<std::size_t> out;
        for (FrameBlock block; reader->next(block).value();)
            out.push_back(block.frames.size());
        return out;
    };
    EXPECT_EQ(sizes(gzip(long_capture())), sizes(long_capture()));
    EXPECT_EQ(sizes(zstd(long_capture())), sizes(long_capture()));
}

TEST(Source, SaysWhatCannotBeOpened)
{
    TemporaryFolder const folder;
    auto const missing = (folder.path() / "missing.pcap").string();
    EXPECT_EQ(read_all(CaptureReader::open(missing, 0)).error,
              (Error{missing, "no such file; check the spelling of the path"}));
    EXPECT_EQ(read_all(CaptureReader::open(folder.path(), 0)).error,
              (Error{folder.path(), "is a folder, not a capture; name the file in it"}));
    {
        StandardInput const nothing{::open("/dev/null", O_RDONLY)};
        EXPECT_EQ(read_all(CaptureReader::open("-", 0)).error,
                  (Error{"standard input", "is empty; record or copy it again"}));
    }
    auto const secret = folder.path() / "secret.pcap";
    write(secret, long_capture());
    std::filesystem::permissions(secret, std::filesystem::perms::none);
    if (::geteuid() == 0)
        return; // may read everything
    EXPECT_EQ(read_all(CaptureReader::open(secret, 0)).error,
              (Error{secret, "may not be read; change its permissions or run as its owner"}));
}

} // namespace
} // namespace petze
