#include "dissect/content/content.h"

#include "testing/recorder.h"

#include <array>

using namespace petze;

// The first byte chooses what was declared, the second how the rest is cut.
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
    std::size_t const cut = data[1] + 1u;
    testing::Recorder recorder;
    Origin const origin{nullptr, "body"};
    auto const content = make_content_dissector({.content_type = declared.type,
                                                 .content_encoding = declared.encoding,
                                                 .filename = {},
                                                 .parent = &origin,
                                                 .context = {},
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
