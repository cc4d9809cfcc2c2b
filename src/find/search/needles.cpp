#include "find/search/needles.h"

#include "find/hash/hashed_forms.h"
#include "find/notation/sim_region.h"
#include "find/search/window.h"

#include <algorithm>
#include <map>
#include <set>

namespace petze {

namespace {

struct CategoryKind {
    std::string_view category;
    ValueKind kind;
};
constexpr CategoryKind identifier_kinds[] = {
    {"imei", ValueKind::imei},      {"imsi", ValueKind::digits},
    {"iccid", ValueKind::digits},   {"serial", ValueKind::identifier},
    {"android_id", ValueKind::hex}, {"advertising_id", ValueKind::hex},
    {"mac", ValueKind::mac},        {"phone_number", ValueKind::phone},
    {"email", ValueKind::email},    {"account", ValueKind::identifier},
    {"ssid", ValueKind::words},     {"bssid", ValueKind::mac},
};

// A photo this short is a picture of one dot, which many pages have too.
constexpr std::size_t least_photo_bytes = 128;

// That of the SIM, by its IMSI.
std::string sim_region(Profile const& profile)
{
    if (auto const own = profile.identifiers.find("imsi"); own != profile.identifiers.end())
        for (auto const& imsi : own->second)
            if (auto const region = region_of_imsi(imsi); !region.empty())
                return std::string{region};
    return {};
}

// The country whose numbers are written without a country code: that of the phone's own numbers,
// else of its SIM, else of most that do name theirs.
std::string home_region(Profile const& profile)
{
    if (auto const own = profile.identifiers.find("phone_number"); own != profile.identifiers.end())
        for (auto const& number : own->second)
            if (auto region = region_of(number); !region.empty())
                return region;
    if (auto region = sim_region(profile); !region.empty())
        return region;
    std::map<std::string, std::size_t> counts;
    for (auto const& contact : profile.contacts)
        for (auto const& number : contact.phones)
            ++counts[region_of(number)];
    for (auto const& message : profile.messages)
        ++counts[region_of(message.address)];
    counts.erase("");
    auto const most =
        std::max_element(counts.begin(), counts.end(),
                         [](auto const& a, auto const& b) { return a.second < b.second; });
    return most == counts.end() ? std::string{} : most->first;
}

class Maker {
public:
    explicit Maker(Profile const& profile)
        : m_profile(profile)
    {
        for (auto category : profile_categories)
            m_rows.push_back({std::string{category}, 0, 0, 0, 0});
        m_region = home_region(profile);
        m_abroad = sim_region(profile);
        if (m_abroad == m_region)
            m_abroad.clear();
    }

    Needles make()
    {
        identifiers();
        contacts();
        messages();
        photos();
        calendar();
        for (auto const& app : m_profile.apps)
            add("apps/" + app, "apps", app, ValueKind::identifier);
        row("location").items = m_profile.places.size();
        for (auto& counted : m_rows)
            if (counted.items > 0)
                m_out.rows.push_back(std::move(counted));
        return std::move(m_out);
    }

private:
    ProfileRow& row(std::string_view category)
    {
        return *std::find_if(m_rows.begin(), m_rows.end(),
                             [&](ProfileRow const& r) { return r.category == category; });
    }

    template<typename Form>
    static void merge(std::vector<Form>& forms, std::vector<Form>&& more)
    {
        for (auto& form : more)
            if (std::find(forms.begin(), forms.end(), form) == forms.end())
                forms.push_back(std::move(form));
    }

    // One item under one value; returns whether it carries enough to be looked for.
    bool add(std::string item, std::string_view category, std::string const& value, ValueKind kind,
             bool counts = true, bool own = false)
    {
        auto& counted = row(category);
        counted.items += counts ? 1 : 0;
        Needle needle{std::move(item), std::string{category}, value, {}, kind};
        auto all = spellings(kind, value, m_region);
        needle.hashed = hashed_forms(kind, value, m_region);
        if (kind == ValueKind::phone && !m_abroad.empty()) {
            merge(all, spellings(kind, value, m_abroad));
            merge(needle.hashed, hashed_forms(kind, value, m_abroad));
        }
        for (auto& spelling : all)
            if (spelling.bits >= searchable_bits && spelling.bytes.size() >= least_spelling_bytes)
                needle.spellings.push_back(std::move(spelling));
        needle.own = own;
        bool const enough = !needle.spellings.empty();
        if (!enough) {
            counted.too_short += counts ? 1 : 0;
            m_out.too_short.push_back(needle.item);
        }
        if (enough || !needle.hashed.empty())
            m_out.searched.push_back(std::move(needle));
        return enough;
    }

    void measure(std::string_view category, std::size_t bytes)
    {
        auto& counted = row(category);
        counted.smallest_bytes = counted.smallest_bytes == 0
                                     ? bytes
                                     : std::min<std::uint64_t>(counted.smallest_bytes, bytes);
        counted.largest_bytes = std::max<std::uint64_t>(counted.largest_bytes, bytes);
    }

    void identifiers()
    {
        for (auto const& [category, kind] : identifier_kinds) {
            auto const found = m_profile.identifiers.find(category);
            if (found == m_profile.identifiers.end())
                continue;
            std::set<std::string> known; // one item, though it be written down twice
            for (std::size_t i = 0; i < found->second.size(); ++i)
                if (known.insert(normal_form(kind, found->second[i], m_region)).second)
                    add(std::string{category} + "/" + std::to_string(i), category, found->second[i],
                        kind, true, true);
        }
    }

    static std::string numbered(std::string const& base, std::size_t index)
    {
        return index == 0 ? base : base + "/" + std::to_string(index);
    }

    // The numbers or addresses of one contact; what is written down twice, once.
    bool list(std::string const& base, std::vector<std::string> const& values, ValueKind kind)
    {
        bool any = false;
        std::set<std::string> known;
        for (std::size_t k = 0; k < values.size(); ++k)
            if (known.insert(normal_form(kind, values[k], m_region)).second)
                any |= add(numbered(base, k), "contact", values[k], kind, false);
        return any;
    }

    void contacts()
    {
        for (std::size_t i = 0; i < m_profile.contacts.size(); ++i) {
            auto const& contact = m_profile.contacts[i];
            auto const base = "contacts/" + std::to_string(i) + "/";
            ++row("contact").items;
            bool any = false;
            if (!contact.name.empty())
                any |= add(base + "name", "contact", contact.name, ValueKind::name, false);
            any |= list(base + "phone", contact.phones, ValueKind::phone);
            any |= list(base + "email", contact.emails, ValueKind::email);
            for (auto const& number : contact.phones)
                m_known_numbers.insert(normal_form(ValueKind::phone, number, m_region));
            if (!any)
                ++row("contact").too_short;
        }
    }

    void messages()
    {
        for (std::size_t i = 0; i < m_profile.messages.size(); ++i) {
            auto const& message = m_profile.messages[i];
            auto const item = "messages/" + std::to_string(i);
            if (!message.text.empty())
                measure("message", message.text.size());
            add(item, "message", message.text, ValueKind::words);
            address(item + "/address", message.address);
        }
    }

    // The other party is the contact's where a contact has that number. "SMS Backup & Restore"
    // writes those of a group with '~' between them.
    void address(std::string const& item, std::string_view parties)
    {
        while (!parties.empty()) {
            auto const party = parties.substr(0, parties.find('~'));
            parties.remove_prefix(std::min(party.size() + 1, parties.size()));
            bool const number =
                party.find_first_not_of("+0123456789 -()/.") == std::string_view::npos;
            auto const kind = number ? ValueKind::phone : ValueKind::words;
            if (!party.empty()
                && !(number && m_known_numbers.contains(normal_form(kind, party, m_region))))
                add(item, "message", std::string{party}, kind, false);
        }
    }

    void photos()
    {
        for (std::size_t i = 0; i < m_profile.photos.size(); ++i) {
            auto const& photo = m_profile.photos[i];
            ++row("photo").items;
            measure("photo", photo.bytes.size());
            if (photo.bytes.size() < least_photo_bytes) {
                ++row("photo").too_short;
                m_out.too_short.push_back(photo.item);
                continue;
            }
            m_out.searched.push_back({photo.item,
                                      "photo",
                                      photo.item,
                                      {},
                                      ValueKind::identifier,
                                      {},
                                      false,
                                      static_cast<std::uint32_t>(i)});
        }
    }

    void calendar()
    {
        for (std::size_t i = 0; i < m_profile.calendar.size(); ++i) {
            auto const& entry = m_profile.calendar[i];
            auto const item = "calendar/" + std::to_string(i);
            ++row("calendar").items;
            bool any = false;
            for (auto const* text : {&entry.summary, &entry.location, &entry.description})
                if (!text->empty())
                    any |= add(item, "calendar", *text, ValueKind::words, false);
            if (any)
                std::erase(m_out.too_short, item);
            else
                ++row("calendar").too_short;
        }
    }

    Profile const& m_profile;
    std::string m_region;
    std::string m_abroad; // the SIM's, where it is another: its phone writes numbers as there
    std::set<std::string> m_known_numbers;
    std::vector<ProfileRow> m_rows;
    Needles m_out;
};

} // namespace

Needles make_needles(Profile const& profile)
{
    return Maker{profile}.make();
}

} // namespace petze
