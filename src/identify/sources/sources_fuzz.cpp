#include "identify/sources/reading.h"

// One target for all text forms: a file is read as what it is recognised to be, as with
// `petze data import`. What is read must be found again without trouble.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace petze;
    Bytes const bytes{data, size};
    DataSetBuilder builder;
    DataTroubles troubles;
    DataReading reading{builder, troubles};
    auto const format = recognize_data(bytes);
    if (format == DataFormat::unknown || format == DataFormat::location)
        return 0;
    if (!read_text(format, memory_source(bytes), reading))
        return 0;
    auto const set = builder.finish(troubles);
    for (auto const* text : {"42.62.48.157", "192.0.2.1", "2001:db8::1"}) {
        auto const address = Address::parse(text).value();
        for (auto hit = set.find(address); hit; hit = set.around(*hit, address))
            if (!hit->range.contains(address) || hit->range.text().empty())
                __builtin_trap();
    }
    return 0;
}
