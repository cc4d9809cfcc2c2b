#include "identify/online/rdap.h"

#include "base/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = petze::as_text({data, size});
    auto const address = *petze::Address::parse("42.62.48.157");
    petze::parse_rdap(text, address);
    if (auto const bootstrap = petze::parse_bootstrap(text, petze::BootstrapFrom::file))
        bootstrap->find(address);
    petze::may_be_asked(text, petze::Reach::registries);
    petze::may_be_asked(text, petze::Reach::this_machine);
    return 0;
}
