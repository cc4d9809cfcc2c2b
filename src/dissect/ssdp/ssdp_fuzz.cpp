#include "dissect/ssdp/ssdp.h"
#include "testing/recorder.h"

#include <cstdlib>

using namespace petze;

// Whatever the bytes: no crash, at most one message, and no field that is longer than they are.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    testing::Recorder recorder;
    dissect_ssdp(Direction::to_server, {data, size}, recorder.context, nullptr);
    if (recorder.messages.size() > 1)
        std::abort();
    for (auto const& field : recorder.fields)
        if (field.value.size() > size)
            std::abort();
    return 0;
}
