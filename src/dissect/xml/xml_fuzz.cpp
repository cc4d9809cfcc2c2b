#include "dissect/xml/xml.h"

#include "dissect/xml/cut.h"
#include "testing/tree.h"

#include <cstdlib>

// Whatever the text: where it is cut lies inside of it.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    petze::testing::check_tree_reader(petze::read_xml, {data, size});
    auto const cut = petze::xml::cut(petze::as_text({data, size}));
    if (cut.at > size || cut.value > size || (cut.end != 0 && cut.value < cut.at))
        std::abort();
    return 0;
}
