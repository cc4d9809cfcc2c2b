#include "decrypt/tls/fingerprint.h"
#include "decrypt/tls/hello.h"
#include "decrypt/tls/names.h"

#include <cstdlib>

using namespace petze;

// Whatever the bytes: no crash, and something to say about them.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const hello = tls::decode_server_hello({data, size}).value;
    if (tls::ja3s(hello).size() != 32 || tls::version_name(hello.negotiated()).empty()
        || tls::cipher_suite_name(hello.cipher_suite).empty())
        std::abort();
    return 0;
}
