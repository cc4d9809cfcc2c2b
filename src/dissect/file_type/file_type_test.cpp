#include "dissect/file_type/file_type.h"

#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(FileTypeOf, KnowsFilesByTheirFirstBytes)
{
    struct {
        char const* name;
        char const* bytes;
        std::string_view magic; // empty: none
    } const cases[] = {
        {"JFIF", "ffd8ffe0 0010 4a464946", "JPEG image"},
        {"Exif", "ffd8ffe1 0010 45786966", "JPEG image"},
        {"PNG", "89504e470d0a1a0a 0000000d", "PNG image"},
        {"PNG that went through text mode", "89504e470a1a0a00", {}},
        {"GIF", "474946383961", "GIF image"},
        {"WebP", "52494646 24000000 57454250 56503820", "WebP image"},
        {"HEIC", "00000018 66747970 68656963", "HEIC image"},
        {"3GP", "00000018 66747970 33677034", "3GP video"},
        {"MP4", "00000018 66747970 69736f6d", "MP4 video"},
        {"ZIP", "504b0304 1400", "ZIP archive"},
        {"SQLite", "53514c69746520666f726d6174203300", "SQLite database"},
        {"AMR", "2321414d520a", "AMR audio"},
        {"MP3 without a tag", "fffb9064", "MP3 audio"},
        {"UTF-16 text", "fffe4100", {}},
        {"text", "48656c6c6f2c2077", {}},
        {"nothing", "", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const bytes = from_hex(c.bytes);
        auto const* type = file_type_of(bytes);
        EXPECT_EQ(type ? type->magic : std::string_view{}, c.magic);
    }
}

} // namespace
} // namespace petze
