#include "dissect/coding/coding.h"

#include <array>

using namespace petze;

// The first byte chooses the coding. Whatever the rest: no crash, and every step makes progress.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0)
        return 0;
    Bytes in{data + 1, size - 1};
    auto const decoder = make_decoder(static_cast<Coding>(data[0] % 12));
    std::array<std::uint8_t, 4096> out{};
    std::size_t inflated = 0;
    while (inflated < (1u << 22)) {
        auto const step = decoder->decode(in, out);
        in = in.subspan(step.taken);
        inflated += step.made;
        if (step.state != Decoder::State::more || (step.taken == 0 && step.made == 0))
            break;
    }
    return 0;
}
