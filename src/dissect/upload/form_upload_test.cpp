#include "dissect/upload/form_upload.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace petze {
namespace {

using Fields = std::vector<std::pair<char const*, std::string>>;

// "dropzone up.example|dropzone|7 100 of 300 last"; "2:0" is the second part.
std::string in_short(Fields const& fields)
{
    FormUpload form;
    for (auto const& [name, value] : fields)
        form.take(name, value);
    auto const place = form.place("Up.example:8080");
    if (!place)
        return "-";
    std::string out;
    for (char const c : place->key)
        out += c == '\n' ? '|' : c;
    out += ' ';
    if (place->part > 0)
        out += std::to_string(place->part) + ':';
    out += std::to_string(place->offset);
    if (place->total)
        out += " of " + std::to_string(*place->total);
    return out + (place->is_last ? " last" : "");
}

TEST(FormUpload, ByTheFieldsOfEachLibrary)
{
    struct {
        char const* name;
        Fields fields;
        char const* place;
    } const cases[] = {
        {"plupload",
         {{"name", "o_1.jpg"}, {"chunk", "0"}, {"chunks", "3"}},
         "up.example|plupload|o_1.jpg 1:0"},
        {"plupload, the last",
         {{"name", "o_1.jpg"}, {"chunk", "2"}, {"chunks", "3"}},
         "up.example|plupload|o_1.jpg 3:0 last"},
        {"plupload, in one", {{"name", "o_1.jpg"}, {"chunk", "0"}, {"chunks", "1"}}, "-"},
        {"a name and nothing else", {{"name", "Ida"}}, "-"},
        {"resumable.js",
         {{"resumableChunkNumber", "2"},
          {"resumableTotalChunks", "2"},
          {"resumableIdentifier", "9-a"}},
         "up.example|resumable.js|9-a 2:0 last"},
        {"flow.js",
         {{"flowChunkNumber", "1"}, {"flowTotalChunks", "2"}, {"flowIdentifier", "9-a"}},
         "up.example|flow.js|9-a 1:0"},
        {"no part has that number",
         {{"flowChunkNumber", "0"}, {"flowTotalChunks", "2"}, {"flowIdentifier", "9-a"}},
         "-"},
        {"behind the last",
         {{"flowChunkNumber", "3"}, {"flowTotalChunks", "2"}, {"flowIdentifier", "9-a"}},
         "-"},
        {"Dropzone",
         {{"dzuuid", "7"},
          {"dzchunkindex", "1"},
          {"dztotalfilesize", "300"},
          {"dzchunksize", "100"},
          {"dztotalchunkcount", "3"},
          {"dzchunkbyteoffset", "100"}},
         "up.example|dropzone|7 100 of 300"},
        {"Dropzone, offset behind the end",
         {{"dzuuid", "7"},
          {"dzchunkindex", "1"},
          {"dztotalfilesize", "300"},
          {"dztotalchunkcount", "3"},
          {"dzchunkbyteoffset", "400"}},
         "up.example|dropzone|7 2:0"},
        {"Fine Uploader",
         {{"qquuid", "u"},
          {"qqpartindex", "0"},
          {"qqtotalparts", "2"},
          {"qqpartbyteoffset", "0"},
          {"qqtotalfilesize", "10"}},
         "up.example|fine-uploader|u 0 of 10"},
        {"no numbers", {{"name", "a"}, {"chunk", "x"}, {"chunks", "-3"}}, "-"},
        {"more than 64 bits",
         {{"name", "a"}, {"chunk", "99999999999999999999"}, {"chunks", "3"}},
         "-"},
        {"too long a name",
         {{"name", std::string(300, 'a')}, {"chunk", "0"}, {"chunks", "3"}},
         "-"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(in_short(c.fields), c.place) << c.name;
    EXPECT_TRUE(FormUpload::names("chunk"));
    EXPECT_FALSE(FormUpload::names(""));
    EXPECT_FALSE(FormUpload::names("file"));
}

} // namespace
} // namespace petze
