#include "dissect/header/header_lines.h"
#include "dissect/header/parameters.h"

#include "base/bytes.h"

#include <cstdlib>

using namespace petze;

// Whatever the text: lines lie inside of it, in order.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = as_text({data, size});
    std::size_t end = 0;
    for (auto const& line : parse_header_lines(text, 50).lines) {
        if (line.begin < end || line.end > text.size())
            std::abort();
        end = line.end;
        main_value(line.value);
        parameter(line.value, "name");
        parameter(line.value, "filename");
    }
    end_of_block(text, size / 2);
    return 0;
}
