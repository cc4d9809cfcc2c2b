#include "identify/operator/known_domains.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <map>

namespace petze {

namespace {

/// Walks through data/operators.toml; the first error ends it.
class Reader {
public:
    explicit Reader(std::string path)
        : m_path(std::move(path))
    {
    }

    Result<KnownDomains> read(toml::table const& root)
    {
        PETZE_TRY(auto const* sources, tables(root, root, "source"));
        for (auto const& node : *sources)
            PETZE_TRY_VOID(source(*node.as_table()));
        PETZE_TRY(auto const* operators, tables(root, root, "operator"));
        for (auto const& node : *operators)
            PETZE_TRY_VOID(operator_(*node.as_table()));
        return std::move(m_domains);
    }

private:
    tl::unexpected<Error> fail(toml::node const& node, std::string why) const
    {
        return error(m_path + ":" + std::to_string(node.source().begin.line), std::move(why));
    }

    Result<std::string> text(toml::table const& from, std::string const& key) const
    {
        auto const* value = from.get_as<std::string>(key);
        if (!value || value->get().empty())
            return fail(from, key + " is missing, or is no text");
        return value->get();
    }

    Result<toml::array const*> tables(toml::table const& from, toml::node const& place,
                                      std::string const& key) const
    {
        auto const* array = from.get_as<toml::array>(key);
        if (!array || !array->is_homogeneous(toml::node_type::table))
            return fail(place, key + " is missing, or is no list of tables");
        return array;
    }

    Result<void> source(toml::table const& row)
    {
        PETZE_TRY(auto const id, text(row, "id"));
        PETZE_TRY(auto title, text(row, "title"));
        PETZE_TRY(auto date, text(row, "date"));
        PETZE_TRY(auto const kind, text(row, "kind"));
        auto const number = m_domains.add_source({std::move(title), std::move(date)});
        if (!m_sources.emplace(id, number).second)
            return fail(row, "the source " + id + " stands there twice");
        return {};
    }

    Result<void> operator_(toml::table const& row)
    {
        PETZE_TRY(auto name, text(row, "name"));
        PETZE_TRY(auto country, text(row, "country"));
        auto const owner = m_domains.add_owner({std::move(name), std::move(country)});
        PETZE_TRY(auto const* groups, tables(row, row, "domains"));
        for (auto const& node : *groups)
            PETZE_TRY_VOID(group(*node.as_table(), owner));
        return {};
    }

    Result<void> group(toml::table const& row, std::uint32_t owner)
    {
        PETZE_TRY(auto const role_name, text(row, "role"));
        PETZE_TRY(auto const source_name, text(row, "source"));
        auto const role = operator_role(role_name);
        if (role.empty())
            return fail(row, "no role is called " + role_name);
        auto const source = m_sources.find(source_name);
        if (source == m_sources.end())
            return fail(row, "no source is called " + source_name);
        auto const* names = row.get_as<toml::array>("names");
        if (!names || names->empty())
            return fail(row, "names are missing");
        for (auto const& node : *names) {
            auto const* name = node.as_string();
            if (!name)
                return fail(node, "a name must be text in quotes");
            if (!m_domains.add(name->get(), role, owner, source->second))
                return fail(node, name->get() + " stands there twice");
        }
        return {};
    }

    std::string m_path;
    std::map<std::string, std::uint32_t, std::less<>> m_sources;
    KnownDomains m_domains;
};

} // namespace

Result<KnownDomains> parse_operators(std::string_view toml, std::string const& path)
{
    auto const parsed = toml::parse(toml, path);
    if (!parsed)
        return error(path + ":" + std::to_string(parsed.error().source().begin.line),
                     "is no valid TOML: " + std::string{parsed.error().description()});
    return Reader{path}.read(parsed.table());
}

} // namespace petze
