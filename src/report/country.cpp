#include "report/country.h"

#include "report/words.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace petze {

std::string country_name(std::string_view code, Language language)
{
    std::string out;
    if (code.size() == 2) {
        icu::UnicodeString name;
        icu::Locale const country{"", std::string{code}.c_str()};
        country.getDisplayCountry(language == Language::german ? icu::Locale::getGerman()
                                                               : icu::Locale::getEnglish(),
                                  name);
        name.toUTF8String(out);
    }
    return printable(out.empty() ? std::string{code} : out);
}

} // namespace petze
