#include "dissect/http/upload_note.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/http/upload.h"
#include "dissect/http/upload_readers.h"
#include "testing/compress.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace petze::http {
namespace {

struct Told {
    std::vector<UploadPiece> pieces{};
    std::function<void(UploadPiece&&)> take = [this](UploadPiece&& piece) {
        pieces.push_back(std::move(piece));
    };
};

std::string joined(std::vector<std::string> const& parts)
{
    std::string out;
    for (auto const& part : parts)
        out.append(out.empty() ? "" : " ").append(part);
    return out;
}

TEST(BlockList, InTheOrderInWhichItStands)
{
    struct {
        char const* name;
        char const* body;
        char const* names;
    } const cases[] = {
        // "Put Block List", its sample request
        {"Azure's own example",
         "<?xml version=\"1.0\" encoding=\"utf-8\"?>  \n<BlockList>  \n"
         "  <Latest>AAAAAA==</Latest>  \n  <Uncommitted>AQAAAA==</Uncommitted>  \n"
         "  <Committed>AZAAAA==</Committed>  \n</BlockList>",
         "AAAAAA== AQAAAA== AZAAAA=="},
        {"with a byte order mark", "\xef\xbb\xbf<BlockList><Latest>Yg==</Latest></BlockList>",
         "Yg=="},
        {"cut off: nobody asks, see finish()", "<BlockList><Latest>YQ==</Latest>", "YQ=="},
        {"empty", "<BlockList/>", ""},
        {"something else", "{\"a\":1}", ""},
    };
    for (auto const& c : cases)
        EXPECT_EQ(joined(upload_readers::read_block_list(c.body)), c.names) << c.name;
}

TEST(DropboxKey, OfTheAnswer)
{
    EXPECT_EQ(upload_readers::read_dropbox_key("{\"session_id\": \"1234faaf0678bcde\"}"),
              "dropbox\n1234faaf0678bcde");
    for (auto const* body : {"", "{}", "{\"session_id\": 7", "[\"session_id\"]", "null"})
        EXPECT_EQ(upload_readers::read_dropbox_key(body), "") << body;
}

TEST(UploadNote, TellsTheOrderOrTheName)
{
    std::string const list = "<BlockList><Latest>Yg==</Latest><Latest>YQ==</Latest></BlockList>";
    std::string const answer = "{\"session_id\": \"s1\"}";
    HeaderLines const none;
    auto const azure = upload_place("PUT", "a.example", "/c/b?comp=blocklist", none);
    auto dropbox = upload_place("POST", "a.example", "/2/files/upload_session/start", none);
    ASSERT_TRUE(azure && dropbox);
    name_by_packet(*dropbox, {0, 17, 0, 0}, 3);
    EXPECT_EQ(dropbox->key, "dropbox\n\n0\n17\n3");
    for (bool const packed : {false, true})
        for (std::size_t const piece : {std::size_t{1}, std::size_t{1000}}) {
            Told told;
            testing::Recorder recorder;
            recorder.context.uploads = &told.take;
            for (auto const& [place, text] :
                 {std::pair{*azure, list}, std::pair{*dropbox, answer}}) {
                auto const body = packed ? testing::gzip(text) : text;
                UploadNote note{recorder.context, place};
                for (std::size_t at = 0; at < body.size(); at += piece)
                    note.take(as_bytes(body).subspan(at, std::min(piece, body.size() - at)));
                EXPECT_EQ(recorder.held.bytes, body.size());
                note.finish();
            }
            EXPECT_EQ(recorder.held.bytes, 0U);
            ASSERT_EQ(told.pieces.size(), 2U);
            EXPECT_TRUE(told.pieces[0].closes);
            EXPECT_EQ(joined(told.pieces[0].order), "Yg== YQ==");
            EXPECT_EQ(told.pieces[1].renamed_to, "dropbox\ns1");
        }
}

TEST(UploadNote, IsBounded)
{
    Told told;
    testing::Recorder recorder;
    recorder.context.uploads = &told.take;
    auto const place = upload_place("PUT", "a.example", "/c/b?comp=blocklist", {});
    UploadNote note{recorder.context, *place};
    std::string const body(limits::upload_list_bytes, ' ');
    note.take(as_bytes(body));
    note.take(as_bytes("<"));
    note.finish();
    EXPECT_EQ(told.pieces.size(), 0U);
    EXPECT_EQ(recorder.tally.rows(),
              (std::vector<Tally::Row>{{"upload: limit upload_list_bytes", 1}}));
}

} // namespace
} // namespace petze::http
