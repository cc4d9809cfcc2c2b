#include "dissect/contentline/contentline.h"

#include "testing/tree.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    petze::testing::check_tree_reader(petze::read_contentline, {data, size});
    return 0;
}
