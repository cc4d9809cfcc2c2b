#include "identify/operator/certificate.h"

#include "base/bytes.h"
#include "identify/operator/domain.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string const text{petze::as_text({data, size})};
    petze::attribute_of(text, "O");
    petze::describe_certificate(
        {.subject = text, .issuer = text, .san = {text}, .not_before = text}, text, {});
    petze::registrable_domain(text);
    return 0;
}
