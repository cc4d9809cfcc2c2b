#include "find/pattern/pattern_finder.h"

#include "base/limits.h"
#include "base/text.h"
#include "find/pattern/learned.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

using namespace petze;

namespace {

constexpr std::string_view steps[] = {
    "json:$.imei", "json:$.phone",    "json:$.bssid",   "json:$.lat",
    "json:$.lng",  "json:$.password", "json:$.apps[*]", "http:request:header:authorization"};

} // namespace

// Lines are fields, their first byte the place: what is told stands in one of them, and no more
// than may be told.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const whole = as_text(Bytes{data, size});
    std::size_t told = 0, seen = 0;
    std::function<void(Finding &&)> take = [&](Finding&& finding) {
        bool const is_sighting = pattern::sighting_of(finding).has_value(); // bounded by itself
        ++(is_sighting ? seen : told);
        bool const joined = finding.category == "location" || finding.category == "apps"
                            || finding.category == "contact" || finding.category == "bssid";
        if (finding.item.empty() == is_sighting || finding.value.empty()
            || (!joined && whole.find(finding.value) == std::string_view::npos))
            std::abort();
    };
    PatternFinder finder{take, nullptr};
    auto text = whole;
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.empty())
            continue;
        Origin const origin{nullptr,
                            steps[static_cast<unsigned char>(line.front()) % std::size(steps)]};
        finder.take({line.substr(1), &origin, {0, 1, 1}, {}});
    }
    if (told > limits::patterns_conversation || seen > limits::patterns_conversation)
        std::abort();
    return 0;
}
