#include "dissect/archive/tar.h"
#include "dissect/archive/zip.h"

#include "testing/archive.h"
#include "testing/hex.h"

#include "dissect/coding/coding.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::ArchiveRecorder;

// with zipfile.ZipFile(f, 'w') as a:
//     a.writestr(zipfile.ZipInfo('a/b.txt', (2026,1,1,0,0,0)), 'An invented text, stored.')
//     i = zipfile.ZipInfo('c.json', (2026,1,1,0,0,0)); i.compress_type = zipfile.ZIP_DEFLATED
//     a.writestr(i, '{"k":"value value value"}')
//     a.comment = b'a comment'
constexpr char const* zip =
    "504b03041400000000000000215ca931194a190000001900000007000000612f622e747874416e20696e7665"
    "6e74656420746578742c2073746f7265642e504b03041400000008000000215caf1e330b1100000019000000"
    "06000000632e6a736f6eab56ca56b2522a4bcc294d554022956a01504b010214031400000000000000215ca9"
    "31194a1900000019000000070000000000000000000000800100000000612f622e747874504b010214031400"
    "000008000000215caf1e330b110000001900000006000000000000000000000080013e000000632e6a736f6e"
    "504b05060000000002000200690000007300000009006120636f6d6d656e74";
// The same into a file that cannot be rewound: sizes stand behind the data.
constexpr char const* zip_streamed =
    "504b03041400080000000000215c00000000000000000000000007000000612f622e747874416e20696e7665"
    "6e74656420746578742c2073746f7265642e504b0708a931194a1900000019000000504b0304140008000800"
    "0000215c00000000000000000000000006000000632e6a736f6eab56ca56b2522a4bcc294d554022956a0150"
    "4b0708af1e330b1100000019000000504b010214031400080000000000215ca931194a190000001900000007"
    "0000000000000000000000800100000000612f622e747874504b010214031400080008000000215caf1e330b"
    "110000001900000006000000000000000000000080014e000000632e6a736f6e504b05060000000002000200"
    "690000009300000009006120636f6d6d656e74";
// with tarfile.open(fileobj=f, mode='w', format=tarfile.GNU_FORMAT) as a:
//     for n, c in (('a.txt', b'An invented text.'), ('d/' + 'n' * 120 + '.json', b'{"k":"v"}'),
//     ('empty', b'')):
//         i = tarfile.TarInfo(n); i.size = len(c); a.addfile(i, io.BytesIO(c))
// gzip.compress(f.getvalue(), 9, mtime=0)
constexpr char const* tar_gnu =
    "1f8b0800000000000203edd6cd0a82401885e1b994c10b18ff4768557b6f4250c2a431721223baf7c4458505"
    "d1425df83e9bef63b6c3993399b29d15d3f27a3a8a86d91b4fcf0bfcd73e9c6b1d27427a620697c6666729c5"
    "4aed8c2c4d5b185be4d2169d55026ba25ce56ed3daecd3d25413e6ff4bee9f990fdedf82614f9228163225ff"
    "93cb5db31075686a43005770ff3ffbdf1ff57f18fab1a6ffe770732a67e3b4ce9d28ac52713cd9ebd2ffff8f"
    "5d277144fe010000000000000000807f3d002ed115a900280000";
// The same with tarfile.PAX_FORMAT.
constexpr char const* tar_pax =
    "1f8b0800000000000203edd6bd0ac2301486e1cc5e45c805a4495b1a1004dd1cbd854003fe602cedb144c47b"
    "37742954411cda0efd9e25214b86f07262250562e3525191e7dd1a0d57a552ddefbbf3c268c3b86213b83764"
    "eb78255ba69de727df3a4faee4e40249064b2213996c0f36ec9d2d5d3d5eff5fba677dfe83feb54a55ec3fa0"
    "ffd1e9ccf0cad27153267e26f2dcdcfc0a29ce628a67ff39ff87fd6759aa0bccff293cc545ac452b5e486191"
    "dcb5a2c7dcffff8fbd513a47ff00000000000000000000000000ff7a0367ec15c900280000";

std::string text_of(std::vector<std::uint8_t> const& bytes)
{
    return {bytes.begin(), bytes.end()};
}

std::string unpacked(char const* digits)
{
    auto const packed = from_hex(digits);
    std::vector<std::uint8_t> room(1u << 20);
    auto const made = make_decoder(Coding::gzip)->decode(packed, room).made;
    return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(made)};
}

template<typename Reader>
ArchiveRecorder read(std::string_view archive, std::size_t cut)
{
    ArchiveRecorder recorder;
    Reader reader{recorder};
    for (std::size_t at = 0; at < archive.size(); at += cut)
        reader.take(as_bytes(archive.substr(at, cut)));
    reader.finish();
    return recorder;
}

std::vector<std::string> const zip_lines{"a/b.txt = An invented text, stored.",
                                         "c.json = {\"k\":\"value value value\"}"};

TEST(Zip, IsUnpackedHoweverItComes)
{
    for (auto const* digits : {zip, zip_streamed}) {
        auto const archive = text_of(from_hex(digits));
        for (std::size_t cut = 1; cut <= archive.size(); ++cut) {
            auto const told = read<ZipReader>(archive, cut);
            EXPECT_EQ(told.lines, zip_lines) << cut;
            EXPECT_EQ(told.other, "a comment") << cut;
            EXPECT_TRUE(told.troubles.empty()) << cut;
        }
    }
}

TEST(Zip, TellsWhatItCannotRead)
{
    auto const good = text_of(from_hex(zip));
    for (std::size_t length = 0; length < good.size(); ++length)
        read<ZipReader>(std::string_view{good}.substr(0, length), 7);
    auto const stored =
        text_of(from_hex("504b0304 1400 0100 0000 00000000 00000000 03000000 03000000"
                         "0100 0000 61"))
        + "xyz"; // by hand: encrypted
    struct {
        char const* name;
        std::string archive;
        std::vector<std::string> lines;
        std::string other;
        std::vector<std::string> troubles;
    } const cases[] = {
        {"cut off", good.substr(0, 45), {"a/b.txt = An inven (not whole)"}, "", {"zip: cut off"}},
        {"encrypted", stored, {"a = xyz (not whole)"}, "", {"zip: encrypted"}},
        {"other bytes between",
         "PK\x03\x04" + std::string(26, '\0') + "junk" + good,
         {" = ", zip_lines[0], zip_lines[1]},
         "junka comment",
         {"zip: no header where one should begin"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const told = read<ZipReader>(c.archive, 11);
        EXPECT_EQ(told.lines, c.lines);
        EXPECT_EQ(told.other, c.other);
        EXPECT_EQ(told.troubles, c.troubles);
    }
}

TEST(Zip, GoesOnBehindMissingBytes)
{
    auto const archive = text_of(from_hex(zip));
    ArchiveRecorder recorder;
    ZipReader reader{recorder};
    reader.take(as_bytes(archive).first(41));
    reader.gap();
    reader.take(as_bytes(archive).subspan(44));
    reader.finish();
    EXPECT_EQ(recorder.lines,
              (std::vector<std::string>{"a/b.txt = An i (not whole)", zip_lines[1]}));
    EXPECT_EQ(recorder.other, "nted text, stored.a comment");
}

TEST(Tar, IsUnpackedHoweverItComes)
{
    auto const long_name = "d/" + std::string(120, 'n') + ".json";
    for (auto const* digits : {tar_gnu, tar_pax}) {
        auto const archive = unpacked(digits);
        ASSERT_TRUE(begins_as_tar(as_bytes(archive)));
        for (std::size_t cut : {1u, 7u, 511u, 512u, 513u, 100'000u}) {
            auto const told = read<TarReader>(archive, cut);
            ASSERT_EQ(told.lines.size(), 4u);
            EXPECT_EQ(told.lines[0], "a.txt = An invented text.");
            EXPECT_NE(told.lines[1].find(long_name), std::string::npos);
            EXPECT_EQ(told.lines[2], long_name + " = {\"k\":\"v\"}");
            EXPECT_EQ(told.lines[3], "empty = ");
            EXPECT_EQ(told.other, "");
            EXPECT_TRUE(told.troubles.empty());
        }
    }
}

TEST(Tar, GivesBackWhatIsNone)
{
    ArchiveRecorder recorder;
    TarReader reader{recorder};
    std::string const other = "name" + std::string(600, '\0');
    EXPECT_TRUE(begins_as_tar(as_bytes(other).first(64)));
    EXPECT_FALSE(begins_as_tar(as_bytes(other)));
    EXPECT_FALSE(reader.take(as_bytes(other)));
    EXPECT_EQ(reader.held(), other.substr(0, 512));
    EXPECT_TRUE(recorder.lines.empty());
}

TEST(Tar, TellsWhereItStops)
{
    auto archive = unpacked(tar_gnu);
    archive[1024] = 'x'; // the second header's checksum does not fit any more
    auto const told = read<TarReader>(std::string_view{archive}.substr(0, 2048), 100);
    EXPECT_EQ(told.lines, std::vector<std::string>{"a.txt = An invented text."});
    EXPECT_EQ(told.other, archive.substr(1024, 1024));
    EXPECT_EQ(told.troubles.size(), 1u);
}

} // namespace
} // namespace petze
