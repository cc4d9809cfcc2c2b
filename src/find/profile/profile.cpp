#include "find/profile/profile.h"

#include "base/text.h"
#include "conversation/address.h"
#include "find/profile/files.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <numeric>

namespace petze {

namespace {

using Keys = std::vector<std::string_view>;

Keys const sections{"device", "identifiers", "location", "data", "consent", "activity"};
Keys const identifier_keys{profile_categories.begin(), profile_categories.begin() + 12};
Keys const data_keys{"contacts", "messages", "photos", "calendar", "apps"};

bool is_mac(std::string_view text)
{
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
                 [](char c) { return c != ':' && c != '-' && c != '.'; });
    return digits.size() == 12 && decode_hex(digits);
}

/// Walks through the document; the first error ends it.
class Loader {
public:
    Loader(std::string path, Profile& profile)
        : m_path(std::move(path))
        , m_folder(std::filesystem::path{m_path}.parent_path())
        , m_profile(profile)
    {
    }

    Result<void> load(toml::table const& root)
    {
        if (auto known = check_keys(root, "", sections); !known)
            return known;
        for (auto const step : {&Loader::device, &Loader::identifiers, &Loader::location,
                                &Loader::consent, &Loader::activity, &Loader::data})
            if (auto done = (this->*step)(root); !done)
                return done;
        return {};
    }

private:
    tl::unexpected<Error> fail(toml::node const& node, std::string const& key,
                               std::string why) const
    {
        return error(m_path + ":" + std::to_string(node.source().begin.line) + ": " + key,
                     std::move(why));
    }

    Result<void> check_keys(toml::table const& table, std::string const& prefix,
                            Keys const& known) const
    {
        for (auto const& [key, node] : table)
            if (std::find(known.begin(), known.end(), key.str()) == known.end())
                return error(m_path + ":" + std::to_string(key.source().begin.line) + ": " + prefix
                                 + std::string{key.str()},
                             "unknown key; did you mean "
                                 + std::string{nearest_key(lower(key.str()), known)} + "?");
        return {};
    }

    // The table of that name, an empty one where there is none. No copy: copies have no lines.
    Result<toml::table const*> table(toml::table const& root, std::string const& name,
                                     Keys const& known) const
    {
        static toml::table const none;
        auto const* node = root.get(name);
        if (!node)
            return &none;
        auto const* found = node->as_table();
        if (!found)
            return fail(*node, name, "must be a table, written as [" + name + "]");
        if (auto const checked = check_keys(*found, name + ".", known); !checked)
            return tl::make_unexpected(checked.error());
        return found;
    }

    Result<std::string> text(toml::table const& from, std::string const& prefix,
                             std::string const& key) const
    {
        auto const* node = from.get(key);
        if (!node)
            return std::string{};
        if (auto const* value = node->as_string())
            return value->get();
        return fail(*node, prefix + key, "must be text in quotes");
    }

    Result<std::vector<std::string>> list(toml::table const& from, std::string const& prefix,
                                          std::string const& key) const
    {
        std::vector<std::string> out;
        auto const* node = from.get(key);
        if (!node)
            return out;
        auto const* array = node->as_array();
        if (!array)
            return fail(*node, prefix + key, "must be a list, such as [\"…\"]");
        for (auto const& element : *array) {
            auto const* value = element.as_string();
            if (!value)
                return fail(element, prefix + key, "every value must be text in quotes");
            if (!trim(value->get()).empty())
                out.emplace_back(trim(value->get()));
        }
        return out;
    }

    Result<double> number(toml::table const& from, toml::node const& parent,
                          std::string const& prefix, std::string const& key) const
    {
        auto const* node = from.get(key);
        if (!node)
            return fail(parent, prefix + key, "is missing");
        if (auto const value = node->value<double>())
            return *value;
        return fail(*node, prefix + key, "must be a number");
    }

    Result<std::int64_t> time(toml::table const& from, toml::node const& parent,
                              std::string const& key) const
    {
        auto const* node = from.get(key);
        if (!node)
            return fail(parent, "activity." + key, "is missing");
        auto const* value = node->as_date_time();
        if (!value)
            return fail(*node, "activity." + key,
                        "must be a date and time, such as 2014-07-21T08:00:00Z");
        // What 64 bits of nanoseconds can hold.
        if (value->get().date.year < 1678 || value->get().date.year > 2261)
            return fail(*node, "activity." + key, "must be in the years 1678 to 2261");
        using namespace std::chrono;
        auto const& [date, clock, offset] = value->get();
        auto const day = sys_days{std::chrono::year{date.year} / std::chrono::month{date.month}
                                  / std::chrono::day{date.day}};
        auto const since = day.time_since_epoch() + hours{clock.hour} + minutes{clock.minute}
                           + seconds{clock.second} - minutes{offset ? offset->minutes : 0};
        return duration_cast<nanoseconds>(since).count() + clock.nanosecond;
    }

    Result<void> device(toml::table const& root)
    {
        PETZE_TRY(auto const* section, table(root, "device", {"name", "addresses"}));
        PETZE_TRY(m_profile.device_name, text(*section, "device.", "name"));
        PETZE_TRY(m_profile.device_addresses, list(*section, "device.", "addresses"));
        for (auto const& address : m_profile.device_addresses)
            if (!Address::parse(address) && !is_mac(address))
                return fail(*section->get("addresses"), "device.addresses",
                            address + " is neither an IP address nor a MAC address");
        return {};
    }

    Result<void> identifiers(toml::table const& root)
    {
        PETZE_TRY(auto const* section, table(root, "identifiers", identifier_keys));
        for (auto category : identifier_keys) {
            PETZE_TRY(auto values, list(*section, "identifiers.", std::string{category}));
            if (!values.empty())
                m_profile.identifiers.emplace(category, std::move(values));
        }
        return {};
    }

    Result<void> location(toml::table const& root)
    {
        auto const* node = root.get("location");
        if (!node)
            return {};
        auto const* section = node->as_table();
        if (!section)
            return fail(*node, "location", "must be a table, written as [location]");
        for (auto const& [name, value] : *section) {
            auto const prefix = "location." + std::string{name.str()} + ".";
            auto const* place = value.as_table();
            if (!place)
                return fail(value, "location." + std::string{name.str()},
                            "must be { lat = …, lon = …, radius_m = … }");
            if (auto known = check_keys(*place, prefix, {"lat", "lon", "radius_m"}); !known)
                return known;
            PETZE_TRY(auto const latitude, number(*place, value, prefix, "lat"));
            PETZE_TRY(auto const longitude, number(*place, value, prefix, "lon"));
            PETZE_TRY(auto const radius, number(*place, value, prefix, "radius_m"));
            // Written so that what is no number is no place either.
            bool const on_earth = std::abs(latitude) <= 90 && std::abs(longitude) <= 180;
            if (!on_earth)
                return fail(value, prefix.substr(0, prefix.size() - 1), "is no place on Earth");
            if (!(radius >= 0))
                return fail(value, prefix + "radius_m", "must not be below 0");
            m_profile.places.push_back({std::string{name.str()}, latitude, longitude, radius});
        }
        return {};
    }

    Result<void> consent(toml::table const& root)
    {
        PETZE_TRY(auto const* section, table(root, "consent", {"backups", "services"}));
        m_profile.consent_given = root.contains("consent");
        PETZE_TRY(m_profile.consent_backups, list(*section, "consent.", "backups"));
        PETZE_TRY(m_profile.consent_services, list(*section, "consent.", "services"));
        return {};
    }

    Result<void> activity(toml::table const& root)
    {
        auto const* node = root.get("activity");
        if (!node)
            return {};
        auto const* periods = node->as_array();
        if (!periods || (!periods->empty() && !periods->is_array_of_tables()))
            return fail(*node, "activity", "must be written as [[activity]]");
        for (auto const& element : *periods) {
            auto const& period = *element.as_table();
            if (auto known = check_keys(period, "activity.", {"from", "to", "what"}); !known)
                return known;
            ActivityPeriod out;
            PETZE_TRY(out.from_ns, time(period, element, "from"));
            PETZE_TRY(out.to_ns, time(period, element, "to"));
            PETZE_TRY(out.what, text(period, "activity.", "what"));
            if (out.to_ns < out.from_ns)
                return fail(element, "activity.to", "is before activity.from");
            m_profile.activities.push_back(std::move(out));
        }
        return {};
    }

    Result<void> data(toml::table const& root)
    {
        PETZE_TRY(auto const* section, table(root, "data", data_keys));
        for (auto key : data_keys) {
            PETZE_TRY(auto const files, list(*section, "data.", std::string{key}));
            for (auto const& file : files)
                if (auto const done = load_data_file(key, m_folder / file, m_profile); !done)
                    return fail(*section->get(key), "data." + std::string{key},
                                done.error().what + ": " + done.error().why);
        }
        return {};
    }

    std::string m_path;
    std::filesystem::path m_folder;
    Profile& m_profile;
};

} // namespace

std::string_view nearest_key(std::string_view written, std::vector<std::string_view> const& known)
{
    std::string_view nearest;
    std::size_t least = ~std::size_t{};
    for (auto key : known) {
        std::vector<std::size_t> row(key.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t{});
        for (std::size_t i = 0; i < written.size(); ++i) {
            auto diagonal = row[0];
            row[0] = i + 1;
            for (std::size_t j = 0; j < key.size(); ++j) {
                auto const above = row[j + 1];
                row[j + 1] =
                    std::min({above + 1, row[j] + 1, diagonal + (written[i] == key[j] ? 0u : 1u)});
                diagonal = above;
            }
        }
        if (row[key.size()] < least) {
            least = row[key.size()];
            nearest = key;
        }
    }
    return nearest;
}

Result<Profile> load_profile(std::string const& path)
{
    PETZE_TRY(auto const content, read_whole_file(path));
    auto const parsed = toml::parse(content, path);
    if (!parsed)
        return error(path + ":" + std::to_string(parsed.error().source().begin.line),
                     "is no valid TOML: " + std::string{parsed.error().description()});
    Profile profile;
    if (auto const loaded = Loader{path, profile}.load(parsed.table()); !loaded)
        return tl::make_unexpected(loaded.error());
    return profile;
}

} // namespace petze
