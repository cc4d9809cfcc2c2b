#include "base/text.h"
#include "find/profile/calendar.h"

#include <cstdlib>

using namespace petze;

// Whatever the bytes: no crash, and texts that can be told.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    for (auto const& entry : read_calendar(as_text(Bytes{data, size})))
        for (auto const* text : {&entry.summary, &entry.location, &entry.description})
            if (!is_utf8(*text))
                std::abort();
    return 0;
}
