#include "judge/adequacy.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <optional>

namespace petze {

namespace {

Error wrong(std::uint32_t line, std::string_view why)
{
    return {"adequacy decisions:" + std::to_string(line), std::string{why}};
}

// ISO 3166-1 alpha-2, and "EU", which some registries say.
bool is_country(std::string_view text)
{
    return text.size() == 2
           && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::optional<Adequacy> scope_of(std::string_view written)
{
    if (written.empty())
        return Adequacy::decided;
    if (written == "commercial")
        return Adequacy::commercial;
    if (written == "dpf")
        return Adequacy::framework;
    return {};
}

Result<AdequacyDecision> read_decision(toml::table const& table)
{
    auto const line = table.source().begin.line;
    AdequacyDecision out;
    out.country = table["country"].value_or(std::string{});
    out.number = table["number"].value_or(std::string{});
    out.year = table["year"].value_or(std::int64_t{});
    auto const scope = scope_of(table["scope"].value_or(std::string{}));
    if (!is_country(out.country) || out.number.empty() || out.year == 0 || !scope)
        return tl::make_unexpected(
            wrong(line, "a decision needs country, number and year, and a known scope"));
    out.scope = *scope;
    return out;
}

} // namespace

Result<AdequacyTable> AdequacyTable::read(std::string_view toml)
{
    auto const parsed = toml::parse(toml);
    if (!parsed)
        return tl::make_unexpected(
            wrong(parsed.error().source().begin.line, parsed.error().description()));
    auto const& table = parsed.table();
    AdequacyTable out;
    out.m_as_of = table["as_of"].value_or(std::string{});
    auto const* members = table["eea"].as_array();
    auto const* decisions = table["decision"].as_array();
    if (out.m_as_of.empty() || !members || !decisions)
        return tl::make_unexpected(wrong(1, "as_of, eea and decision are needed"));
    for (auto const& each : *members) {
        out.m_eea.push_back(each.value_or(std::string{}));
        if (!is_country(out.m_eea.back()))
            return tl::make_unexpected(wrong(each.source().begin.line, "eea lists countries"));
    }
    for (auto const& each : *decisions) {
        auto const* one = each.as_table();
        if (!one)
            return tl::make_unexpected(wrong(each.source().begin.line, "a decision is a table"));
        PETZE_TRY(auto decision, read_decision(*one));
        out.m_decisions.push_back(std::move(decision));
    }
    return out;
}

AdequacyDecision AdequacyTable::of(std::string_view country) const
{
    // "EU" is what registries say of networks all over Europe: no country, and not only the EEA.
    if (!is_country(country) || country == "EU" || country == "ZZ")
        return {std::string{country}, Adequacy::unknown, {}, 0};
    if (std::find(m_eea.begin(), m_eea.end(), country) != m_eea.end())
        return {std::string{country}, Adequacy::eea, {}, 0};
    auto const found =
        std::find_if(m_decisions.begin(), m_decisions.end(),
                     [&](AdequacyDecision const& one) { return one.country == country; });
    return found != m_decisions.end()
               ? *found
               : AdequacyDecision{std::string{country}, Adequacy::none, {}, 0};
}

} // namespace petze
