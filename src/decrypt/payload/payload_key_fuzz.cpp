#include "decrypt/payload/payload_key.h"

#include "base/text.h"

#include <algorithm>
#include <cstdlib>

using namespace petze;

namespace {

bool everything(Bytes, Part)
{
    return true;
}

} // namespace

// A line as --payload-key takes it, then what is to be opened with that key. Whatever comes out is
// no longer than what went in, and the work that is told bounds what was deciphered.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = as_text(Bytes{data, size});
    auto const end = std::min(text.find('\n'), text.size());
    auto key = parse_payload_key(std::string{text.substr(0, end)});
    if (!key)
        return 0;
    auto const sealed = Bytes{data, size}.subspan(std::min(end + 1, size));
    for (auto const skipped : {std::size_t{0}, PayloadKey::most_skipped, sealed.size()}) {
        key->skipped = skipped;
        std::uint64_t work = 0;
        auto const clear = open_payload(*key, sealed, everything, work);
        if (clear && (!fits(*key, sealed.size()) || clear->size() > sealed.size()))
            std::abort();
        if (work > 2 * sealed.size() + 64)
            std::abort();
    }
    return 0;
}
