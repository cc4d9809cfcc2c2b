#include "find/search/surroundings.h"
#include "testing/search.h"

#include "base/text.h"

#include <cstdlib>
#include <iterator>
#include <map>

using namespace petze;

namespace {

// Values that begin alike, repeat themselves, stand inside each other and need their escapes.
Profile profile_to_search()
{
    Profile profile;
    profile.identifiers = {{"imei", {"867602029141772"}},
                           {"mac", {"64:09:80:ab:cd:01"}},
                           {"phone_number", {"+493023125001"}},
                           {"email", {"\u00fcnal@example.org"}}};
    profile.contacts = {{"Anna Huber", {"030 23125001"}, {}}, {"Zo\u00eb Andr\u00e9", {}, {}}};
    profile.messages = {{"", "ababababababababababababababababababab"},
                        {"", "abababababababababababababababababababababababab!"},
                        {"", "Anna Huber is \"here\" & gone/\U0001f600"}};
    for (int i = 0; i < 3; ++i) {
        std::vector<std::uint8_t> bytes(150, 'p');
        bytes[100] = static_cast<std::uint8_t>('0' + i / 2);
        bytes.back() = static_cast<std::uint8_t>('0' + i % 2);
        profile.photos.push_back({"photos/" + std::to_string(i), bytes});
    }
    return profile;
}

// What the script of an input is made of, besides its own bytes.
constexpr std::string_view words[] = {"867602029141772",
                                      "86760",
                                      "2029141772",
                                      "64:09:80:AB:cd:01",
                                      "6409.80ab.",
                                      "cd01",
                                      "+493023125001",
                                      "0049",
                                      "3023125001",
                                      "030 ",
                                      "%2B49",
                                      "030-23125001",
                                      "\u00dcNAL@example.org",
                                      "\u00fcnal%40EXAMPLE.org",
                                      "Anna",
                                      " Huber",
                                      "%20",
                                      "+",
                                      "\\n",
                                      "\\u00e9",
                                      "\\u00EB",
                                      "Zo\u00eb",
                                      " Andr\u00e9",
                                      "\xc3",
                                      "\xa9",
                                      "\u7684",
                                      "ababababab",
                                      "abababababababab",
                                      "!",
                                      " is \"here\" & gone/\U0001f600",
                                      " is &quot;here&quot; &amp; gone/&#55357;&#56832;",
                                      "pppppppppppppppppppppppppppppppppppppppppppppppppp",
                                      "0",
                                      "1",
                                      "p",
                                      "ppppppppppppppppppppppppppppppppppppppppppppppppp"};
constexpr std::size_t most_text = 4096;

struct Piece {
    std::size_t begin{}, end{};
    bool gap{}; // behind it
};

struct Script {
    std::string text;
    std::vector<Piece> pieces;

    explicit Script(Bytes input)
    {
        std::size_t begin = 0;
        for (auto byte : input) {
            if (text.size() > most_text)
                break;
            if (byte == 0xff || byte == 0xfe) {
                pieces.push_back({begin, text.size(), byte == 0xfe});
                begin = text.size();
            } else if (byte >= 0x80 && byte < 0x80 + std::size(words)) {
                text += words[byte - 0x80];
            } else {
                text += static_cast<char>(byte);
            }
        }
        pieces.push_back({begin, text.size(), true});
    }
};

// Every spelling at every place, one after another.
void search_naively(Searcher const& searcher, std::string_view text, std::size_t offset,
                    bool is_field, testing::FoundList& found)
{
    auto const folded = lower(text);
    for (auto const& variant : searcher.variants().all()) {
        auto const in = variant.caseless ? std::string_view{folded} : text;
        auto const wanted = as_text(variant.bytes);
        if (variant.whole && (!is_field || wanted.size() != text.size()))
            continue;
        for (auto at = in.find(wanted); at != npos; at = in.find(wanted, at + 1)) {
            auto const end = at + wanted.size();
            Before const before{as_bytes(text.substr(0, at)), as_bytes(text.substr(at))};
            if (fits(variant, before) && fits_behind(variant, as_bytes(text.substr(end))))
                found.push_back(
                    {searcher.needles().searched[variant.needle].item, offset + at, offset + end});
        }
    }
}

} // namespace

// However a text is cut into pieces, the same is found as by looking at every place of it.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static auto const searcher = testing::searcher_for(profile_to_search());
    static SearchScratch scratch;
    Script const script{Bytes{data, size}};
    testing::FoundList expected;
    testing::FoundList expected_whole;
    testing::Collected whole{*searcher};
    testing::Collected found{*searcher};
    StreamSearch search{*searcher, scratch};
    std::size_t begin = 0; // behind the last gap
    std::uint64_t frame = 0;
    for (auto const& piece : script.pieces) {
        auto const text = std::string_view{script.text};
        search.take(as_bytes(text.substr(piece.begin, piece.end - piece.begin)), {0, ++frame, 0},
                    found);
        if (!piece.gap)
            continue;
        search.finish(found);
        auto const segment = text.substr(begin, piece.end - begin);
        search_naively(*searcher, segment, begin, false, expected);
        search_naively(*searcher, segment, begin, true, expected_whole);
        search_text(*searcher, as_bytes(segment), [&](Occurrence const& occurrence) {
            whole({occurrence.needle, begin + occurrence.begin, begin + occurrence.end, {}, {}});
        });
        begin = piece.end;
    }
    std::sort(expected.begin(), expected.end());
    std::sort(expected_whole.begin(), expected_whole.end());
    if (found.sorted() != expected || whole.sorted() != expected_whole)
        std::abort();
    return 0;
}
