#include "relate/comparison.h"
#include "report/answer.h"
#include "report/claims.h"
#include "report/state_json.h"

#include <cstdlib>
#include <string_view>

// A report.json that anybody may have written: reading it, comparing what it says and checking its
// claims must not do harm.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text{static_cast<char const*>(static_cast<void const*>(data)), size};
    petze::ReportOptions options;
    options.reveal = true;
    if (auto const state = petze::read_state(text, "fuzz", options))
        petze::compare({*state, *state});
    if (auto const claims = petze::read_claims(text, "fuzz");
        claims && petze::check(*claims, *claims).size() < claims->claims.size())
        std::abort(); // one was forgotten
    return 0;
}
