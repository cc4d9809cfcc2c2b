#include "report/adequacy_words.h"

#include "report/resources.h"
#include "report/words.h"

#include <cassert>

namespace petze {

AdequacyTable const& adequacy_table()
{
    static auto const read = [] {
        auto table = AdequacyTable::read(resource("data/adequacy.toml"));
        assert(table); // the file is part of the program, and a test reads it
        return table ? *std::move(table) : AdequacyTable{};
    }();
    return read;
}

std::optional<ReceiverAdequacy> adequacy_of(Attribution const& attribution)
{
    auto const answer = [](std::string_view whose, std::string const& country) {
        return std::optional{ReceiverAdequacy{whose, adequacy_table().of(country)}};
    };
    // Who receives the data counts; where that is not known, where the address is registered.
    std::optional<ReceiverAdequacy> out;
    if (attribution.operator_)
        out = answer("operator", attribution.operator_->country);
    else if (attribution.holder && !attribution.holder->country.empty())
        out = answer("holder", attribution.holder->country);
    else if (attribution.network)
        out = answer("network", attribution.network->country);
    if (out && out->decision.scope == Adequacy::unknown)
        out.reset();
    return out;
}

std::string adequacy_words(ReceiverAdequacy const& adequacy, Speaker const& speaker)
{
    auto const& decision = adequacy.decision;
    auto const key = "country." + decision.country;
    auto const country = speaker.knows(key) ? speaker.say(key) : printable(decision.country);
    return speaker.say("adequacy." + std::string{name_of(decision.scope)},
                       {{"country", country},
                        {"number", decision.number},
                        {"year", std::to_string(decision.year)}})
           + " "
           + speaker.say("adequacy.of." + std::string{adequacy.whose},
                         {{"date", adequacy_table().as_of()}});
}

} // namespace petze
