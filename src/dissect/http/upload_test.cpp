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
    if (!place->part_name.empty())
        out += " " + place->part_name;
    out += " " + (place->part > 0 ? std::to_string(place->part) + ":" : "")
           + std::to_string(place->offset);
    if (place->total)
        out += " of " + std::to_string(*place->total);
    out += place->is_last ? " last" : "";
    out += place->is_begun ? " begun" : "";
    out += place->closes ? " closed" : "";
    out += place->is_held ? " held" : "";
    out += place->is_in_form ? " in form" : "";
    out += place->lists_parts ? " lists" : "";
    out += place->is_nameless ? " nameless" : "";
    for (std::string separator = " of{"; auto const& key : place->wholes) {
        out += separator;
        for (char const c : key)
            out += c == '\n' ? '|' : c;
        separator = " ";
    }
    out += place->wholes.empty() ? "" : "}";
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
         "Content-Range: bytes 0-9/20\r\nContent-Type: multipart/form-data; boundary=b\r\n",
         "content-range up.example|/up 0 of 20 in form"},
        {"a form whose fields may tell", "POST", "/up",
         "Upload-Offset: 5\r\nContent-Type: Multipart/form-data; boundary=b\r\n", "-"},
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
        {"flow.js, in a form", "POST", "/u?flowChunkNumber=1&flowTotalChunks=3&flowIdentifier=9-a",
         "Content-Type: multipart/form-data; boundary=b\r\n",
         "flow.js up.example|/u|9-a 1:0 in form"},
        {"plupload without forms", "POST", "/u?name=a.jpg&chunk=1&chunks=2", "",
         "plupload up.example|/u|a.jpg 2:0 last"},
        {"plupload, in one", "POST", "/u?name=a.jpg&chunk=0&chunks=1", "", "-"},
        {"a number without end", "PUT", "/b/a?partNumber=18446744073709551615&uploadId=u", "", "-"},
        {"tus, a partial upload", "POST", "/files",
         "Tus-Resumable: 1.0.0\r\nUpload-Concat: partial\r\nUpload-Length: 5\r\n",
         "tus up.example|/files 0 of 5 begun held no bytes"},
        {"tus, of several", "POST", "/files",
         "Tus-Resumable: 1.0.0\r\nUpload-Concat: final;/files/a http://B.example/files/b\r\n",
         "tus up.example|/files|final;/files/a http://B.example/files/b 0 closed"
         " of{up.example|/files/a b.example|/files/b} no bytes"},
        {"tus, of none", "POST", "/files", "Tus-Resumable: 1.0.0\r\nUpload-Concat: final;\r\n",
         "-"},
        {"Azure", "PUT", "/c/a.jpg?comp=block&blockid=AAAB%2BA%3D%3D&sig=x", "",
         "azure up.example|/c/a.jpg AAAB+A== 0 held"},
        {"Azure, not escaped", "PUT", "/c/a.jpg?blockid=AAAB+A==&comp=block", "",
         "azure up.example|/c/a.jpg AAAB+A== 0 held"},
        {"Azure, the list", "PUT", "/c/a.jpg?comp=blocklist", "",
         "azure up.example|/c/a.jpg 0 lists no bytes"},
        {"Azure, a block without a name", "PUT", "/c/a.jpg?comp=block", "", "-"},
        {"Azure, something else", "PUT", "/c/a.jpg?comp=blockxyz&blockid=1", "", "-"},
        {"Dropbox begins", "POST", "/2/files/upload_session/start",
         "Dropbox-API-Arg: {\"close\":false}\r\n", "dropbox dropbox| 0 nameless"},
        {"Dropbox goes on", "POST", "/2/files/upload_session/append_v2",
         "Dropbox-API-Arg: {\"cursor\":{\"session_id\":\"1234faaf0678bcde\",\"offset\":1500},"
         "\"close\":false}\r\n",
         "dropbox dropbox|1234faaf0678bcde 1500"},
        {"Dropbox ends", "POST", "/2/files/upload_session/finish",
         "Content-Length: 7\r\nDropbox-API-Arg: {\"cursor\":{\"session_id\":\"s\",\"offset\":9},"
         "\"commit\":{\"path\":\"/a.jpg\"}}\r\n",
         "dropbox dropbox|s 9 last"},
        {"Dropbox ends, nothing more comes", "POST",
         "/2/files/upload_session/"
         "finish?arg=%7B%22cursor%22:%7B%22session_id%22:%22s%22,%22offset%22:9%7D%7D",
         "Content-Length: 0\r\n", "dropbox dropbox|s 9 last closed no bytes"},
        {"Dropbox, damaged", "POST", "/2/files/upload_session/append_v2",
         "Dropbox-API-Arg: {\"cursor\":{\"session_id\":\"s\",\"off\r\n", "-"},
        {"Dropbox, below nothing", "POST", "/2/files/upload_session/append_v2",
         "Dropbox-API-Arg: {\"cursor\":{\"session_id\":\"s\",\"offset\":-1}}\r\n", "-"},
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

} // namespace
} // namespace petze::http
