#include "dissect/xiaomi_push/xiaomi_push_dissector.h"

#include "testing/play.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    petze::testing::play_fuzz(petze::make_xiaomi_push_dissector, {data, size});
    return 0;
}
