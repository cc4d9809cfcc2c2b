#include "dissect/tls/compressed_certificate.h"

#include "base/limits.h"
#include "dissect/tls/handshake.h"
#include "testing/compress.h"
#include "testing/recorder.h"
#include "testing/tls.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;

constexpr auto up = Direction::to_server, down = Direction::to_client;

/// RFC 8446 section 4.4.2: no context, one certificate without extensions.
Buffer certificate13()
{
    auto entry = with_length24(invented_certificate());
    put16(entry, 0);
    return joined({{0}, with_length24(entry)});
}

/// RFC 8879 section 4.
Buffer compressed(unsigned algorithm, std::size_t length, std::string_view content)
{
    Buffer out;
    put16(out, algorithm);
    put8(out, static_cast<unsigned>(length >> 16));
    put16(out, static_cast<unsigned>(length & 0xffff));
    append(out, with_length24(bytes_of(content)));
    return out;
}

struct Row {
    char const* name;
    unsigned algorithm;
    std::string content;
};
std::vector<Row> rows()
{
    auto const plain = certificate13();
    auto const text = as_text(plain);
    return {{"zlib", 1, zlib(text)},
            {"Brotli", 2, brotli(text)},
            {"Zstandard", 3, testing::zstd(text)}};
}

TEST(CompressedCertificate, IsUnpackedWhateverTheAlgorithm)
{
    auto const plain = certificate13();
    for (auto const& row : rows()) {
        SCOPED_TRACE(row.name);
        auto const body = compressed(row.algorithm, plain.size(), row.content);
        auto const opened = tls::decompress_certificate(body);
        EXPECT_FALSE(opened.flaw);
        EXPECT_EQ(opened.value, plain);
        for (std::size_t length = 0; length < body.size(); ++length) {
            auto const part = tls::decompress_certificate(Bytes{body}.first(length));
            EXPECT_TRUE(part.flaw);
            EXPECT_TRUE(as_text(plain).starts_with(as_text(part.value)));
        }
    }
}

TEST(CompressedCertificate, TellsWhatIsWrong)
{
    auto const plain = certificate13();
    auto const content = zlib(as_text(plain));
    std::string const zeros(limits::tls_handshake_bytes + 1, '\0');
    struct {
        char const* name;
        Buffer body;
        char const* flaw;
        std::size_t unpacked;
    } const cases[] = {
        {"another algorithm", compressed(4, plain.size(), content), "algorithm unknown", 0},
        {"longer than it says", compressed(1, plain.size() - 9, content), "length does not fit",
         plain.size() - 9},
        {"shorter than it says", compressed(1, plain.size() + 9, content), "length does not fit",
         plain.size()},
        {"longer than any", compressed(1, zeros.size(), zlib(zeros)),
         "limit of one handshake message", 0},
        {"a bomb", compressed(2, 1, brotli(zeros)), "length does not fit", 1},
        {"not compressed", compressed(3, plain.size(), as_text(plain)), "length does not fit", 0},
        {"empty", compressed(1, plain.size(), ""), "length does not fit", 0},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const opened = tls::decompress_certificate(c.body);
        ASSERT_TRUE(opened.flaw);
        EXPECT_EQ(opened.flaw->what, c.flaw);
        EXPECT_EQ(opened.value.size(), c.unpacked);
    }
}

TEST(CompressedCertificate, IsTheServersLikeAnyOther)
{
    auto const plain = certificate13();
    for (auto const& row : rows()) {
        SCOPED_TRACE(row.name);
        Recorder recorder;
        Handshake handshake{recorder.context, nullptr, true};
        auto const take = [&](Direction direction, tls::HandshakeType type, Buffer const& body) {
            tls::HandshakeMessage message;
            message.type = type;
            message.body = body;
            handshake.take(direction, message);
        };
        take(up, tls::HandshakeType::client_hello, rfc8448_client_hello());
        take(down, tls::HandshakeType::server_hello, rfc8448_server_hello());
        take(down, tls::HandshakeType::compressed_certificate,
             compressed(row.algorithm, plain.size(), row.content));
        handshake.tell();
        auto const told = recorder.of<TlsConnection>().at(0);
        EXPECT_EQ(told.certificate.fingerprint, invented_fingerprint);
        EXPECT_EQ(told.certificate.subject, "CN=www.example.com,O=Invented,C=DE");
        EXPECT_EQ(recorder.values("tls:certificate").size(), 6u);
        EXPECT_TRUE(recorder.tally.rows().empty());
    }
}

TEST(CompressedCertificate, IsCountedWhereItDoesNotOpen)
{
    Recorder recorder;
    Handshake handshake{recorder.context, nullptr, true};
    auto const body = compressed(4, 10, "0123456789");
    tls::HandshakeMessage message;
    message.type = tls::HandshakeType::compressed_certificate;
    message.body = body;
    handshake.take(down, message);
    EXPECT_EQ(recorder.tally.rows(),
              (std::vector<Tally::Row>{{"tls: compressed certificate that does not open", 1}}));
}

} // namespace
} // namespace petze
