#include "capture/reader.h"
#include "testing/capture_files.h"
#include "testing/compress.h"
#include "testing/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace petze {
namespace {

using namespace petze::testing;
using Paths = std::vector<std::string>;
namespace fs = std::filesystem;

void write(fs::path const& path, std::string_view text)
{
    fs::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << text;
}

TEST(List, ReplacesFoldersByTheirCaptures)
{
    TemporaryFolder const folder;
    auto const& root = folder.path();
    auto const pcap = PcapFile{}.bytes();
    auto const pcapng = PcapngFile{}.bytes();
    write(root / "b.txt", as_text(pcap)); // known by its content
    write(root / "a.pcap.gz", gzip(as_text(pcap)));
    write(root / "c" / "deep" / "d.pcapng.zst", zstd(as_text(pcapng)));
    write(root / "e.pcapng", as_text(pcapng));
    write(root / "cut.pcap", as_text(pcap).substr(0, 10)); // a capture, to be told as cut off
    write(root / "notes.pcap", "not a capture");
    write(root / "archive.gz", gzip("not a capture either"));
    write(root / "empty.pcap", "");
    write(root / ".hidden" / "f.pcap", as_text(pcap));
    write(root / ".hidden.pcap", as_text(pcap));
    auto const listed = list_captures({"-", root, "named.pcap"}).value();
    EXPECT_EQ(listed.captures,
              (Paths{"-", root / "a.pcap.gz", root / "b.txt", root / "c" / "deep" / "d.pcapng.zst",
                     root / "cut.pcap", root / "e.pcapng", "named.pcap"}));
    EXPECT_EQ(listed.skipped,
              (Paths{root / "archive.gz", root / "empty.pcap", root / "notes.pcap"}));
}

TEST(List, KeepsTheOrderOfArguments)
{
    TemporaryFolder const folder;
    write(folder.path() / "one" / "b.pcap", as_text(PcapFile{}.bytes()));
    write(folder.path() / "two" / "a.pcap", as_text(PcapFile{}.bytes()));
    auto const one = folder.path() / "one";
    auto const two = folder.path() / "two";
    EXPECT_EQ(list_captures({two, one}).value().captures, (Paths{two / "a.pcap", one / "b.pcap"}));
}

TEST(List, PassesOverLoopsOfLinks)
{
    TemporaryFolder const folder;
    write(folder.path() / "a.pcap", as_text(PcapFile{}.bytes()));
    fs::create_directory_symlink(folder.path(), folder.path() / "again");
    EXPECT_EQ(list_captures({folder.path()}).value().captures, (Paths{folder.path() / "a.pcap"}));
}

TEST(List, SaysWhichFolderHoldsNoCapture)
{
    TemporaryFolder const folder;
    auto const full = folder.path() / "full";
    auto const bare = folder.path() / "bare";
    write(full / "a.pcap", as_text(PcapFile{}.bytes()));
    fs::create_directory(bare);
    EXPECT_EQ(list_captures({full, bare}).error(),
              (Error{bare, "holds no capture that Petze reads; put pcap or pcapng files there, "
                           "plain or compressed with gzip, zstd or xz"}));
}

} // namespace
} // namespace petze
