#include "dissect/bplist/bplist.h"

#include "testing/tree.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    petze::testing::check_tree_reader(petze::read_bplist, {data, size});
    return 0;
}
