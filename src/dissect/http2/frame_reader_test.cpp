#include "dissect/http2/frame_reader.h"

#include "testing/hex.h"

#include "base/text.h"

#include <gtest/gtest.h>

namespace petze::http2 {
namespace {

/// Writes down what it is told: "2#5 payload", DATA joined as "0#5 text;".
class Listener : public FrameSink {
public:
    void frame(FrameHeader const& header, Bytes payload, Marks const&) override
    {
        told += id(header) + " " + to_hex(payload) + ";";
    }
    void cut_frame(FrameHeader const& header, Bytes payload, Marks const&) override
    {
        told += id(header) + " " + to_hex(payload) + "~;";
    }
    void data(FrameHeader const&, Bytes piece) override { told += as_text(piece); }
    void data_gap(FrameHeader const&, std::uint64_t count) override
    {
        told += "[" + std::to_string(count) + "]";
    }
    void data_end(FrameHeader const& header) override { told += "=" + id(header) + ";"; }
    void lost() override { told += "lost;"; }
    void stray(Bytes piece) override { strayed += to_hex(piece); }

    std::string told;
    std::string strayed;

private:
    static std::string id(FrameHeader const& header)
    {
        return std::to_string(static_cast<int>(header.type)) + "#" + std::to_string(header.stream);
    }
};

constexpr auto down = Direction::to_client;

TEST(FrameReader, CutsFramesHoweverTheyCome)
{
    struct {
        char const *name, *bytes, *expected;
    } const cases[] = {
        {"empty SETTINGS", "000000 04 00 00000000", "4#0 ;"},
        {"DATA", "000003 00 01 00000005 616263", "abc=0#5;"},
        {"DATA, padded", "000006 00 09 00000005 02 616263 0000", "abc=0#5;"},
        {"DATA, padding longer than the frame", "000003 00 09 00000005 09 6162", "=0#5;"},
        {"DATA, padded, empty", "000000 00 09 00000005", "=0#5;"},
        {"reserved bit", "000004 08 00 80000003 00000010", "8#3 00000010;"},
        {"extension", "000002 0c 00 00000000 6162", "12#0 6162;"},
        {"two", "000005 02 00 00000003 0000000010 000004 03 00 00000003 00000008",
         "2#3 0000000010;3#3 00000008;"},
    };
    for (auto const& c : cases)
        for (std::size_t cut :
             {std::size_t{1000}, std::size_t{1}, std::size_t{2}, std::size_t{5}}) {
            SCOPED_TRACE(c.name + std::string{", cut "} + std::to_string(cut));
            auto const bytes = from_hex(c.bytes);
            Listener listener;
            Shown shown;
            Tally tally;
            FrameReader reader{down, listener, shown, tally};
            for (std::size_t i = 0; i < bytes.size(); i += cut)
                reader.take(Bytes{bytes}.subspan(i, std::min(cut, bytes.size() - i)), {});
            reader.finish();
            EXPECT_EQ(listener.told, c.expected);
            EXPECT_EQ(listener.strayed, "");
        }
}

TEST(FrameReader, LosesNoMoreThanTheHole)
{
    auto const data = "00000a 00 00 00000005 30313233343536373839";
    auto const next = "000003 00 01 00000007 616263";
    struct {
        char const *name, *before;
        std::uint64_t count;
        std::string after;
        char const *expected, *strayed;
    } const cases[] = {
        {"a frame that cannot be", "", 0,
         std::string{"000007 06 00 00000000 01020304050607"} + next, "lost;abc=0#7;",
         "00000706000000000001020304050607"},
        {"inside DATA", "00000a 00 00 00000005 3031", 3, std::string{"3536373839"} + next,
         "01[3]56789=0#5;abc=0#7;", ""},
        {"to the end of DATA", "00000a 00 00 00000005 3031", 8, next, "01[8]=0#5;abc=0#7;", ""},
        {"all of DATA", "00000a 00 00 00000005", 10, next, "[10]=0#5;abc=0#7;", ""},
        {"beyond DATA", "00000a 00 00 00000005 3031", 20, next, "01[8]lost;abc=0#7;", ""},
        {"the padding", "000006 00 09 00000005 02 616263", 2, next, "abc=0#5;abc=0#7;", ""},
        {"data and padding", "000006 00 09 00000005 02 61", 4, next, "a[2]=0#5;abc=0#7;", ""},
        {"inside HEADERS", "00000a 01 04 00000005 8286", 3, std::string{"0405060708"} + next,
         "1#5 8286~;abc=0#7;", ""},
        {"inside a header", "00000a 00", 7, std::string{"30313233343536373839"} + next,
         "lost;abc=0#7;", "00000a0030313233343536373839"},
        {"between frames, found again at once", data, 100, next, "0123456789=0#5;lost;abc=0#7;",
         ""},
        {"between frames, found again later", data, 100, std::string{"ffee0000000000aa"} + next,
         "0123456789=0#5;lost;abc=0#7;", "ffee0000000000aa"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Listener listener;
        Shown shown;
        Tally tally;
        FrameReader reader{down, listener, shown, tally};
        reader.take(from_hex(c.before), {});
        if (c.count > 0)
            reader.gap(c.count);
        reader.take(from_hex(c.after), {});
        reader.finish();
        EXPECT_EQ(listener.told, c.expected);
        EXPECT_EQ(listener.strayed, c.strayed);
    }
}

TEST(FrameReader, AsksClientsForTheirPreface)
{
    auto const settings = from_hex("000000 04 00 00000000");
    for (std::size_t cut = 0; cut <= preface.size(); ++cut) {
        Listener listener;
        Shown shown;
        Tally tally;
        FrameReader reader{Direction::to_server, listener, shown, tally};
        reader.take(as_bytes(preface.substr(0, cut)), {});
        reader.take(as_bytes(preface.substr(cut)), {});
        reader.take(settings, {});
        EXPECT_EQ(listener.told, "4#0 ;");
    }
    // Joined later.
    Listener listener;
    Shown shown;
    Tally tally;
    FrameReader reader{Direction::to_server, listener, shown, tally};
    reader.take(settings, {});
    EXPECT_EQ(listener.told, "lost;4#0 ;");
    EXPECT_EQ(tally.rows().at(0).kind, "http2: no preface");
}

TEST(LooksLikeFrame, IsStricterThanAFrameMustBe)
{
    struct {
        char const *name, *bytes;
        Likeness expected;
    } const cases[] = {
        {"HEADERS", "000010 01 05 00000005", Likeness::maybe},
        {"zeros", "000000000000000000000000000000000000", Likeness::no},
        {"zeros with a number", "000000 00 00 00000005", Likeness::no},
        {"a flag without a meaning", "000010 01 80 00000005", Likeness::no},
        {"a stream far away", "000010 00 00 00100005", Likeness::no},
        {"longer than was agreed on", "004001 00 00 00000005", Likeness::no},
        {"an extension", "000010 0c 00 00000005", Likeness::no},
        {"what follows does not fit", "000001 00 00 00000005 61 ffffffffffffffffff", Likeness::no},
        {"what follows fits", "000001 00 00 00000005 61 000001 00 01 00000005", Likeness::yes},
        {"too short to tell", "000001 00 00 0000", Likeness::maybe},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(looks_like_frame(from_hex(c.bytes), {9, 16384}), c.expected);
    }
}

} // namespace
} // namespace petze::http2
