#include "base/text.h"
#include "find/profile/messages_xml.h"

#include <cstdlib>

using namespace petze;

// Whatever the bytes: no crash, texts that can be told, and a reason where the file is broken.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const file = read_messages_xml(as_text(Bytes{data, size}));
    for (auto const& message : file.messages)
        if (!is_utf8(message.address) || !is_utf8(message.text))
            std::abort();
    if (size == 0 && file.trouble.empty())
        std::abort();
    return 0;
}
