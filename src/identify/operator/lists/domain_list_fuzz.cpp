#include "identify/operator/lists/domain_list.h"

#include "base/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (auto const list = petze::parse_domain_list(petze::as_text({data, size}), "f", "2026-01-01"))
        list->domains.find("a.example.com");
    return 0;
}
