#include "dissect/socks/socks_dissector.h"

#include "testing/play.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    petze::testing::play_fuzz(petze::make_socks_dissector, {data, size});
    return 0;
}
