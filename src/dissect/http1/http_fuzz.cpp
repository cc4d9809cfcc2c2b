#include "dissect/http1/http_dissector.h"
#include "testing/play.h"

using namespace petze;

// However the pieces come: no crash, and no more is said to be read than there was.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    testing::play_fuzz(make_http_dissector, {data, size});
    return 0;
}
