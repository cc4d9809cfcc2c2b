#include "dissect/realtime/realtime.h"

#include "testing/recorder.h"

#include <algorithm>

using namespace petze;

// Datagrams, each behind a byte with its length.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    testing::Recorder recorder;
    RealTimeNamer namer;
    Bytes rest{data, size};
    while (!rest.empty()) {
        auto const length = std::min<std::size_t>(rest[0], rest.size() - 1);
        namer.take(Direction::to_server, rest.subspan(1, length), recorder.context);
        rest = rest.subspan(1 + length);
    }
    return 0;
}
