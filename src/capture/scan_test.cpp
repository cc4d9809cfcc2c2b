#include "base/limits.h"
#include "testing/capture_files.h"
#include "testing/compress.h"
#include "testing/read_capture.h"
#include "testing/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace petze {
namespace {

using namespace petze::testing;
using Rows = std::vector<Tally::Row>;

constexpr std::string_view key = "CLIENT_RANDOM 00 01\n"; // invented
constexpr std::string_view other_key = "CLIENT_RANDOM 02 03\n";

CaptureSummary scan(Bytes bytes)
{
    return scan_source(decompressed(memory_source(bytes)).value()).value();
}

TEST(Scan, FindsTheFirstTime)
{
    Buffer const packet(60);
    PcapngFile ng;
    ng.interface(1, ng.option(14, Buffer{1, 0, 0, 0, 0, 0, 0, 0})); // one second later
    struct {
        char const* name;
        Buffer bytes;
        std::optional<std::int64_t> expected;
    } const cases[] = {
        {"pcap", PcapFile{}.packet(packet, 5, 6).packet(packet, 1, 2).bytes(), 5'000006000},
        {"pcap without packets", PcapFile{}.bytes(), {}},
        {"pcapng", PcapngFile{ng}.enhanced(0, 7, packet).enhanced(0, 1, packet).bytes(),
         1'000007000},
        {"obsolete packet", PcapngFile{ng}.obsolete(0, 7, packet).bytes(), 1'000007000},
        {"a packet without a time before",
         PcapngFile{ng}.simple(packet, 60).enhanced(0, 7, packet).bytes(), 1'000007000},
        {"a packet of no interface before",
         PcapngFile{ng}.enhanced(9, 1, packet).enhanced(0, 7, packet).bytes(), 1'000007000},
        {"second section",
         PcapngFile{ng}.section(ByteOrder::big).interface(1).enhanced(0, 7, packet).bytes(), 7000},
        {"pcapng without packets", ng.bytes(), {}},
        {"no capture", Buffer(100), {}},
        {"nothing", {}, {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(scan(c.bytes).first_time_ns, c.expected);
        EXPECT_EQ(scan(as_bytes(gzip(as_text(c.bytes)))).first_time_ns, c.expected);
    }
}

TEST(Scan, CollectsSecretsWhereverTheyStand)
{
    Buffer const small(60);
    Buffer const large(3U << 20);
    PcapngFile file;
    file.interface(1).secrets(key).enhanced(0, 1, small).enhanced(0, 2, large);
    file.secrets("WireGuard's, which are for later", 0x57474b4c).block(0x0bad, large);
    for (int i = 0; i < 3000; ++i)
        file.enhanced(0, 3, small);
    file.section(ByteOrder::big).secrets(other_key);
    auto const expected = std::vector<std::string>{std::string{key}, std::string{other_key}};
    auto const plain = as_text(file.bytes());
    for (auto const& bytes : {std::string{plain}, gzip(plain), zstd(plain)}) {
        auto const summary = scan(as_bytes(bytes));
        EXPECT_EQ(summary.first_time_ns, 1000);
        EXPECT_EQ(summary.secrets, expected);
        EXPECT_EQ(summary.tally.rows(), Rows{});
    }
}

TEST(Scan, SeeksInFiles)
{
    TemporaryFolder const folder;
    auto const path = folder.path() / "capture.pcapng";
    PcapngFile file;
    file.interface(1).enhanced(0, 1, Buffer(3U << 20)).block(0x7777, Buffer(100'000)).secrets(key);
    std::ofstream{path, std::ios::binary} << as_text(file.bytes());
    auto const summary = scan_capture(path).value();
    EXPECT_EQ(summary.first_time_ns, 1000);
    EXPECT_EQ(summary.secrets, std::vector{std::string{key}});
}

TEST(Scan, TellsDamageAndLimits)
{
    PcapngFile cut;
    Buffer body;
    put(body, ByteOrder::little, 0x544c534b, 4);
    put(body, ByteOrder::little, 1000, 4);
    put(body, as_bytes(key));
    cut.block(0x0a, body).secrets(other_key);
    auto const summary = scan(cut.bytes());
    EXPECT_EQ(summary.secrets, (std::vector{std::string{key}, std::string{other_key}}));
    EXPECT_EQ(summary.tally.rows(), (Rows{{"capture: malformed decryption secrets", 1}}));

    std::string const large(30U << 20, '#');
    auto const full = scan(PcapngFile{}.secrets(large).secrets(large).secrets(large).bytes());
    EXPECT_EQ(full.secrets.size(), limits::secrets_bytes / large.size());
    EXPECT_EQ(full.tally.rows(), (Rows{{"capture: limit of decryption secrets", 1}}));
}

TEST(Scan, ReadsEveryPrefix)
{
    auto const bytes = PcapngFile{}.interface(1).enhanced(0, 1, Buffer(5)).secrets(key).bytes();
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_TRUE(scan(Bytes{bytes}.first(length)).secrets.empty()) << length;
    EXPECT_EQ(scan(bytes).secrets.size(), 1U);
}

TEST(Scan, LeavesStandardInputAlone)
{
    auto const summary = scan_capture("-").value();
    EXPECT_FALSE(summary.first_time_ns);
    EXPECT_TRUE(summary.secrets.empty());
}

TEST(Scan, SaysWhatCannotBeOpened)
{
    EXPECT_EQ(scan_capture("/missing/capture.pcap").error(),
              (Error{"/missing/capture.pcap", "no such file; check the spelling of the path"}));
}

} // namespace
} // namespace petze
