#include "dissect/file_type/file_type.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace petze;

// Only the first bytes count, and what is known has a name and an extension.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const* const type = file_type_of({data, size});
    if (type && (type->magic.empty() || type->extension.empty()))
        std::abort();
    if (file_type_of({data, std::min(size, file_type_bytes)}) != type)
        std::abort();
    return 0;
}
