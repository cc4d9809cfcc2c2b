#include "report/whois_text.h"

#include "report/attributed_words.h"
#include "report/because.h"
#include "report/words.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::size_t column = 12; // where the answers begin
constexpr std::size_t width = 100;

// Letters, as a terminal shows them; CJK takes two places, which may be too few here.
std::size_t shown_width(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

/// Words of a paragraph, broken into lines that begin in the column of the answers.
void append_wrapped(std::string& out, std::string_view text)
{
    std::size_t used = 0;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        auto const word = text.substr(0, end);
        text.remove_prefix(std::min(text.size(), end + 1));
        auto const length = shown_width(word);
        if (used > 0 && column + used + 1 + length > width) {
            out.append("\n").append(column, ' ');
            used = 0;
        }
        if (used > 0) {
            out += ' ';
            ++used;
        }
        out += word;
        used += length;
    }
    out += '\n';
}

void append_row(std::string& out, std::string_view label, std::string_view text)
{
    out.append("  ").append(label);
    auto const taken = 2 + shown_width(label);
    out.append(taken < column ? column - taken : 1, ' ');
    append_wrapped(out, text);
}

constexpr std::string_view distant = "whois.dated_distant";

std::string dated(std::string const& source, std::string const& as_of, bool is_distant,
                  Speaker const& speaker)
{
    return dated_source(source, as_of, is_distant ? distant : std::string_view{}, speaker);
}

void append_answer(std::string& out, std::string_view key, std::string_view unknown,
                   std::optional<Attributed> const& answer, Speaker const& speaker)
{
    auto const label = speaker.say(key);
    if (!answer)
        return append_row(out, label, speaker.say(unknown));
    append_row(out, label, attributed_name(*answer, speaker));
    append_row(out, "", because(speaker, answer->because));
    if (auto const text = dated(answer->source, answer->as_of, answer->distant, speaker);
        !text.empty())
        append_row(out, "", text);
}

void append_network(std::string& out, std::optional<Network> const& network, Speaker const& speaker)
{
    auto const label = speaker.say("whois.network");
    if (!network)
        return append_row(out, label, speaker.say("whois.network.unknown"));
    auto text = speaker.say("whois.network.text", {{"asn", std::to_string(network->asn)},
                                                   {"name", printable(network->name)},
                                                   {"prefix", printable(network->prefix)}});
    if (!network->country.empty())
        text = speaker.say("who.name", {{"name", text}, {"country", printable(network->country)}});
    append_row(out, label, text);
    if (network->because_hosting)
        append_row(out, "", because(speaker, *network->because_hosting));
    append_row(out, "", dated(network->source, network->as_of, network->distant, speaker));
}

void append_disagreement(std::string& out, Disagreement const& disagreement, Speaker const& speaker)
{
    std::vector<std::string> sayings;
    sayings.reserve(disagreement.sayings.size());
    for (auto const& saying : disagreement.sayings)
        sayings.push_back(speaker.say(saying.as_of.empty() ? "who.saying" : "who.saying_dated",
                                      {{"value", printable(saying.value)},
                                       {"source", printable(saying.source)},
                                       {"date", printable(saying.as_of)}}));
    append_row(
        out, speaker.say("whois.note"),
        speaker.say("who.disagreement",
                    {{"about", speaker.say("disagreement." + std::string{disagreement.about})},
                     {"sayings", speaker.list(sayings, "list.and")}}));
}

} // namespace

void append_whois(std::string& out, std::string_view asked_for, Attribution const& attribution,
                  Speaker const& speaker)
{
    out.append(printable(asked_for)).append("\n");
    append_answer(out, "who.registry", "who.registry.unknown", attribution.registry, speaker);
    append_answer(out, "who.holder", "who.holder.unknown", attribution.holder, speaker);
    append_answer(out, "who.operator", "whois.operator.unknown", attribution.operator_, speaker);
    if (!attribution.roles.empty()) {
        std::vector<std::string> roles;
        roles.reserve(attribution.roles.size());
        for (auto const role : attribution.roles)
            roles.push_back(speaker.say(role_words(role)));
        append_row(out, "", speaker.say("who.roles", {{"x", speaker.list(roles, "list.and")}}));
    }
    append_network(out, attribution.network, speaker);
    for (auto const& remark : attribution.remarks)
        append_row(out, speaker.say("whois.note"), because(speaker, remark));
    for (auto const& disagreement : attribution.disagreements)
        append_disagreement(out, disagreement, speaker);
}

} // namespace petze
