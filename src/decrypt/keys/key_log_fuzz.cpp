#include "decrypt/keys/key_log.h"

#include <cstdlib>

using namespace petze;

// Whatever is kept is well formed, and the same log a second time adds as many again.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    Bytes const bytes{data, size};
    KeyLog log;
    log.add(as_text(bytes));
    auto const once = log.secrets();
    log.add("\n");
    log.add(as_text(bytes));
    log.finish();
    if (log.secrets() != 2 * once)
        std::abort();
    for (std::size_t i = 0; i < log.masters(); ++i)
        if (log.master(i).size() != 48)
            std::abort();
    log.find(SecretKind::premaster, bytes.first(size < 8 ? size : 8));
    log.knows(bytes.first(size < 32 ? size : 32));
    return 0;
}
