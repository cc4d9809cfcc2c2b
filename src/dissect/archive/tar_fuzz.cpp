#include "dissect/archive/tar.h"

#include "testing/archive.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace petze;
    testing::ArchiveRecorder recorder;
    TarReader reader{recorder};
    testing::feed(reader, recorder, {data, size});
    return 0;
}
