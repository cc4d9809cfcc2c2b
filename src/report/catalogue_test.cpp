#include "report/catalogue.h"

#include "base/text.h"
#include "report/resources.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace petze {
namespace {

namespace fs = std::filesystem;

std::set<std::string> placeholders(std::string_view text)
{
    static std::regex const pattern{R"(\{(\w+)\})"};
    std::set<std::string> out;
    std::string const copy{text};
    for (std::sregex_iterator it{copy.begin(), copy.end(), pattern}, end; it != end; ++it)
        out.insert((*it)[1]);
    return out;
}

std::string sources(fs::path const& folder, bool whole_tree)
{
    std::ostringstream all;
    for (auto const& file : fs::recursive_directory_iterator{folder}) {
        auto const path = file.path();
        auto const is_source = path.extension() == ".cpp" || path.extension() == ".h"
                               || path.extension() == ".js" || path.extension() == ".html";
        if (is_source
            && (whole_tree || path.filename().string().find("_test") == std::string::npos))
            all << std::ifstream{path}.rdbuf() << "\n";
    }
    return all.str();
}

TEST(Catalogue, ReadsLines)
{
    auto const read =
        parse_catalogue("# comment\n\na.b = one = two \r\nno text\n c = {x}, \xc3\xbc");
    EXPECT_EQ(read.size(), 2u);
    EXPECT_EQ(read.at("a.b"), "one = two");
    EXPECT_EQ(read.at("c"), "{x}, \xc3\xbc");
}

TEST(Catalogue, BothLanguagesSayTheSameThings)
{
    auto const& english = catalogue(Language::english);
    auto const& german = catalogue(Language::german);
    ASSERT_GT(english.size(), 400u);
    for (auto const& [key, text] : english) {
        SCOPED_TRACE(key);
        auto const other = german.find(key);
        if (other == german.end()) {
            ADD_FAILURE() << "missing in German";
            continue;
        }
        // "one photo" needs no number.
        auto expected = placeholders(text);
        auto found = placeholders(other->second);
        if (key.ends_with(".one")) {
            expected.erase("n");
            found.erase("n");
        }
        EXPECT_EQ(found, expected);
        EXPECT_TRUE(is_utf8(text) && is_utf8(other->second));
        EXPECT_FALSE(text.empty() || other->second.empty());
    }
    for (auto const& [key, text] : german)
        EXPECT_TRUE(english.contains(key)) << key << " is missing in English";
}

TEST(Catalogue, FormsForNumbersComeInPairs)
{
    for (auto const& [key, text] : catalogue(Language::english)) {
        auto const pair = [&](std::string_view one, std::string_view other) {
            if (!key.ends_with(one) || key.starts_with("source.") || key.starts_with("step.")
                || key.starts_with("item.") || key.starts_with("magic."))
                return;
            auto const partner =
                std::string{key.substr(0, key.size() - one.size())} + std::string{other};
            EXPECT_TRUE(catalogue(Language::english).contains(partner)) << key;
        };
        pair(".one", ".other");
        pair(".other", ".one");
    }
}

// A key is used where the sources hold it, or the beginning from which they make it.
TEST(Catalogue, EveryTextIsUsed)
{
    fs::path const root{PETZE_SOURCE_DIR};
    auto const report = sources(root / "src/report", false) + sources(root / "src/run", false)
                        + sources(root / "web", false);
    auto const all = sources(root / "src", true);
    for (auto const& [key, text] : catalogue(Language::english)) {
        std::string name{key};
        for (std::string_view const suffix :
             {".one", ".other", ".means", ".short", ".more", ".rest", ".why"})
            if (name.ends_with(suffix))
                name.resize(name.size() - suffix.size());
        if (name.starts_with("unread.") && name.find(": ") != std::string::npos) {
            auto const reason = name.substr(name.find(": ") + 2);
            EXPECT_NE(all.find(reason), std::string::npos) << key << ": nothing counts this";
            continue;
        }
        bool used = report.find(name) != std::string::npos;
        for (auto dot = name.rfind('.'); !used && dot != std::string::npos && dot > 0;
             dot = name.rfind('.', dot - 1)) {
            auto const made = "\"" + name.substr(0, dot) + ".\"";
            used = report.find(made) != std::string::npos
                   || report.find("\"" + name.substr(0, dot) + "\"") != std::string::npos;
        }
        EXPECT_TRUE(used) << key << ": nothing says this";
    }
}

// Whatever a stage counts is told to people in words.
TEST(Catalogue, HasWordsForAllThatIsCounted)
{
    auto const root = fs::path{PETZE_SOURCE_DIR} / "src";
    static std::regex const counted{
        R"re("((?:capture|link|wifi|ip|tcp|udp|flow|tls|quic|http|http2|http3|grpc|dns|dhcp|json)re"
        R"re(|content|search|report|evidence|websocket|mqtt|smtp|imap|pop3|ftp|xmpp|mail|socks)re"
        R"re(|stun|xiaomi-push|protobuf): [^"]+)")re"};
    auto const& english = catalogue(Language::english);
    std::set<std::string> kinds;
    for (auto const* folder :
         {"capture", "conversation", "decrypt", "dissect", "find", "report", "run"}) {
        auto const text = sources(root / folder, false);
        for (std::sregex_iterator it{text.begin(), text.end(), counted}, end; it != end; ++it)
            kinds.insert((*it)[1]);
    }
    EXPECT_GT(kinds.size(), 50u);
    for (auto const& kind : kinds) {
        auto const any_layer = "unread.*" + kind.substr(kind.find(": "));
        EXPECT_TRUE(english.contains("unread." + kind) || english.contains(any_layer)
                    || kind.ends_with(" is not read"))
            << kind;
    }
}

// The report says what was seen; it does not judge, praise or reassure.
TEST(Catalogue, NeverSaysWhatCannotBeKnown)
{
    // "Sicherheit" is how sure a verdict is; a phone is never "sicher".
    std::regex const forbidden{
        R"(clean|\bsafe|\bspy|\bspies|leak|steal|stole|harmless|belongs? to|sauber|\bsicher(?!heit)|spion|abgesaugt|harmlos|geh..?rt)",
        std::regex::icase};
    for (auto const language : {Language::english, Language::german})
        for (auto const& [key, text] : catalogue(language))
            EXPECT_FALSE(std::regex_search(std::string{text}, forbidden)) << key << ": " << text;
}

TEST(Catalogue, CountsInGermanHaveUmlauts)
{
    for (auto const& [key, text] : catalogue(Language::german))
        for (auto const* written_out :
             {"fuer", "Geraet", "koenn", "moegl", "waehr", "schluess", "ueber "})
            EXPECT_EQ(lower(text).find(lower(written_out)), std::string::npos) << key;
}

} // namespace
} // namespace petze
