#include "report/attributed_words.h"

#include "report/words.h"

namespace petze {

std::string attributed_name(Attributed const& answer, Speaker const& speaker)
{
    auto name = printable(answer.name);
    if (!answer.original.empty() && answer.original != answer.name)
        name += " (" + printable(answer.original) + ")";
    if (answer.country.empty())
        return name;
    return speaker.say("who.name", {{"name", name}, {"country", printable(answer.country)}});
}

std::string dated_source(std::string const& source, std::string const& as_of,
                         std::string_view distant_key, Speaker const& speaker)
{
    if (source.empty())
        return {};
    if (as_of.empty())
        return speaker.say("who.source", {{"source", printable(source)}});
    return speaker.say(distant_key.empty() ? "who.dated" : distant_key,
                       {{"source", printable(source)}, {"date", printable(as_of)}});
}

} // namespace petze
