#include "report/verdict_words.h"

#include "report/because.h"

#include <array>
#include <cstdio>

namespace petze {

std::string weighed_because(Speaker const& speaker, Verdict const& verdict,
                            WeighedReason const& one)
{
    auto reason = because(speaker, one.key, verdict.known);
    return one.weight < 0 ? speaker.say("because.against", {{"reason", reason}}) : reason;
}

std::string decimal(Speaker const& speaker, double value, int digits)
{
    std::array<char, 32> text{};
    auto const size = std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    std::string out{text.data(), static_cast<std::size_t>(size)};
    // The point of the reader's language, whatever the locale of the process says.
    if (auto const point = out.find_first_of(".,"); point != std::string::npos)
        out[point] = speaker.language() == Language::german ? ',' : '.';
    return out;
}

std::string confidence_words(Speaker const& speaker, double confidence)
{
    constexpr double very_high = 0.9, high = 0.7, medium = 0.4;
    auto const* const word = confidence >= very_high ? "very_high"
                             : confidence >= high    ? "high"
                             : confidence >= medium  ? "medium"
                                                     : "low";
    return speaker.say("confidence.value",
                       {{"word", speaker.say(std::string{"confidence."} + word)},
                        {"number", decimal(speaker, confidence, 2)}});
}

} // namespace petze
