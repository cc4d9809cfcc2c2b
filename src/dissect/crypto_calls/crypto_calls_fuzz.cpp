#include "dissect/crypto_calls/crypto_calls.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string document{petze::as_text({data, size})};
    petze::read_crypto_calls(document);
    return 0;
}
