#include "dissect/content/content.h"

#include "testing/recorder.h"

#include <array>

using namespace petze;

namespace {

std::vector<PayloadKey> given_keys()
{
    std::vector<PayloadKey> keys;
    for (auto const* text :
         {"a=000102030405060708090a0b0c0d0e0f:aes-128-cbc", "b=4b6579:rc4",
          "c=202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f:aes-256-cbc",
          "d=000102030405060708090a0b0c0d0e0f:aes-128-ecb",
          "e=000102030405060708090a0b0c0d0e0f:aes-128-gcm"})
        if (auto key = parse_payload_key(text))
            keys.push_back(std::move(*key));
    return keys;
}

} // namespace

// The first byte chooses what was declared and the direction, the second how the rest is cut.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    struct Declared {
        std::string_view type, encoding;
    };
    constexpr std::array<Declared, 12> all{{{"", ""},
                                            {"application/json", ""},
                                            {"application/x-www-form-urlencoded", ""},
                                            {"multipart/form-data; boundary=b", ""},
                                            {"text/xml", ""},
                                            {"", "gzip"},
                                            {"", "deflate, br"},
                                            {"", "zstd"},
                                            {"application/grpc+json", ""},
                                            {"application/grpc-web-text", ""},
                                            {"text/event-stream", ""},
                                            {"application/dns-message", ""}}};
    if (size < 2)
        return 0;
    auto const& declared = all[data[0] % all.size()];
    auto const direction = data[0] < 128 ? Direction::to_server : Direction::to_client;
    std::size_t const cut = data[1] + 1u;
    static std::vector<PayloadKey> const keys = given_keys();
    testing::Recorder recorder;
    recorder.context.payload_keys = &keys;
    Origin const origin{nullptr, "body"};
    auto const content = make_content_dissector({.content_type = declared.type,
                                                 .content_encoding = declared.encoding,
                                                 .filename = {},
                                                 .parent = &origin,
                                                 .context = {direction, {}},
                                                 .digest = nullptr},
                                                recorder.context);
    Bytes rest{data + 2, size - 2};
    std::uint64_t frame = 0;
    while (!rest.empty()) {
        recorder.packet(++frame);
        auto const piece = rest.first(std::min(cut, rest.size()));
        rest = rest.subspan(piece.size());
        content->take(piece);
        if (frame % 97 == 96)
            content->gap();
    }
    content->finish();
    return 0;
}
