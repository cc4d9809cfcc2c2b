#include "report/because.h"

#include "report/words.h"

namespace petze {

std::string because(Speaker const& speaker, Reason const& reason)
{
    std::vector<std::pair<std::string_view, std::string>> arguments;
    arguments.reserve(reason.arguments.size());
    for (auto const& [place, text] : reason.arguments)
        arguments.emplace_back(place, printable(text));
    return speaker.say_with("because." + std::string{reason.key}, arguments);
}

} // namespace petze
