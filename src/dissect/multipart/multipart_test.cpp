#include "dissect/multipart/multipart.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// "(preamble)[name=value;|data]" with "!" where a part is not whole and "~" for a gap.
class Writer : public MultipartHandler {
public:
    void part_begins(HeaderLines const& head) override
    {
        text += '[';
        for (auto const& line : head.lines)
            text += line.name + '=' + line.value + ';';
        text += '|';
    }
    void part_data(Bytes piece) override { text += as_text(piece); }
    void lost() override { text += '~'; }
    void part_ends(bool whole) override { text += whole ? "]" : "!]"; }
    void between_parts(Bytes piece) override { between += as_text(piece); }

    std::string text;
    std::string between;
};

struct Row {
    char const* name;
    char const* boundary;
    std::string_view body;
    char const* expected;
    char const* between;
};

constexpr Row rows[] = {
    {"RFC 2046 5.1.1", "simple boundary",
     "This is the preamble.\r\n--simple boundary\r\n\r\nThis is implicitly typed.\r\n"
     "It does NOT end with a linebreak.\r\n--simple boundary\r\n"
     "Content-type: text/plain; charset=us-ascii\r\n\r\nThis one DOES end with a linebreak.\r\n\r\n"
     "--simple boundary--\r\n\r\nThis is the epilogue.\r\n",
     "[|This is implicitly typed.\r\nIt does NOT end with a linebreak.]"
     "[Content-type=text/plain; charset=us-ascii;|This one DOES end with a linebreak.\r\n]",
     "This is the preamble.\r\n\r\nThis is the epilogue.\r\n"},
    {"RFC 7578 4.2, with padding", "AaB03x",
     "--AaB03x  \r\nContent-Disposition: form-data; name=\"field1\"\r\n\r\nJoe Blow\r\n"
     "--AaB03x\r\nContent-Disposition: form-data; name=\"pics\"\r\n\r\n\r\n--AaB03x--",
     "[Content-Disposition=form-data; name=\"field1\";|Joe Blow]"
     "[Content-Disposition=form-data; name=\"pics\";|]",
     ""},
    {"newlines alone", "b", "--b\nA: 1\n\nx\n--b\nA: 2\n\ny\n--b--\n", "[A=1;|x][A=2;|y]", "\n"},
    {"data like a delimiter", "b", "--b\r\n\r\n\r\n--\r\n--c\r\n--bb\r\n-\r\r\n--b-\r\n\n\r\n--b--",
     "[|\r\n--\r\n--c\r\n--bb\r\n-\r\r\n--b-\r\n\n]", ""},
    {"no empty line", "b", "--b\r\nA: 1\r\n--b\r\n\r\nx\r\n--b--", "[A=1;|][|x]", ""},
    {"end missing", "b", "--b\r\n\r\nx\r\n", "[|x\r\n!]", ""},
    {"cut behind the boundary", "b", "--b\r\n\r\nx\r\n--b", "[|x]", ""},
    {"cut in a head", "b", "--b\r\nA: 1\r\nB:", "[A=1;B=;|!]", ""},
    {"none at all", "b", "no parts here", "", "no parts here"},
    {"empty", "b", "", "", ""},
};

TEST(MultipartReader, SplitsHoweverTheBodyComes)
{
    for (auto const& row : rows)
        for (std::size_t split = 0; split <= row.body.size() + 1; ++split) {
            SCOPED_TRACE(row.name + std::string{", split at "} + std::to_string(split));
            Writer writer;
            MultipartReader reader{row.boundary, writer};
            if (split > row.body.size()) { // byte by byte
                for (std::size_t i = 0; i < row.body.size(); ++i)
                    reader.take(as_bytes(row.body.substr(i, 1)));
            } else {
                reader.take(as_bytes(row.body.substr(0, split)));
                reader.take(as_bytes(row.body.substr(split)));
            }
            reader.finish();
            EXPECT_EQ(writer.text, row.expected);
            EXPECT_EQ(writer.between, row.between);
        }
}

TEST(MultipartReader, GoesOnAfterAGapAnywhere)
{
    std::string_view const body = "--b\r\nA: 1\r\n\r\nfirst\r\n--b\r\nA: 2\r\n\r\nsecond\r\n--b--";
    for (std::size_t from = 0; from < body.find("irst"); ++from) {
        SCOPED_TRACE(from);
        Writer writer;
        MultipartReader reader{"b", writer};
        reader.take(as_bytes(body.substr(0, from)));
        reader.gap();
        reader.take(as_bytes(body.substr(from + 1)));
        reader.finish();
        EXPECT_TRUE(writer.text.ends_with("[A=2;|second]")) << writer.text;
        EXPECT_NE((writer.text + writer.between).find("irst"), std::string::npos);
    }
}

} // namespace
} // namespace petze
