#include "dissect/tls/compressed_certificate.h"

#include "base/limits.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const opened = petze::tls::decompress_certificate({data, size});
    if (opened.value.size() > petze::limits::tls_handshake_bytes)
        std::abort();
    return 0;
}
