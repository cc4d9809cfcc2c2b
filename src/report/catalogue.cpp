#include "report/catalogue.h"

#include "base/text.h"
#include "report/resources.h"

namespace petze {

Catalogue parse_catalogue(std::string_view text)
{
    constexpr std::string_view separator = " = ";
    Catalogue out;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        auto const split = line.find(separator);
        if (line.empty() || line.front() == '#' || split == std::string_view::npos)
            continue;
        out[trim(line.substr(0, split))] = trim(line.substr(split + separator.size()));
    }
    return out;
}

Catalogue const& catalogue(Language language)
{
    static auto const english = parse_catalogue(resource("src/report/catalogue/en.txt"));
    static auto const german = parse_catalogue(resource("src/report/catalogue/de.txt"));
    return language == Language::german ? german : english;
}

std::string_view code_of(Language language)
{
    return language == Language::german ? "de" : "en";
}

} // namespace petze
