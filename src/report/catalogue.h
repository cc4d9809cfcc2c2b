#pragma once

#include "report/language.h"

#include <map>
#include <string_view>

namespace petze {

/// The texts of one language, by key: lines of the form `key = text with {placeholders}`. Forms
/// that depend on a number are keys of their own: `key.one` and `key.other`.
using Catalogue = std::map<std::string_view, std::string_view>;

/// What src/report/catalogue/en.txt or de.txt holds; read once.
Catalogue const& catalogue(Language language);

/// The lines of a catalogue; blank ones and those that begin with '#' hold nothing.
Catalogue parse_catalogue(std::string_view text);

/// "en", "de".
std::string_view code_of(Language language);

} // namespace petze
