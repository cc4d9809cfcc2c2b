#include "dissect/http2/http2_dissector.h"
#include "testing/play.h"

using namespace petze;

// However the pieces come: no crash, and no more is said to be read than there was.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    for (auto const direction : {Direction::to_server, Direction::to_client})
        looks_like_http2(direction, {data, size});
    testing::play_fuzz(make_http2_dissector, {data, size});
    return 0;
}
