#include "identify/online/whois.h"

#include "base/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    petze::parse_whois(petze::as_text({data, size}), *petze::Address::parse("42.62.48.157"));
    return 0;
}
