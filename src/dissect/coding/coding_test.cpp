#include "dissect/coding/coding.h"

#include "testing/compress.h"
#include "testing/hex.h"

#include <array>
#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace testing;

std::string text_of(std::vector<std::uint8_t> const& bytes)
{
    return {bytes.begin(), bytes.end()};
}

struct Undone {
    std::string text;
    Decoder::State state{};
    std::size_t left{};

    bool operator==(Undone const&) const = default;
};

// `piece` bytes of input at once, into little room for output.
Undone undo_in_pieces(Coding coding, std::string const& coded, std::size_t piece)
{
    auto const decoder = make_decoder(coding);
    std::array<std::uint8_t, Decoder::least_room> out{};
    Undone undone;
    std::size_t at = 0;
    for (std::size_t end = 0; end < coded.size() && undone.state == Decoder::State::more;) {
        end = std::min(coded.size(), end + piece);
        Decoder::Step step;
        do {
            step = decoder->decode(as_bytes(coded).subspan(at, end - at), out);
            at += step.taken;
            undone.text += as_text(Bytes{out}.first(step.made));
            undone.state = step.state;
        } while (step.state == Decoder::State::more && (step.taken > 0 || step.made > 0));
    }
    undone.left = coded.size() - at;
    if (undone.state == Decoder::State::more)
        undone.text += as_text(Bytes{out}.first(decoder->finish(out)));
    return undone;
}

TEST(Decoder, UndoesWhatTheLibrariesEncode)
{
    std::string text;
    for (int i = 0; i < 200; ++i)
        text += "Invented Person " + std::to_string(i * 7919) + "\n";
    auto const more = Decoder::State::more;
    auto const ended = Decoder::State::end;
    struct {
        char const* name;
        Coding coding;
        std::string coded;
        Undone expected;
    } const cases[] = {
        {"gzip", Coding::gzip, gzip(text), {text, more, 0}},
        {"two members", Coding::gzip, gzip(text) + gzip("and more"), {text + "and more", more, 0}},
        {"padded with zeros", Coding::gzip, gzip("a") + std::string(9, '\0'), {"a", more, 0}},
        {"something after it", Coding::gzip, gzip("a") + "xy", {"a", ended, 2}},
        {"zlib", Coding::deflate, zlib(text), {text, ended, 0}},
        {"raw deflate", Coding::deflate, raw_deflate(text), {text, ended, 0}},
        {"brotli", Coding::br, brotli(text), {text, ended, 0}},
        {"zstd", Coding::zstd, zstd(text), {text, more, 0}},
        {"two frames", Coding::zstd, zstd(text) + zstd("and more"), {text + "and more", more, 0}},
    };
    for (auto const& c : cases)
        for (std::size_t piece :
             {std::size_t{1}, std::size_t{2}, std::size_t{13}, c.coded.size()}) {
            SCOPED_TRACE(c.name + std::string{", pieces of "} + std::to_string(piece));
            EXPECT_EQ(undo_in_pieces(c.coding, c.coded, piece), c.expected);
        }
}

TEST(Decoder, UndoesTextualCodings)
{
    auto const more = Decoder::State::more;
    auto const damaged = Decoder::State::damaged;
    struct {
        char const* name;
        Coding coding;
        char const* coded;
        Undone expected;
    } const cases[] = {
        // RFC 4648 §10
        {"base64", Coding::base64, "Zm9vYmFy", {"foobar", more, 0}},
        {"base64 padded", Coding::base64, "Zm9vYg==", {"foob", more, 0}},
        {"base64 without padding", Coding::base64, "Zm9vYg", {"foob", more, 0}},
        {"base64, lines", Coding::base64, "Zm9v\r\nYmFy\r\n", {"foobar", more, 0}},
        {"base64url", Coding::base64, "-_-_", {"\xfb\xff\xbf", more, 0}},
        {"base64, joined", Coding::base64, "Zm9vYg==Zm9v", {"foobfoo", more, 0}},
        {"base64, then not", Coding::base64, "Zm9v!rest", {"foo", damaged, 5}},
        {"hex", Coding::hex, "666F6f", {"foo", more, 0}},
        {"hex, then not", Coding::hex, "666Fx", {"fo", damaged, 1}},
        // RFC 2045 §6.7
        {"quoted-printable",
         Coding::quoted_printable,
         "caf=C3=A9 =3D=\r\n.",
         {"caf\xc3\xa9 =.", more, 0}},
        {"quoted-printable, no escape", Coding::quoted_printable, "a=zz=", {"a=zz=", more, 0}},
        // XML 1.0 §4.1, §4.6
        {"entities",
         Coding::entities,
         "&lt;a&gt; &#233;&#xE9;&amp;",
         {"<a> \xc3\xa9\xc3\xa9&", more, 0}},
        {"entities, none", Coding::entities, "a & b &nosuch; &", {"a & b &nosuch; &", more, 0}},
    };
    for (auto const& c : cases)
        for (std::size_t piece = 1; piece < 9; ++piece) {
            SCOPED_TRACE(c.name + std::string{", pieces of "} + std::to_string(piece));
            EXPECT_EQ(undo_in_pieces(c.coding, c.coded, piece), c.expected);
        }
}

// "Signature calculations: transferring payload in multiple chunks" of the API of S3, with its own
// signatures; and the same of version 4A, and without.
TEST(Decoder, UndoesChunksThatAmazonsToolsSign)
{
    std::string const mark = ";chunk-signature=";
    auto const first = mark + "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";
    auto const last = mark + "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9";
    auto const longer = mark + std::string(140, 'a') + "****";
    std::string const data(1000, 'a');
    auto const ended = Decoder::State::end;
    struct {
        char const* name;
        std::string coded;
        Undone expected;
    } const cases[] = {
        {"signed", "3e8" + first + "\r\n" + data + "\r\n0" + last + "\r\n\r\n", {data, ended, 2}},
        {"version 4A",
         "3E8" + longer + "\r\n" + data + "\r\n0" + longer + "\r\n\r\n",
         {data, ended, 2}},
        {"unsigned, trailer",
         "2\r\nab\r\n1\r\nc\r\n0\r\nx-amz-checksum-crc32:a\r\n\r\n",
         {"abc", ended, 26}},
        {"line ends alone", "2\nab\n0\n", {"ab", ended, 0}},
        {"empty", "0\r\n\r\n", {"", ended, 2}},
        {"cut off", "3e8" + first + "\r\nabc", {"abc", Decoder::State::more, 0}},
        {"something between", "2\r\nabX", {"ab", Decoder::State::damaged, 0}},
        {"no size", "abc;d=e\r\n", {"", Decoder::State::damaged, 0}},
        {"too large", "12345678901234567\r\n", {"", Decoder::State::damaged, 0}},
        {"below nothing", "-2\r\nab", {"", Decoder::State::damaged, 2}},
    };
    for (auto const& c : cases)
        for (std::size_t const piece : {std::size_t{1}, std::size_t{7}, c.coded.size()}) {
            SCOPED_TRACE(c.name + std::string{", pieces of "} + std::to_string(piece));
            auto undone = undo_in_pieces(Coding::aws_chunked, c.coded, piece);
            undone.left = c.expected.state == ended || piece == c.coded.size() ? undone.left
                                                                               : c.expected.left;
            EXPECT_EQ(undone.text, c.expected.text);
            EXPECT_EQ(undone.state, c.expected.state);
            EXPECT_EQ(undone.left, c.expected.left);
        }
    EXPECT_EQ(coding_of(as_bytes("3e8" + first)), Coding::aws_chunked);
    EXPECT_EQ(coding_of(as_bytes("3g8" + first)), std::nullopt);
    EXPECT_EQ(coding_of(as_bytes(first)), std::nullopt);
}

TEST(Decoder, KnowsWhetherItWasCutOff)
{
    for (auto const& [coding, coded] : {std::pair{Coding::gzip, gzip("text")},
                                        {Coding::deflate, zlib("text")},
                                        {Coding::br, brotli("text")},
                                        {Coding::zstd, zstd("text")}}) {
        SCOPED_TRACE(name_of(coding));
        for (std::size_t length = 1; length <= coded.size(); ++length) {
            auto const decoder = make_decoder(coding);
            std::array<std::uint8_t, Decoder::least_room> out{};
            decoder->decode(as_bytes(coded).first(length), out);
            EXPECT_EQ(decoder->complete(), length == coded.size()) << length;
        }
    }
}

TEST(Decoder, GivesWhatStandsBeforeTheDamage)
{
    std::string text;
    for (std::uint32_t i = 0; i < 40'000; ++i)
        text += std::to_string(i * 2654435761u);
    for (auto coding : {Coding::gzip, Coding::deflate, Coding::zstd}) {
        SCOPED_TRACE(name_of(coding));
        auto coded = coding == Coding::gzip      ? gzip(text)
                     : coding == Coding::deflate ? zlib(text)
                                                 : zstd(text);
        auto const undone = undo_in_pieces(coding, coded.substr(0, coded.size() - 5), 1000);
        EXPECT_EQ(undone.text.substr(0, 8000), text.substr(0, 8000));
        coded.replace(coded.size() - 100, 50, 50, '\xff');
        EXPECT_EQ(undo_in_pieces(coding, coded, 1000).text.substr(0, 8000), text.substr(0, 8000));
    }
}

// lz4_Block_format.md, by hand: "a", a match of 20 at distance 1, then "bcdef".
std::string const lz4_block = text_of(from_hex("1f 61 0100 01 50 6263646566"));
std::string const lz4_plain = std::string(21, 'a') + "bcdef";
std::string const lz4_frame =
    text_of(from_hex("04224d18 60 40 82 0b000000")) + lz4_block + std::string(4, '\0');

TEST(Decoder, UndoesWhatIsMadeByHand)
{
    auto const java = "LZ4Block" + text_of(from_hex("26 0b000000 1a000000 00000000")) + lz4_block;
    auto const java_end = "LZ4Block" + text_of(from_hex("16 00000000 00000000 00000000"));
    auto const snappy_begin = text_of(from_hex("ff060000")) + "sNaPpY";
    // A literal of 10, copies of 7, 4 and 11 from 10 before.
    auto const snappy_chunk =
        text_of(from_hex("00 160000 00000000 20 24 30313233343536373839 0d0a 010a 1d0a"));
    struct {
        char const* name;
        Coding coding;
        std::string coded;
        std::string text;
        Decoder::State state;
    } const cases[] = {
        {"lz4", Coding::lz4, lz4_frame, lz4_plain, Decoder::State::more},
        {"two frames", Coding::lz4, lz4_frame + lz4_frame, lz4_plain + lz4_plain,
         Decoder::State::more},
        {"something behind a frame", Coding::lz4, lz4_frame + "x", lz4_plain, Decoder::State::end},
        {"lz4-java", Coding::lz4, java + java + java_end, lz4_plain + lz4_plain,
         Decoder::State::end},
        {"lz4-java, damaged", Coding::lz4, java + std::string(21, 'x'), lz4_plain,
         Decoder::State::damaged},
        {"snappy, stored", Coding::snappy,
         snappy_begin + text_of(from_hex("01 070000 00000000 616263")), "abc",
         Decoder::State::more},
        {"snappy", Coding::snappy, snappy_begin + snappy_chunk, "01234567890123456789012345678901",
         Decoder::State::more},
        {"snappy, a chunk that may be skipped", Coding::snappy,
         snappy_begin + text_of(from_hex("fe 020000 0000")) + snappy_chunk,
         "01234567890123456789012345678901", Decoder::State::more},
        {"snappy, one that may not", Coding::snappy,
         snappy_begin + text_of(from_hex("02 020000 0000")), "", Decoder::State::damaged},
        // RFC 4648 section 10
        {"base32", Coding::base32, "MZXW6YTBOI======", "foobar", Decoder::State::more},
        {"base32, small", Coding::base32, "mzxw6", "foo", Decoder::State::more},
        {"no base32", Coding::base32, "MZXW61", "foo", Decoder::State::damaged},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        for (std::size_t const piece : {1u, 3u, 1000u}) {
            auto const undone = undo_in_pieces(c.coding, c.coded, piece);
            EXPECT_EQ(undone.text, c.text);
            EXPECT_EQ(undone.state, c.state);
        }
    }
}

TEST(Coding, SnappyWithoutFramingIsUndoneWhole)
{
    auto const packed = from_hex("20 24 30313233343536373839 0d0a 010a 1d0a");
    auto const plain = undo_raw_snappy(packed, 100);
    ASSERT_TRUE(plain);
    EXPECT_EQ(as_text(*plain), "01234567890123456789012345678901");
    EXPECT_FALSE(undo_raw_snappy(packed, 31));
    for (std::size_t length = 0; length < packed.size(); ++length)
        EXPECT_FALSE(undo_raw_snappy(Bytes{packed}.first(length), 100)) << length;
}

TEST(Coding, IsKnownByNameAndByMagic)
{
    EXPECT_EQ(coding_named("GZIP"), Coding::gzip);
    EXPECT_EQ(coding_named("x-gzip"), Coding::gzip);
    EXPECT_EQ(coding_named("zstd"), Coding::zstd);
    EXPECT_EQ(coding_named("identity"), std::nullopt);
    EXPECT_EQ(coding_named("Base64"), Coding::base64);
    EXPECT_EQ(coding_named("quoted-printable"), Coding::quoted_printable);
    EXPECT_EQ(coding_named("hex"), std::nullopt); // no header says so
    EXPECT_EQ(coding_of(as_bytes(gzip("a"))), Coding::gzip);
    EXPECT_EQ(coding_of(as_bytes(zstd("a"))), Coding::zstd);
    EXPECT_EQ(coding_of(from_hex("1f8b")), std::nullopt);
    EXPECT_EQ(coding_of(as_bytes(lz4_frame)), Coding::lz4);
    EXPECT_EQ(coding_of(as_bytes(zlib("some text"))), Coding::deflate);
    EXPECT_EQ(coding_of(as_bytes("x\x9cnothing of the kind")), std::nullopt);
    EXPECT_EQ(coding_of(as_bytes("x^y is no zlib")), std::nullopt);
}

} // namespace
} // namespace petze
