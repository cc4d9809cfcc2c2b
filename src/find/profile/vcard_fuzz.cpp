#include "base/text.h"
#include "find/profile/vcard.h"

#include <cstdlib>

using namespace petze;

// Whatever the bytes: no crash, and texts that can be told.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    for (auto const& contact : read_vcards(as_text(Bytes{data, size}))) {
        if (!is_utf8(contact.name))
            std::abort();
        for (auto const* list : {&contact.phones, &contact.emails})
            for (auto const& text : *list)
                if (text.empty() || !is_utf8(text))
                    std::abort();
    }
    return 0;
}
