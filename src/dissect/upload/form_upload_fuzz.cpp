#include "base/bytes.h"
#include "base/text.h"
#include "dissect/upload/form_upload.h"

#include <cstdlib>

// Fields of a form, a line "name=value" each: what part of a file they tell of lies within it.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto text = petze::as_text({data, size});
    petze::FormUpload form;
    while (!text.empty()) {
        auto const line = text.substr(0, std::min(text.find('\n'), text.size()));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        auto const name = line.substr(0, line.find('='));
        form.take(name, line.substr(std::min(name.size() + 1, line.size())));
    }
    auto const place = form.place("app.example");
    if (place && (place->key.empty() || (place->total && place->offset > *place->total)))
        std::abort();
    return 0;
}
