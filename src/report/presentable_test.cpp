#include "report/presentable.h"

#include "report/example_answer.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

/// How one piece of evidence shows the bytes that stood there.
std::string shown(Finding finding, ReportOptions const& options)
{
    Answer answer;
    Evidence evidence;
    evidence.finding = std::move(finding);
    answer.evidence.push_back(std::move(evidence));
    auto const out = presentable(answer, options);
    auto const& one = out.evidence.front();
    EXPECT_TRUE(!one.finding.written || one.finding.written->bytes.empty());
    return one.hex;
}

Finding found(std::string bytes, Match match = Match::exact, std::size_t undone = 0)
{
    Finding finding;
    finding.category = "imei";
    finding.item = "imei/0";
    finding.value = "35-6938";
    finding.match = match;
    finding.path = {"http:request:body", "json:$.id", "base64"};
    finding.written = Written{finding.path.size() - undone, 7, bytes.size(), std::move(bytes)};
    return finding;
}

TEST(WrittenBytes, ShowTheirEdgesWhereAnybodyCanReadThem)
{
    EXPECT_EQ(shown(found("356938"), {}), "33 *4 38");
    EXPECT_EQ(shown(found("356938", Match::pattern), {}), "33 *4 38");
}

TEST(WrittenBytes, ShowNothingOfWhatCouldBeUndone)
{
    constexpr auto masked = "*4";
    EXPECT_EQ(shown(found("MzU2", Match::exact, 1), {}), masked) << "base64";
    EXPECT_EQ(shown(found("c0ff", Match::hashed), {}), masked);
    EXPECT_EQ(shown(found("\x35\x69\x38\x80"), {}), masked) << "packed digits";
    EXPECT_EQ(shown(found("123"), {}), "*3") << "too short for edges";
}

TEST(WrittenBytes, EndWithoutAnEdgeWhereTheyAreNotAll)
{
    auto finding = found("Dinner");
    finding.written->length = 40;
    EXPECT_EQ(shown(finding, {}), "44 *5");
}

TEST(WrittenBytes, AreClearWhereTheOwnerWantsThat)
{
    EXPECT_EQ(shown(found("MzU2", Match::exact, 1), {.reveal = true}), "4d 7a 55 32");
}

TEST(WrittenBytes, AreLeftOutOfWhatIsPublished)
{
    EXPECT_EQ(shown(found("356938"), {.redact = true}), "");
}

} // namespace
} // namespace petze
