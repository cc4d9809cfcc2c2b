#include "dissect/file_type/file_type.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace petze {

namespace {

using namespace std::string_view_literals;

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    FileType type;
};

// The registrations and standards of the formats themselves; the more particular stand first.
constexpr Signature signatures[] = {
    {0, "\xff\xd8\xff"sv, {"JPEG image", "jpg"}},     // ITU-T T.81: SOI, then a marker
    {0, "\x89PNG\r\n\x1a\n"sv, {"PNG image", "png"}}, // PNG, third edition, 5.2
    {0, "GIF87a"sv, {"GIF image", "gif"}},
    {0, "GIF89a"sv, {"GIF image", "gif"}},
    {8, "WEBPVP8"sv, {"WebP image", "webp"}}, // RFC 9649 2.4
    {8, "WAVEfmt "sv, {"WAVE audio", "wav"}},
    {8, "AVI LIST"sv, {"AVI video", "avi"}},
    {4, "ftypheic"sv, {"HEIC image", "heic"}}, // ISO/IEC 23008-12
    {4, "ftypheix"sv, {"HEIC image", "heic"}},
    {4, "ftypheim"sv, {"HEIC image", "heic"}},
    {4, "ftyphevc"sv, {"HEIC image", "heic"}},
    {4, "ftypmif1"sv, {"HEIC image", "heic"}},
    {4, "ftypmsf1"sv, {"HEIC image", "heic"}},
    {4, "ftypavif"sv, {"AVIF image", "avif"}},
    {4, "ftypavis"sv, {"AVIF image", "avif"}},
    {4, "ftyp3g"sv, {"3GP video", "3gp"}}, // 3GPP TS 26.244
    {4, "ftypM4A "sv, {"MPEG-4 audio", "m4a"}},
    {4, "ftypqt  "sv, {"QuickTime video", "mov"}},
    {4, "ftyp"sv, {"MP4 video", "mp4"}}, // ISO/IEC 14496-12 4.3
    {0, "%PDF-"sv, {"PDF document", "pdf"}},
    {0, "PK\x03\x04"sv, {"ZIP archive", "zip"}}, // APPNOTE 4.3.7; APK and DOCX too
    {0, "PK\x05\x06"sv, {"ZIP archive", "zip"}}, // an empty one
    {0, "SQLite format 3\0"sv, {"SQLite database", "db"}},
    {0, "#!AMR-WB\n"sv, {"AMR audio", "awb"}}, // RFC 4867 5.1
    {0, "#!AMR\n"sv, {"AMR audio", "amr"}},
    {0, "OggS\0"sv, {"Ogg stream", "ogg"}}, // RFC 3533 6
    {0, "fLaC\0"sv, {"FLAC audio", "flac"}},
    {0, "ID3\x02\0"sv, {"MP3 audio", "mp3"}},
    {0, "ID3\x03\0"sv, {"MP3 audio", "mp3"}},
    {0, "ID3\x04\0"sv, {"MP3 audio", "mp3"}},
    {0, "\x1a\x45\xdf\xa3"sv, {"Matroska video", "mkv"}}, // RFC 8794 11.2
    {0,
     "\x7f"
     "ELF"sv,
     {"ELF binary", "elf"}},
    {0, "dex\n03"sv, {"Dalvik executable", "dex"}},
    {0, "7z\xbc\xaf\x27\x1c"sv, {"7-Zip archive", "7z"}},
    {0, "Rar!\x1a\x07"sv, {"RAR archive", "rar"}},
    {0, "II*\0"sv, {"TIFF image", "tif"}}, // TIFF 6.0 section 2
    {0, "MM\0*"sv, {"TIFF image", "tif"}},
    {0, "wOFF"sv, {"WOFF font", "woff"}},
    {0, "wOF2"sv, {"WOFF2 font", "woff2"}},
};

// Bit n of the mask of a byte: with it, a signature at offset n may begin. It is asked at every
// byte of what is not known, where hardly any is one.
constexpr auto beginnings = [] {
    std::array<std::uint16_t, 256> out{};
    for (auto const& signature : signatures)
        out[static_cast<std::uint8_t>(signature.bytes[0])] |=
            static_cast<std::uint16_t>(1u << signature.offset);
    return out;
}();

constexpr std::size_t offsets[] = {0, 4, 8};
static_assert(std::all_of(std::begin(signatures), std::end(signatures), [](auto const& signature) {
    return std::find(std::begin(offsets), std::end(offsets), signature.offset) != std::end(offsets);
}));

bool may_begin(Bytes first)
{
    return std::any_of(std::begin(offsets), std::end(offsets), [&](std::size_t offset) {
        return first.size() > offset && (unsigned{beginnings[first[offset]]} >> offset & 1u) != 0;
    });
}

// ISO/IEC 11172-3 2.4.2.3: a frame of layer III begins with eleven set bits; what MP3 without
// an ID3 tag begins with. Bit rate and sampling rate must not be the reserved ones.
bool is_mp3_frame(Bytes first)
{
    return first.size() >= 4 && first[0] == 0xff && (first[1] & 0xfe) == 0xfa
           && (first[2] & 0xf0) != 0xf0 && (first[2] & 0xf0) != 0 && (first[2] & 0x0c) != 0x0c;
}

} // namespace

FileType const* file_type_of(Bytes first)
{
    auto const text = as_text(first);
    if (may_begin(first))
        for (auto const& signature : signatures)
            if (text.size() > signature.offset && text[signature.offset] == signature.bytes[0]
                && text.substr(signature.offset).starts_with(signature.bytes))
                return &signature.type;
    static constexpr FileType mp3{"MP3 audio", "mp3"};
    return is_mp3_frame(first) ? &mp3 : nullptr;
}

} // namespace petze
