#include "base/bytes.h"
#include "base/text.h"
#include "dissect/dns/query_series.h"

#include <cstdlib>

// Names that were asked for below one domain, a line each: what they hold comes out of them, and
// no name holds more than it is long.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto text = petze::as_text({data, size});
    std::vector<std::string> names;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        names.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    for (auto const& held : petze::dns::data_in_names(names))
        if (held.name >= names.size() || held.data.size() > names[held.name].size())
            std::abort();
    return 0;
}
