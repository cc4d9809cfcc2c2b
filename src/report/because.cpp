#include "report/because.h"

#include "report/words.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace petze {

namespace {

std::optional<std::uint64_t> number_of(std::string const& text)
{
    std::uint64_t value{};
    auto const* const end = text.data() + text.size();
    auto const [rest, trouble] = std::from_chars(text.data(), end, value);
    return trouble == std::errc{} && rest == end ? std::optional{value} : std::nullopt;
}

// "contact,message": Contacts and Messages.
std::string categories(Speaker const& speaker, std::string_view text)
{
    std::vector<std::string> out;
    while (!text.empty()) {
        auto const comma = std::min(text.find(','), text.size());
        out.push_back(speaker.say("category." + std::string{text.substr(0, comma)}));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return speaker.list(out, "list.and");
}

// What stands for a number or a kind of data is said as the reader's language says it.
std::string in_words(Speaker const& speaker, std::string_view place, std::string const& text)
{
    if (place == "category")
        return categories(speaker, text);
    if (place == "chain")
        return speaker.say("chain." + text);
    if (place.ends_with("_bytes"))
        if (auto const bytes = number_of(text))
            return speaker.bytes(*bytes);
    return printable(text);
}

} // namespace

std::string because(Speaker const& speaker, Reason const& reason)
{
    return because(speaker, reason.key, reason.arguments);
}

std::string because(Speaker const& speaker, std::string_view key,
                    Reason::Arguments const& arguments)
{
    return speaker.say_with("because." + std::string{key}, [&](std::string_view place) {
        return in_words(speaker, place, argument(arguments, place));
    });
}

} // namespace petze
