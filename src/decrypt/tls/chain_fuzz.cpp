#include "decrypt/tls/chain.h"

#include "decrypt/tls/certificate.h"
#include "decrypt/tls/x509.h"

#include <cstdlib>

#include <openssl/pem.h>

namespace {

using namespace petze;

std::string pem_of(Bytes der)
{
    tls::QuietErrors const quiet;
    auto const* cursor = der.data();
    tls::X509Pointer const one{d2i_X509(nullptr, &cursor, static_cast<long>(der.size()))};
    std::unique_ptr<BIO, tls::Freed<BIO_free_all>> const out{BIO_new(BIO_s_mem())};
    if (!one || !out || PEM_write_bio_X509(out.get(), one.get()) != 1)
        return {};
    char* data = nullptr;
    auto const length = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

} // namespace

// A Certificate message, whose last certificate is trusted: so the rest is followed to its end.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto chain = tls::decode_certificates({data, size}, tls::CertificateLayout::tls12).value;
    if (chain.size() < 2)
        return 0;
    tls::TrustStore const authorities{pem_of(chain.back())};
    chain.pop_back();
    tls::KeptChain const kept{chain, ""};
    if (kept.empty())
        return 0;
    auto const checked = authorities.check(kept.certificates(), 1405930530);
    if ((checked.standing == tls::ChainStanding::unchecked) != (authorities.authorities() == 0))
        std::abort();
    if (checked.standing == tls::ChainStanding::verified
        && authorities.check(kept.certificates(), checked.from).standing
               != tls::ChainStanding::verified)
        std::abort();
    return 0;
}
