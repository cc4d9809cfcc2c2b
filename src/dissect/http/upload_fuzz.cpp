#include "dissect/http/upload.h"

#include "base/limits.h"

#include <cstdlib>

// The method, the target and the header of a request, each in a line of its own.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace petze;
    auto text = as_text({data, size});
    auto const line = [&text] {
        auto const end = std::min(text.find('\n'), text.size());
        auto const out = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        return out;
    };
    auto const method = line();
    auto const target = line();
    auto const place = http::upload_place(method, "up.example", target,
                                          parse_header_lines(text, limits::http_headers));
    if (place && (place->key.size() > limits::upload_key_bytes || place->scheme.empty()))
        std::abort();
    return 0;
}
