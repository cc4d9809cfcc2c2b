#include "find/place/place_finder.h"

#include "base/text.h"

#include <cstdlib>

using namespace petze;

namespace {

constexpr std::string_view steps[] = {"form:lat",     "form:lon",    "json:$.a[*]", "protobuf:3.1",
                                      "protobuf:3.2", "json:$['x']", "geohash",     "form:geohash"};

} // namespace

// Lines are fields, their first byte the place: whatever they hold, what is told is a place.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static std::vector<Place> const places{
        {"a", 22.340257, 114.047284, 500}, {"b", -89.9999, 179.9999, 300}, {"c", 0, 0, 50'000}};
    std::function<void(Finding &&)> take = [](Finding&& finding) {
        if (!finding.item.starts_with("location/") || finding.frames.empty()
            || finding.path.empty())
            std::abort();
    };
    PlaceFinder finder{places, take};
    auto text = as_text(Bytes{data, size});
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.empty())
            continue;
        Origin const origin{nullptr,
                            steps[static_cast<unsigned char>(line.front()) % std::size(steps)]};
        finder.take({line.substr(1), &origin, {0, 1, 1}, {}});
    }
    return 0;
}
