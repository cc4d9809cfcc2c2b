#include "dissect/form/form.h"
#include "dissect/form/passing_value.h"

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
    PassingFormValue whole{true}, halves{true};
    std::string at_once, in_two;
    auto const taken = whole.take(text, at_once);
    if (halves.take(text.substr(0, size / 2), in_two) == size / 2 && !halves.ended())
        halves.take(text.substr(size / 2), in_two);
    if (taken > size || whole.ended() != halves.ended() || (whole.ended() && at_once != in_two))
        std::abort();
    return 0;
}
