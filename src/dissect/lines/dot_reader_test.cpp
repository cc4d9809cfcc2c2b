#include "dissect/lines/dot_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace petze {
namespace {

/// The content, "|" where it ends.
std::string read(std::string_view text, std::size_t cut)
{
    DotReader reader;
    std::string out;
    while (!text.empty()) {
        auto piece = as_bytes(text.substr(0, cut));
        text.remove_prefix(piece.size());
        while (!piece.empty()) {
            auto const step = reader.next(piece);
            EXPECT_GT(step.skip + step.content, 0u);
            out += as_text(piece.subspan(step.skip, step.content));
            out += step.ended ? "|" : "";
            piece = piece.subspan(step.skip + step.content);
        }
    }
    return out;
}

TEST(DotReader, UndoesWhatTheSenderDid)
{
    struct {
        char const* name;
        std::string_view text, expected;
    } const cases[] = {
        {"RFC 5321 section 4.5.2", "a\r\n..b\r\n.\r\nQUIT\r\n", "a\r\n.b\r\n|QUIT\r\n"},
        {"nothing", ".\r\n", "|"},
        {"newlines alone", "a\n.\n", "a\n|"},
        {"a dot inside", "a.b\r\n.c\r\n.\r\n", "a.b\r\nc\r\n|"},
        {"a dot and a return that end nothing", ".\rx\r\n.\r\n", "x\r\n|"},
        {"no end", "a\r\n.", "a\r\n"},
        {"empty lines", "\r\n\r\n.\r\n", "\r\n\r\n|"},
    };
    for (auto const& c : cases)
        for (std::size_t cut = 1; cut <= c.text.size(); ++cut)
            EXPECT_EQ(read(c.text, cut), c.expected) << c.name << ", cut " << cut;
}

} // namespace
} // namespace petze
