#include "decrypt/tls/certificate.h"

#include "base/limits.h"

#include <cstdlib>

using namespace petze;

// The bytes as a chain of either layout, and as one certificate.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    Bytes const bytes{data, size};
    for (auto const layout : {tls::CertificateLayout::tls12, tls::CertificateLayout::tls13})
        if (tls::decode_certificates(bytes, layout).value.size() > limits::certificates)
            std::abort();
    auto const [certificate, flaw] = tls::describe_certificate(bytes);
    if (certificate.fingerprint.size() != 64
        || certificate.alternative_names.size() > limits::certificate_names)
        std::abort();
    return 0;
}
