#include "identify/operator/certificate.h"

#include "base/bytes.h"
#include "identify/operator/domain.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = petze::as_text({data, size});
    petze::attribute_of(text, "O");
    petze::describe_certificate({text, text, {std::string{text}}, "", text}, text, {});
    petze::registrable_domain(text);
    return 0;
}
