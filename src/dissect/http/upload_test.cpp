#include "dissect/http/upload.h"

#include "base/text.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace petze::http {
namespace {

HeaderLines lines(std::string_view text)
{
    return parse_header_lines(text, 100);
}

// "tus a.example/f 0+100 of 300 last": scheme, key, part and offset.
std::string in_short(std::optional<UploadPlace> const& place)
{
    if (!place)
        return "-";
    auto out = std::string{place->scheme} + " ";
    for (char const c : place->key)
        out += c == '\n' ? '|' : c;
    out += " " + (place->part > 0 ? std::to_string(place->part) + ":" : "")
           + std::to_string(place->offset);
    if (place->total)
        out += " of " + std::to_string(*place->total);
    out += place->is_last ? " last" : "";
    out += place->is_begun ? " begun" : "";
    out += place->closes ? " closed" : "";
    return out + (place->has_bytes ? "" : " no bytes");
}

TEST(UploadPlace, ByTheHeadOfTheRequest)
{
    struct {
        char const* name;
        char const* method;
        char const* target;
        char const* headers;
        char const* place;
    } const cases[] = {
        {"RFC 9110", "PUT", "/f", "Content-Range: bytes 42-1233/1234\r\n",
         "content-range up.example|/f 42 of 1234"},
        {"length not known yet", "PUT", "/f?upload_id=x", "content-range: bytes 0-524287/*\r\n",
         "content-range up.example|/f?upload_id=x 0"},
        {"the whole at once", "PUT", "/f", "Content-Range: bytes 0-9/10\r\n", "-"},
        {"Google asks how far it came", "PUT", "/f", "Content-Range: bytes */2000\r\n", "-"},
        {"another unit", "PUT", "/f", "Content-Range: items 0-9/20\r\n", "-"},
        {"backwards", "PUT", "/f", "Content-Range: bytes 9-0/20\r\n", "-"},
        {"behind its end", "PUT", "/f", "Content-Range: bytes 5-30/20\r\n", "-"},
        {"more than 64 bits", "PUT", "/f", "Content-Range: bytes 0-99999999999999999999/*\r\n",
         "-"},
        {"many files at one address", "POST", "/up",
         "Content-Range: bytes 0-9/20\r\nContent-Disposition: attachment; filename=\"a\"\r\n",
         "content-range up.example|/up|attachment; filename=\"a\" 0 of 20"},
        {"nginx", "POST", "/up", "X-Content-Range: bytes 10-19/20\r\nSession-ID: 7\r\n",
         "content-range up.example|/up|7 10 of 20"},
        {"in a multipart body", "POST", "/up",
         "Content-Range: bytes 0-9/20\r\nContent-Type: multipart/form-data; boundary=b\r\n", "-"},
        {"an answer's", "GET", "/f", "Content-Range: bytes 0-9/20\r\n", "-"},
        {"tus", "PATCH", "/files/24e5",
         "Tus-Resumable: 1.0.0\r\nUpload-Offset: 70\r\n"
         "Content-Type: application/offset+octet-stream\r\n",
         "tus up.example|/files/24e5 70"},
        {"tus, creation", "POST", "/files", "Tus-Resumable: 1.0.0\r\nUpload-Length: 100\r\n",
         "tus up.example|/files 0 of 100 begun no bytes"},
        {"tus, creation with upload", "POST", "/files",
         "Tus-Resumable: 1.0.0\r\nUpload-Length: 100\r\n"
         "Content-Type: application/offset+octet-stream\r\n",
         "tus up.example|/files 0 of 100 begun"},
        {"IETF's draft", "PATCH", "/u/1", "Upload-Offset: 50\r\nUpload-Complete: ?1\r\n",
         "resumable up.example|/u/1 50 last"},
        {"IETF's draft, begins", "POST", "/u", "Upload-Complete: ?0\r\n",
         "resumable up.example|/u 0 begun"},
        {"IETF's first drafts", "PATCH", "/u/1", "Upload-Offset: 50\r\nUpload-Incomplete: ?0\r\n",
         "resumable up.example|/u/1 50 last"},
        {"Google, a session begins", "POST", "/upload/drive?uploadType=resumable",
         "X-Upload-Content-Length: 2000000\r\n",
         "google up.example|/upload/drive?uploadType=resumable 0 of 2000000 begun no bytes"},
        {"Google's other one", "POST", "/u?id=1",
         "X-Goog-Upload-Command: upload\r\nX-Goog-Upload-Offset: 262144\r\n",
         "google up.example|/u?id=1 262144"},
        {"Google's other one ends", "POST", "/u?id=1",
         "X-Goog-Upload-Command: upload, finalize\r\nX-Goog-Upload-Offset: 524288\r\n",
         "google up.example|/u?id=1 524288 last"},
        {"S3", "PUT", "/bucket/a.jpg?partNumber=2&uploadId=VX%2Bx", "",
         "s3 up.example|/bucket/a.jpg|VX+x 2:0"},
        {"S3 ends", "POST", "/bucket/a.jpg?uploadId=VX%2Bx", "",
         "s3 up.example|/bucket/a.jpg|VX+x 0 closed no bytes"},
        {"S3 begins", "POST", "/bucket/a.jpg?uploads", "", "-"},
        {"a part of nothing", "PUT", "/bucket/a.jpg?partNumber=2", "", "-"},
        {"flow.js", "POST", "/u?flowChunkNumber=3&flowTotalChunks=3&flowIdentifier=9-a", "",
         "flow.js up.example|/u|9-a 3:0 last"},
        {"Facebook", "POST", "/messenger_image/1", "X-Entity-Length: 900\r\nOffset: 300\r\n",
         "x-entity up.example|/messenger_image/1 300 of 900"},
        {"nothing", "POST", "/a", "Content-Type: image/jpeg\r\n", "-"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(in_short(upload_place(c.method, "Up.example:8080", c.target, lines(c.headers))),
                  c.place)
            << c.name;
}

TEST(UploadPlace, EveryPrefixOfAHead)
{
    std::string const whole = "Content-Range: bytes 42-1233/1234\r\nUpload-Offset: 7\r\n"
                              "X-Goog-Upload-Command: upload\r\nX-Entity-Length: 9\r\n";
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        auto const head = lines(whole.substr(0, length));
        auto const place = upload_place("PUT", "a", "/b?partNumber", head);
        EXPECT_TRUE(!place || place->key.starts_with("a\n/b")) << length;
    }
}

TEST(UploadPlace, WhereTheAnswerSaysItGoesOn)
{
    std::vector<UploadPiece> told;
    std::function<void(UploadPiece &&)> const take = [&](UploadPiece&& piece) {
        told.push_back(std::move(piece));
    };
    testing::Recorder recorder;
    auto uploads = take;
    recorder.context.uploads = &uploads;
    auto const place = upload_place("POST", "up.example", "/files",
                                    lines("Tus-Resumable: 1.0.0\r\nUpload-Length: 100\r\n"));
    ASSERT_TRUE(place);
    struct {
        char const* answer;
        char const* key; // empty: nothing is told
    } const cases[] = {
        {"Location: https://Store.example/files/1\r\n", "store.example\n/files/1"},
        {"Location: /files/1#x\r\n", "up.example\n/files/1"},
        {"Location: https://store.example?id=1\r\n", "store.example\n?id=1"},
        {"Content-Length: 0\r\n", ""},
    };
    for (auto const& c : cases) {
        told.clear();
        tell_upload_location(*place, "up.example", lines(c.answer), recorder.context);
        ASSERT_EQ(told.size(), *c.key ? 1U : 0U) << c.answer;
        if (!told.empty()) {
            EXPECT_EQ(told[0].renamed_to, c.key);
            EXPECT_EQ(told[0].total, 100U);
        }
    }
}

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
} // namespace petze::http
