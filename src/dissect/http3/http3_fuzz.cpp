#include "dissect/http3/http3_dissector.h"
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const*, std::size_t)
{
    return 0;
}