#include "dissect/upload/upload_teller.h"

#include "base/text.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace petze {
namespace {

TEST(UploadTeller, TellsWhichPacketsCarriedWhat)
{
    std::vector<UploadPiece> told;
    std::function<void(UploadPiece &&)> uploads = [&](UploadPiece&& piece) {
        told.push_back(std::move(piece));
    };
    testing::Recorder recorder;
    recorder.context.uploads = &uploads;
    UploadPiece begin;
    begin.key = "a";
    begin.offset = 100;
    UploadTeller teller{recorder.context, std::move(begin)};
    std::string const text(9000, 'x');
    for (std::uint64_t frame = 3; frame < 7; ++frame) {
        recorder.packet(frame);
        teller.take(as_bytes(text));
    }
    teller.gap();
    teller.take(as_bytes(text));
    teller.finish(true);
    ASSERT_EQ(told.size(), 4U);
    EXPECT_TRUE(told[0].bytes.empty() && !told[0].part_over); // it begins
    EXPECT_EQ(told[1].offset, 100U);
    EXPECT_EQ(told[1].bytes.size(), 18000U);
    EXPECT_EQ(frames_of(told[1].carried), (FrameRange{0, 3, 4}));
    EXPECT_EQ(told[2].offset, 18100U);
    EXPECT_EQ(frames_of(told[2].carried), (FrameRange{0, 5, 6}));
    EXPECT_EQ(told[3].offset, 36100U);
    EXPECT_TRUE(told[3].part_over && !told[3].part_whole && told[3].bytes.empty());
}

} // namespace
} // namespace petze
