#include "find/hash/salted_finder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace petze {
namespace {

struct Told {
    std::vector<Finding> findings;
    std::uint64_t given_up{};
};

struct Said {
    std::string text;
    Direction direction = Direction::to_server;
    std::string step = "body";
};

Told tell_said(std::vector<Said> const& fields)
{
    Profile profile;
    profile.identifiers = {{"imei", {"001013000000015"}}, {"email", {"Anna@example.org"}}};
    auto const needles = make_needles(profile);
    Told out;
    std::function<void(Finding &&)> take = [&](Finding&& finding) {
        out.findings.push_back(std::move(finding));
    };
    SaltedForms const forms{needles};
    SaltedFinder finder{forms, needles, take};
    for (auto const& field : fields) {
        Origin const origin{nullptr, field.step};
        finder.take({field.text, &origin, {0, 7, 7}, {field.direction, "A.example"}});
    }
    out.given_up = finder.given_up();
    return out;
}

Told tell(std::vector<std::string> const& texts)
{
    std::vector<Said> fields;
    for (auto const& text : texts)
        fields.push_back({text});
    return tell_said(fields);
}

// By python: hashlib.new(…, b'…').hexdigest(), hmac.new(b'q7Xw92', b'…', …).hexdigest().
TEST(SaltedFinder, FindsWhatWasMadeWithATextOfTheSameMessage)
{
    struct {
        char const* name;
        std::vector<std::string> fields;
        char const* item;
        std::vector<std::string> path;
    } const cases[] = {
        {"value and salt",
         {"q7Xw92", "e7016b0a477b0896cff6852a5e9ea50c"},
         "imei/0",
         {"body", "hex", "md5", "salted"}},
        {"salt and value",
         {"q7Xw92", "20e060277fdcf3d06f1ce116c07efeb3ebe74a74408d3cc272760eb4fa5a1d4b"},
         "imei/0",
         {"body", "hex", "sha256", "salted"}},
        {"with a separator, upper case",
         {"q7Xw92", "2F65A082CB0CCCB39D38F006DAE0FA6D450DD3CA"},
         "imei/0",
         {"body", "hex", "sha1", "salted"}},
        {"base64",
         {"q7Xw92", "pJGlbl6ZbuYucuMOyCtinUA25Lee7LJhvQ5B1p6BKvA="},
         "email/0",
         {"body", "base64", "sha256", "salted"}},
        {"SHA-512",
         {"q7Xw92", "9a2371c55206f35445e7edef2280fb5c1a3e5229f86da26daf155861156dd49e123ae231074408"
                    "2173bfcb78434743b499bf11e1e7cf3df446c52bb370ab89a7"},
         "imei/0",
         {"body", "hex", "sha512", "salted"}},
        {"HMAC-MD5",
         {"q7Xw92", "5c62813ddf2e758027550a011c4f247e"},
         "imei/0",
         {"body", "hex", "hmac:md5"}},
        {"HMAC-SHA1",
         {"q7Xw92", "192e6753e8ede004f8517b27451d158349367917"},
         "imei/0",
         {"body", "hex", "hmac:sha1"}},
        {"HMAC-SHA256, base64",
         {"q7Xw92", "bVo81F7JrUnOSjiSFImqvvYkX99xtSE012GYIPIcnKw="},
         "email/0",
         {"body", "base64", "hmac:sha256"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        for (bool const salt_first : {true, false}) {
            auto fields = c.fields;
            if (!salt_first)
                std::swap(fields[0], fields[1]);
            auto const told = tell(fields);
            ASSERT_EQ(told.findings.size(), 1u);
            auto const& finding = told.findings[0];
            EXPECT_EQ(finding.item, c.item);
            EXPECT_EQ(finding.match, Match::hashed);
            EXPECT_EQ(finding.path, c.path);
            EXPECT_EQ(finding.hostname, "a.example");
            EXPECT_LT(finding.chance.value_or(1), 1e-30);
        }
    }
}

TEST(SaltedFinder, FindsNothingElse)
{
    // hashlib.md5(b'001013000000016q7Xw92'), the IMEI after it; of the value alone.
    EXPECT_EQ(tell({"q7Xw92", "d988021e55aea834f2a104da6ec6bffd"}).findings.size(), 0u);
    EXPECT_EQ(tell({"q7Xw92", "665938e481118fdd523f9750a86ba3cf"}).findings.size(), 0u);
    // Of two values: told as such already. hashlib.md5(b'001013000000015anna@example.org')
    EXPECT_EQ(tell({"001013000000015", "anna@example.org", "d21f2c048c326148cd50202891820d08"})
                  .findings.size(),
              0u);
    // The salt stands too far away.
    std::vector<std::string> far(SaltedFinder::neighbours + 1, "other");
    far.front() = "q7Xw92";
    far.emplace_back("e7016b0a477b0896cff6852a5e9ea50c");
    EXPECT_EQ(tell(far).findings.size(), 0u);
    EXPECT_EQ(tell({"two words", "", "abc", "e7016b0a477b0896cff6852a5e9ea50c"}).findings.size(),
              0u);
}

// A challenge of the server's may be a salt, what it answers not; nor what is said of a message.
TEST(SaltedFinder, KnowsWhatMayBeASalt)
{
    auto const hash = "e7016b0a477b0896cff6852a5e9ea50c"; // as above
    Said const salt{"q7Xw92"}, from_server{"q7Xw92", Direction::to_client};
    EXPECT_EQ(tell_said({from_server, {hash}}).findings.size(), 1u);
    EXPECT_EQ(tell_said({{hash}, from_server}).findings.size(), 0u);
    EXPECT_EQ(tell_said({{hash}, from_server, salt}).findings.size(), 1u);
    for (auto const* name : {"Content-Type", "accept-language", "Transfer-Encoding"})
        EXPECT_EQ(
            tell_said(
                {{salt.text, salt.direction, "http:request:header:" + std::string{name}}, {hash}})
                .findings.size(),
            0u)
            << name;
    for (auto const* name : {"x-nonce", "Host"})
        EXPECT_EQ(
            tell_said(
                {{salt.text, salt.direction, "http:request:header:" + std::string{name}}, {hash}})
                .findings.size(),
            1u)
            << name;
}

TEST(SaltedFinder, StopsWhereItWouldMakeTooMany)
{
    std::vector<std::string> fields;
    for (int i = 0; i < 2000; ++i)
        fields.push_back(std::string(28, 'a') + std::to_string(1000 + i));
    EXPECT_GT(tell(fields).given_up, 0u);
}

} // namespace
} // namespace petze
