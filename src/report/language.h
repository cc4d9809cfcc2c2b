#pragma once

namespace petze {

/// What a report is written in.
enum class Language { english, german };

} // namespace petze
