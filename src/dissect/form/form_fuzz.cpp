#include "dissect/form/form.h"

#include <cstdlib>

using namespace petze;

// Whatever the text: pairs lie inside of it and never overlap.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = as_text({data, size});
    FormPair pair;
    std::size_t end = 0;
    for (FormReader reader{text}; reader.next(pair); end = pair.end)
        if (pair.begin < end || pair.end > text.size() || pair.value.size() > pair.raw_value.size())
            std::abort();
    looks_like_form(text, true);
    looks_like_form(text, false);
    return 0;
}
