#include "decrypt/tls/fingerprint.h"
#include "decrypt/tls/hello.h"

#include <cstdlib>

using namespace petze;

// Whatever the bytes: no crash, no view that leaves them, and fingerprints of the right form.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    Bytes const body{data, size};
    auto const hello = tls::decode_client_hello(body).value;
    auto const inside = [&](Bytes view) {
        if (!view.empty() && (view.data() < data || view.data() + view.size() > data + size))
            std::abort();
    };
    inside(as_bytes(hello.server_name));
    inside(hello.session_id);
    for (auto const& name : hello.alpn)
        inside(as_bytes(name));
    for (auto const& extension : hello.extensions)
        inside(extension.data);
    if (tls::ja4(hello, tls::Transport::tcp).size() != 36 || tls::ja3(hello).size() != 32)
        std::abort();
    tls::decode_ssl2_client_hello(body);
    return 0;
}
